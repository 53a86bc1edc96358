"""What a release judges beforehand: every kind of evidence, as a specimen, for every product group in every market."""

from collections.abc import Callable, Iterator
from datetime import date

from mra.gap.live import LiveSource
from mra.gap.request import SPECIMEN
from mra.model.evidence import Held
from mra.model.question import Question
from mra.model.sheet import Sheet
from mra.recognition.sheets import Judge

Progress = Callable[[str, int, int], None]


def generic_sheets(live: LiveSource, day: date, progress: Progress, judge: Judge) -> Iterator[Sheet]:
    """One sheet a product group and market, judged for every kind of evidence, market by market."""
    held = [Held(kind=kind) for kind in sorted(live.directory.kinds)]
    groups = sorted(live.directory.groups.values(), key=lambda group: group.id)
    markets = sorted(live.directory.markets)
    for position, market in enumerate(markets):
        progress(market, position, len(markets))
        questions = [Question(product=group.id, as_of=day, defaults={**SPECIMEN, **group.attributes}) for group in groups if not group.ask]
        yield from live.sheets([(question, market) for question in questions], held, judge=judge)
    progress("", len(markets), len(markets))


def usual_day(live: LiveSource) -> date:
    """The last day on which a source was checked: the same for the same knowledge base."""
    return max(source.checked for source in live.knowledge.sources.values())
