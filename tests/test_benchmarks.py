"""What the benchmarks compare with must be what it says."""

from pathlib import Path

from benchmarks.cases import some_cases
from benchmarks.naive import failed_one_by_one, sparql_shapes
from benchmarks.portfolio_page import HEADING, section_of, with_section
from benchmarks.world import MARKETS, world
from mra.gap.live import LiveSource
from mra.knowledge.load import load
from mra.recognition.applicability import economies_of
from mra.recognition.compiled import failed_criteria
from tests.bases import ROOT


def test_the_queries_fail_what_the_shapes_fail(live: LiveSource) -> None:
    facts = some_cases(live, 1000)[::37]
    compiled = live.criteria.compiled
    assert len(facts) > 5
    assert failed_one_by_one(facts, compiled, sparql_shapes(compiled)) == failed_criteria(facts, compiled)


def test_sixty_markets_are_worked_out_or_have_a_stand_in(tmp_path: Path) -> None:
    location, markets, made_up = world(tmp_path)
    knowledge = load(location)
    assert len(set(markets)) == len(markets) == MARKETS
    assert made_up < MARKETS / 2
    day = max(source.checked for source in knowledge.sources.values())
    for market in markets:
        assert sum(len(knowledge.schemes_of(code)) for code in economies_of(knowledge, market, day)) >= 5, market
        assert knowledge.economies[market].code == market


def test_the_section_on_portfolios_replaces_itself_and_outlives_the_others() -> None:
    page = "# Performance\n\n## One\n\ntext\n"
    first = with_section(page, f"{HEADING}\n\nold\n")
    assert first == f"{page}\n{HEADING}\n\nold\n"
    assert with_section(first, f"{HEADING}\n\nnew\n") == f"{page}\n{HEADING}\n\nnew\n"
    assert section_of(first) == f"{HEADING}\n\nold\n"
    assert with_section(page, section_of(page)) == page
    assert (ROOT / "docs" / "performance.md").read_text(encoding="utf-8").startswith("# Performance\n")
