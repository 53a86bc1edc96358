"""Which published fees and times concern an element, a product and a day."""

from mra.knowledge.base import Knowledge
from mra.model.cost import Figure
from mra.model.question import Question


def figures_of(knowledge: Knowledge, question: Question, scheme: str, route: str, element: str) -> tuple[Figure, ...]:
    """What is published of an element on a route, for the product that is asked about, and holds on the day."""
    return tuple(
        published.figure
        for published in knowledge.costs.get(scheme, ())
        if published.element == element
        and published.route in (None, route)
        and published.period.contains(question.as_of)
        and knowledge.covers(published.products, question.product)
    )
