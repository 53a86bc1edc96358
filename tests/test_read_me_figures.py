"""The read-me quotes the main figures of ``mra stats``; ``python -m tests.test_read_me_figures`` (``make stats``) writes them anew."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from mra.gap.live import LiveSource, open_live
from mra.knowledge.locate import Location
from mra.language import say
from mra.model.text import Language
from mra.reports.stats_counts import tallies
from mra.reports.stats_matrix import recognition_matrix
from tests.bases import ROOT

PAGES: Final[tuple[tuple[str, Language], ...]] = (("README.md", "en"), ("README.zh-CN.md", "zh"))
BEGIN, END = "<!-- figures: make stats -->", "<!-- end of figures -->"
QUOTED: Final = {
    "records": ("schemes", "elements", "acceptances", "instruments", "editions", "adoptions", "evidence_kinds", "product_groups", "bodies", "sources"),
    "sources_by_tier": ("law", "treaty", "regulator", "scheme-owner"),
}


def figures(live: LiveSource, language: Language) -> str:
    """A table of what is counted, each figure as ``mra stats`` prints it on the last day on which a source was checked."""
    day = max(source.checked for source in live.knowledge.sources.values())
    rows = [f"| {say('stats.head.what').read(language)} | {say('stats.head.number').read(language)} |", "| --- | ---: |"]
    for tally in tallies(live.knowledge, day):
        prefix = "" if tally.id == "records" else f"{tally.label.read(language)}{': ' if language == 'en' else '：'}"
        rows += [f"| {prefix}{count.label.read(language)} | {count.number} |" for count in tally.counts if count.id in QUOTED.get(tally.id, ())]
    return "\n".join([BEGIN, "", *rows, "", _matrix(live, day, language), END])


def _matrix(live: LiveSource, day: date, language: Language) -> str:
    matrix = recognition_matrix(live, day)
    known = [cell for cell in matrix.cells.values() if cell.verdict != "unknown"]
    better = sum(cell.verdict in ("recognized", "partial") for cell in known)
    if language == "zh":
        return (
            f"`mra stats --matrix`：{len(matrix.lines)} 项中国制度和证据 × {len(matrix.markets)} 个市场，共 {len(matrix.cells)} 格，"
            f"其中 {len(known)} 格有结论（{better} 格为已承认或部分承认），其余明示为未知。"
        )
    return (
        f"`mra stats --matrix`: {len(matrix.lines)} Chinese schemes and kinds of evidence in {len(matrix.markets)} markets are {len(matrix.cells)} cells;\n"
        f"{len(known)} have a verdict ({better} of them recognized or partial), and the others say unknown."
    )


def with_figures(page: Path, text: str) -> str:
    """The page with the marked block replaced. Raises ``ValueError`` if the marks do not stand there once, in order."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end) or BEGIN in after or END in after:
        raise ValueError(f"{page.name} needs the marks {BEGIN} and {END} once")
    return before + text + after


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_the_read_me_quotes_the_figures(live: LiveSource, name: str, language: Language) -> None:
    page = ROOT / name
    assert page.read_text(encoding="utf-8") == with_figures(page, figures(live, language)), "run: make stats"


def test_every_quoted_figure_exists(live: LiveSource) -> None:
    found = {(tally.id, count.id) for tally in tallies(live.knowledge, date(2026, 1, 1)) for count in tally.counts}
    assert {(tally, name) for tally, names in QUOTED.items() for name in names} <= found


def test_a_page_without_its_marks_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{END} {BEGIN}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.md needs the marks"):
        with_figures(page, "")


if __name__ == "__main__":
    source = open_live(Location(ROOT))
    for name, language in PAGES:
        (ROOT / name).write_text(with_figures(ROOT / name, figures(source, language)), encoding="utf-8")
