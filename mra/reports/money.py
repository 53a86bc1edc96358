"""Published fees and times in words: one figure, what several come to, and what a requirement still costs at least."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mra.language import say
from mra.model.cost import HOME, Amount, Figure, Outlay, Rates, What
from mra.model.report import ElementVerdict, RequirementVerdict
from mra.model.text import Bilingual

__all__ = ["Notice", "amount", "figure", "figure_sources", "notices", "outlay", "rates"]

_TIMES: Final = ("days", "working-days")
_WHATS: Final[tuple[What, ...]] = ("fee", "days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is said of fees or times of a requirement: a heading, what they come to, and the elements with their figures."""

    head: Bilingual
    sum: Bilingual | None
    items: tuple[tuple[ElementVerdict, tuple[Figure, ...]], ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Who publishes the figures."""
        return figure_sources(found for _, figures in self.items for found in figures)

    @property
    def details(self) -> Bilingual:
        """Each element with its figures."""
        return _listed(say("report.fact", name=entry.element.label, text=_listed(map(figure, figures))) for entry, figures in self.items)

    @property
    def text(self) -> Bilingual:
        """What they come to, and of what."""
        return self.details if self.sum is None else say("report.fact", name=self.sum, text=self.details)


def amount(found: Amount | Figure) -> Bilingual:
    """A number or a range with its unit."""
    is_time = found.unit in _TIMES
    kind = "exact" if found.low == found.high else "range" if None not in (found.low, found.high) else "from" if found.high is None else "up-to"
    ends = {name: f"{end:,.2f}".removesuffix(".00") for name, end in (("low", found.low), ("high", found.high)) if end is not None}
    unit = say(f"cost.unit.{found.unit}{'.one' if found.low == found.high == 1 else ''}") if is_time else found.unit
    return say(f"cost.{'days' if is_time else 'fee'}.{kind}", unit=unit, **ends)


def figure(found: Figure) -> Bilingual:
    """A published figure, and for what it is."""
    return say("report.named", label=amount(found), id=found.basis)


def figure_sources(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Who publishes ``figures``."""
    return tuple(dict.fromkeys(found.source for found in figures))


def outlay(found: Outlay, stated: Rates | None) -> Bilingual | None:
    """What is known of what is left, converted where there are rates; ``None`` where nothing is known."""
    if not found.amounts:
        return None
    amounts = Bilingual(" + ".join(amount(part).en for part in found.amounts), " + ".join(amount(part).zh for part in found.amounts))
    text = say("cost.sum", amounts=amounts, known=found.known, open=found.open)
    if stated is None or (home := stated.converted(found.amounts)) is None or {part.unit for part in found.amounts} == {HOME}:
        return text
    left_out = stated.without(found.amounts)
    return say("cost.converted-in-part" if left_out else "cost.converted", text=text, amount=amount(home), day=stated.day, without=", ".join(left_out))


def rates(stated: Rates) -> Bilingual:
    """The rates that the user states."""
    return say("cost.rates", rates="; ".join(f"{currency} 1 = {HOME} {worth:g}" for currency, worth in stated.worth.items()), day=stated.day)


def notices(entry: RequirementVerdict, stated: Rates | None) -> Iterator[Notice]:
    """What is published of the fees and the times of a requirement's best route; what nobody publishes is not spoken of."""
    if entry.best is None:
        return
    for what, found in zip(_WHATS, (entry.best.cost, entry.best.lead_time), strict=True):
        if total := outlay(found, stated if what == "fee" else None):
            yield Notice(head=say(f"cost.left.{what}"), sum=total, items=_items(what, [part for part in entry.best.elements if part.is_due_in_full]))
        if apart := _items(what, [part for part in entry.best.elements if part.is_open and not part.is_due_in_full]):
            yield Notice(head=say(f"cost.apart.{what}"), sum=None, items=apart)


def _items(what: What, elements: Sequence[ElementVerdict]) -> tuple[tuple[ElementVerdict, tuple[Figure, ...]], ...]:
    found = ((entry, tuple(figure for figure in entry.element.figures if figure.what == what)) for entry in elements)
    return tuple((entry, figures) for entry, figures in found if figures)


def _listed(texts: Iterable[Bilingual]) -> Bilingual:
    found = list(texts)
    return Bilingual("; ".join(text.en for text in found), "；".join(text.zh for text in found))
