"""Documentation names every command, key and criterion, and what it shows is real."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mra.commands.root import NAMES
from mra.gap.answer import Answers
from mra.gap.case_certificates import CERTIFICATE_KEYS
from mra.gap.live import LiveSource
from mra.gap.request import parse_held, understand
from mra.gap.verify import _ELEMENT_KEYS, _EXPECT_KEYS, _KEYS
from mra.knowledge import records
from mra.knowledge.costs import COST_COLUMNS
from mra.knowledge.forms import Form, Many, Table
from mra.knowledge.notices import NOTICE_COLUMNS
from mra.knowledge.tables import BODY_COLUMNS, EDITION_COLUMNS
from mra.model.concept import Concepts
from mra.model.evidence import QUALIFIERS
from mra.model.period import Period
from mra.model.sheet import VERDICTS
from mra.model.sssom import SSSOM_COLUMNS
from mra.recognition.criteria import Criteria, Criterion
from mra.recognition.shapes import EVIDENCE, read_criteria
from mra.reports import DOCUMENTS, RENDERERS
from mra.reports.fonts import VARIABLE
from tests.bases import ROOT

README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
PAGES = sorted([README, CHINESE, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
CRITERIA_PAGE = ROOT / "docs" / "criteria.md"
FORMS: dict[str, Form] = {name: getattr(records, name) for name in ("SOURCES_FILE", "GROUPS_FILE", "LISTS_FILE", "ECONOMY", "SCHEME", "INSTRUMENT", "EVIDENCE")}


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def section(page: Path, heading: str) -> str:
    """The text below ``## heading``."""
    return re.split(r"^## ", read(page).split(f"\n## {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def fences(text: str) -> list[str]:
    return re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


# -- the read-me


@pytest.mark.parametrize(("page", "heading"), [(README, "Quick start"), (CHINESE, "快速开始")])
def test_the_quick_start_has_exactly_two_commands(page: Path, heading: str) -> None:
    (block,) = fences(section(page, heading))
    assert [line for line in block.splitlines() if line and not line.startswith("#")] == ["make demo", "make test"]


def test_the_commands_of_the_quick_start_are_targets_of_the_makefile() -> None:
    targets = re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), re.MULTILINE)
    assert {"demo", "test"} <= set(targets)
    named = set(re.findall(r"^make ([a-z]+)", "\n".join(fences(read(ROOT / "CONTRIBUTING.md"))), re.MULTILINE))
    assert named <= set(targets)


@pytest.mark.parametrize("page", [README, CHINESE], ids=lambda page: page.name)
def test_the_read_me_names_every_command_and_every_verdict(page: Path) -> None:
    text = read(page)
    assert [name for name in NAMES if f"| `mra {name}` |" not in text] == []
    assert set(re.findall(r"`mra ([a-z]+)", text)) <= set(NAMES)
    assert [verdict for verdict in VERDICTS if not re.search(rf"^\|[^|]*\b{verdict}\b[^|]*\|", text, re.MULTILINE)] == []


@pytest.mark.parametrize(("page", "heading", "language"), [(README, "A look at an answer", "en"), (CHINESE, "示例", "zh")])
def test_the_sample_is_real(page: Path, heading: str, language: str, answers: Answers) -> None:
    """Each verdict of a requirement that the sample shows stands in the report that its command gives."""
    sample = fences(section(page, heading))[0]
    command = re.search(r"`mra gap --product (\S+) --held (\S+) --to (\S+) ", section(page, heading))
    assert command is not None
    held = parse_held(answers.directory, [command[2]])
    day = max(source.checked for source in answers.live.knowledge.sources.values())
    request = understand(answers.directory, product=command[1], destinations=[command[3]], held=held, attributes=[], as_of=day)
    real = re.sub(r"\s+", " ", RENDERERS["table"](answers.report(request), language))
    shown = [re.split(r"[:：] ?", line, maxsplit=1) for line in sample.splitlines() if re.match(r"[▲○●✓→]", line)]
    assert shown
    assert [title for word, title in shown if f"{word}: {title.split(' [')[0]}" not in real and f"{word}：{title.split(' [')[0]}" not in real] == []


@pytest.mark.parametrize("page", [README, CHINESE], ids=lambda page: page.name)
def test_the_read_me_names_every_format_of_a_report_and_what_it_needs(page: Path) -> None:
    (row,) = [line for line in read(page).splitlines() if line.startswith("| `mra gap` |")]
    assert [name for name in (*RENDERERS, *DOCUMENTS) if f"{name}`" not in row] == []
    assert all(word in read(page) for word in ("[report]", "fonts-noto-cjk", VARIABLE))


def test_both_languages_of_the_read_me_have_the_same_sections() -> None:
    assert len(re.findall(r"^## ", read(README), re.MULTILINE)) == len(re.findall(r"^## ", read(CHINESE), re.MULTILINE))


# -- every page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_holds_a_path_of_one_machine(page: Path) -> None:
    assert re.findall(r"(?<![\w.])/(?:work|tmp|root|home|farm|Users|usr|var)/\S*", read(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", read(page))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_decision_has_its_number_and_its_day() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert read(page).startswith(f"# {int(page.name[:4])}. "), page.name
        assert re.search(r"^\*Decided \d{4}-\d\d-\d\d\.\*", read(page), re.MULTILINE), page.name


# -- the form of the records and of the cases


def _keys(form: Form, where: str = "") -> Iterator[tuple[str, str]]:
    """Every key of a form with the table in which it stands."""
    inner = form.item if isinstance(form, Many) else form
    if isinstance(inner, Table):
        for key, part in inner.keys.items():
            yield where, key.rstrip("!")
            yield from _keys(part, key.rstrip("!"))


@pytest.mark.parametrize("name", FORMS)
def test_the_page_on_records_names_every_key(name: str) -> None:
    text = read(ROOT / "docs" / "records.md")
    assert sorted({f"{where}.{key}" for where, key in _keys(FORMS[name]) if not re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text)}) == []


@pytest.mark.parametrize(
    "columns", [EDITION_COLUMNS, SSSOM_COLUMNS, BODY_COLUMNS, NOTICE_COLUMNS, COST_COLUMNS], ids=["editions", "sssom", "bodies", "notices", "costs"]
)
def test_the_page_on_records_gives_the_columns_of_every_table(columns: tuple[str, ...]) -> None:
    assert f"`{'  '.join(columns)}`" in read(ROOT / "docs" / "records.md")


@pytest.mark.parametrize(
    "name", ["topic", "activity", "family", "how", "nature", "route-kind", "form", "stage", "tier", "mechanism", "direction", "recognizes"]
)
def test_the_page_on_records_names_every_word_of_a_list(name: str, concepts: Concepts) -> None:
    text = read(ROOT / "docs" / "records.md")
    assert [notation for notation in concepts[name] if not re.search(rf"(?<![\w-]){re.escape(notation)}(?![\w-])", text)] == []


@pytest.fixture
def concepts(answers: Answers) -> Concepts:
    return answers.live.knowledge.concepts


def test_the_page_on_cases_names_every_key() -> None:
    text = read(ROOT / "docs" / "cases.md")
    assert [
        key
        for key in sorted(_KEYS | _EXPECT_KEYS | _ELEMENT_KEYS | (CERTIFICATE_KEYS - {"factory_name", "signature", *QUALIFIERS}))
        if not re.search(rf"\b{key}\b", text)
    ] == []


# -- the criteria, printed from the shapes


def criteria_page(criteria: Criteria, integrity: Criteria) -> str:
    """``docs/criteria.md``: every criterion with its clause, its effect and its sentence, by dimension; then those of certificates by themselves."""
    judged = [criterion for criterion in criteria.by_id.values() if criterion.decides in ("recognition", "equivalence")]
    blocks = ["\n".join([f"## {heading}", "", *_rows(found)]) for heading in _headings(judged) if (found := [c for c in judged if _heading(c) == heading])]
    others = sorted({criterion.decides for criterion in criteria.by_id.values()} - {"recognition", "equivalence"})
    counted = "; ".join(f"`{word}`: {sum(criterion.decides == word for criterion in criteria.by_id.values())}" for word in others)
    return (
        "# Criteria\n\nPrinted from `ontologies/shapes/recognition` by `python -m tests.test_documentation`; do not edit by hand. A case fails or passes each\n"
        "criterion that concerns it; the strongest effect of those that fail gives the verdict: `delta` partial, `unknown` unknown, `no` duplicate or\n"
        "missing. Criteria of equivalence choose between these two and name the reason.\n\n"
        f"Shapes that judge no case but the facts themselves: {counted}.\n\n" + "\n\n".join(blocks) + "\n\n" + _usability_block(integrity)
    )


def _usability_block(integrity: Criteria) -> str:
    judged = [criterion for criterion in integrity.by_id.values() if criterion.decides == "usability"]
    return (
        "## Usability of a certificate\n\nPrinted from `ontologies/shapes/evidence.ttl`. Every real certificate is judged by these before anything is\n"
        "asked about a market: `no` and it is never evidence; `unknown` or `delta` and it is evidence with a doubt, which is an open point of every\n"
        "verdict that rests on it and keeps the confidence at `medium`.\n\n" + "\n".join(_rows(judged)) + "\n"
    )


def _heading(criterion: Criterion) -> str:
    return criterion.dimension.replace("-", " ").capitalize() if criterion.decides == "recognition" and criterion.dimension else "Equivalence"


def _headings(judged: list[Criterion]) -> list[str]:
    return sorted({_heading(criterion) for criterion in judged}, key=lambda heading: (heading == "Equivalence", heading))


def _rows(found: list[Criterion]) -> Iterator[str]:
    yield "| criterion | reads | effect | clause | when it fails |"
    yield "| --- | --- | --- | --- | --- |"
    for criterion in sorted(found, key=lambda entry: entry.id):
        yield f"| `{criterion.id}` | `{criterion.path}` | `{criterion.effect}` | {criterion.clause} | {criterion.message.en} {criterion.message.zh} |"


def test_the_page_on_criteria_is_up_to_date(criteria: Criteria, live: LiveSource) -> None:
    assert read(CRITERIA_PAGE) == criteria_page(criteria, live.integrity), "run: python -m tests.test_documentation"


def test_the_page_on_criteria_names_every_criterion(criteria: Criteria) -> None:
    text = read(CRITERIA_PAGE)
    judged = [criterion for criterion in criteria.by_id.values() if criterion.decides in ("recognition", "equivalence")]
    assert judged
    assert [criterion.id for criterion in judged if f"| `{criterion.id}` |" not in text] == []


def test_days_in_the_changelog_are_days_of_rules(answers: Answers) -> None:
    """Each day from which something is said to hold is a boundary of some record: of a scheme, an element, an instrument or a yield."""
    knowledge = answers.live.knowledge
    elements = [element for scheme in knowledge.schemes.values() for route in scheme.routes for element in route.elements]
    periods: list[Period] = [entry.applies for entry in knowledge.schemes.values()]
    periods += [period for element in elements for period in (element.period, *(acceptance.period for acceptance in element.accepts))]
    periods += [instrument.period for instrument in knowledge.instruments.values()]
    periods += [entry.period for kind in knowledge.evidence.values() for entry in kind.yields]
    periods += [body.period for bodies in knowledge.body_lists.values() for body in bodies.bodies]
    periods += [entry.period for published in knowledge.costs.values() for entry in published]
    boundaries = {day.isoformat() for period in periods for day in period.boundaries()}
    days = re.findall(r"\bfrom (?:[A-Z][\w ]+ )?(\d{4}-\d\d-\d\d)", read(ROOT / "CHANGELOG.md"))
    assert days
    assert [day for day in days if day not in boundaries] == []


if __name__ == "__main__":
    CRITERIA_PAGE.write_text(criteria_page(read_criteria(ROOT / "ontologies"), read_criteria(ROOT / "ontologies", EVIDENCE)), encoding="utf-8")
