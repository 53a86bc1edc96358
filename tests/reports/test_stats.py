"""What the knowledge base holds, counted; coverage; and the matrix of Chinese schemes and markets, which has no empty cell."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mra.gap.live import LiveSource, open_live
from mra.gap.request import parse_held, understand
from mra.model.sheet import VERDICTS
from mra.reports.layout import display_width
from mra.reports.parts import MARKS
from mra.reports.stats import RENDERERS, Statistics, statistics
from mra.reports.stats_counts import tallies
from mra.reports.stats_coverage import coverage
from mra.reports.stats_matrix import HOME, Matrix, recognition_matrix
from tests.bases import FILES, tiny_base

DAY = date(2026, 6, 1)
_SCHEME = """
label = { en = "China lamp certificate", zh = "中国灯具证书" }
family = "electrical-safety"
route_kind = "third_party_certification"
mandatory = true
sources = ["agency"]
"""


def counted(live: LiveSource, name: str, as_of: date = DAY) -> Mapping[str, int]:
    (found,) = [tally for tally in tallies(live.knowledge, as_of) if tally.id == name]
    return {count.id: count.number for count in found.counts}


@pytest.fixture(scope="module")
def matrix(live: LiveSource) -> Matrix:
    return recognition_matrix(live, max(source.checked for source in live.knowledge.sources.values()))


@pytest.fixture(scope="module")
def tiny_matrix(tiny: LiveSource) -> Matrix:
    return recognition_matrix(tiny, DAY)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("schemes_by_economy", {"BLC": 1, "ZZ": 1}),
        ("elements_by_nature", {"assessment": 4, "duty": 2}),
        ("acceptances_by_how", {"as_is": 2}),
        ("acceptances_by_confidence", {"high": 2}),
        ("instruments_by_status", {"in-force": 1}),
        ("instruments_by_mechanism", {"mutual-recognition-agreement": 1}),
        ("adoptions_by_degree", {"identical": 1, "modified": 2}),
        ("yields_by_product_group", {"appliance": 3, "lamp": 3}),
        ("bodies_by_list", {"zz-bodies": 2}),
    ],
)
def test_the_tiny_base_is_counted(tiny: LiveSource, name: str, numbers: Mapping[str, int]) -> None:
    assert counted(tiny, name) == numbers


def test_records_are_counted_and_have_no_sum(tiny: LiveSource) -> None:
    records = counted(tiny, "records")
    assert (records["schemes"], records["elements"], records["yields"], records["bodies"], records["notices"]) == (2, 6, 3, 2, 0)
    assert {tally.id for tally in tallies(tiny.knowledge, DAY) if tally.total is None} == {"records"}


def test_an_acceptance_is_trusted_as_its_best_source_is(tmp_path: Path) -> None:
    name = "economies/zz/lamp-certificate.toml"
    via = 'via = "lamp-treaty"\nconditions = { body_on_list = "zz-bodies" }\nsources = '
    weak = open_live(tiny_base(tmp_path, {name: FILES[name].replace(f'{via}["law-zz"]', f'{via}["blog"]')}))
    assert counted(weak, "acceptances_by_confidence") == {"high": 1, "medium": 1}


@pytest.mark.parametrize(
    ("day", "age"),
    [
        ("2025-12-31", "later"),
        ("2026-01-03", "0-30"),
        ("2026-02-02", "0-30"),
        ("2026-02-03", "31-90"),
        ("2026-04-03", "31-90"),
        ("2026-04-04", "91-180"),
        ("2026-07-02", "91-180"),
        ("2026-07-03", "181-365"),
        ("2027-01-03", "181-365"),
        ("2027-01-04", "366-"),
    ],
)
def test_the_age_of_a_source_falls_into_a_class(tiny: LiveSource, day: str, age: str) -> None:
    """The law was checked on 2026-01-03."""
    only = replace(tiny.knowledge, sources={"law-zz": tiny.knowledge.sources["law-zz"]})
    (found,) = [tally for tally in tallies(only, date.fromisoformat(day)) if tally.id == "sources_by_age"]
    assert [(count.id, count.number) for count in found.counts] == [(age, 1)]


def test_coverage_is_the_lowest_along_the_blocs(tiny: LiveSource) -> None:
    found = {share.market: share for share in coverage(tiny.knowledge, DAY)}
    assert found["BLC"].total == {"reviewed": 2, "partial": 0, "unknown": 1}
    assert found["ZZ"].total == {"reviewed": 0, "partial": 2, "unknown": 1}
    assert found["CN"].is_unread
    before = {share.market: share for share in coverage(tiny.knowledge, date(2019, 1, 1))}
    assert before["ZZ"].total == found["ZZ"].total, "its own review is the lower one anyway"


def test_coverage_counts_every_pair_of_group_and_family(live: LiveSource) -> None:
    pairs = sum(len(group.families) for group in live.knowledge.groups.values())
    assert {sum(share.total.values()) for share in coverage(live.knowledge, DAY)} == {pairs}


# -- the matrix


def test_no_cell_is_empty(live: LiveSource, matrix: Matrix) -> None:
    schemes = {scheme.id for scheme in live.knowledge.schemes_of(HOME)}
    markets = set(live.knowledge.economies) - {HOME}
    assert schemes <= {line.id for line in matrix.lines}
    assert set(matrix.cells) == {(line.id, market) for line in matrix.lines for market in markets}
    assert [place for place, cell in matrix.cells.items() if cell.verdict not in VERDICTS] == []
    assert [line.id for line in matrix.lines for market in markets if sum(matrix.cells[line.id, market].groups.values()) != len(line.groups)] == []


def test_every_kind_that_china_issues_has_a_line(live: LiveSource, matrix: Matrix) -> None:
    issued = {name for name, kind in live.knowledge.evidence.items() if kind.issuer_economy == HOME and kind.yields}
    assert issued <= {kind for line in matrix.lines for kind in line.kinds}


def test_the_matrix_says_what_single_answers_say(live: LiveSource, matrix: Matrix) -> None:
    """CCC in New Zealand: the best requirement that it touches for the group in which it gets furthest."""
    line = next(line for line in matrix.lines if line.id == "cn-ccc")
    found = []
    for group in line.groups:
        request = understand(live.directory, product=group, destinations=["NZ"], held=parse_held(live.directory, ["ccc"]), attributes=[], as_of=matrix.as_of)
        (market,) = live.report(request).destinations
        touched = {entry.verdict for entry in market.requirements for route in entry.routes for element in route.elements if element.cases}
        found.append("partial" if "partial" in touched else "other")
    assert matrix.cells["cn-ccc", "NZ"].verdict == "partial"
    assert matrix.cells["cn-ccc", "NZ"].groups["partial"] == found.count("partial") > 0


@pytest.mark.parametrize(
    ("kind", "market", "verdict"),
    [("cb_report", "BLC", "recognized"), ("cb_report", "ZZ", "recognized"), ("ccc", "BLC", "duplicate"), ("ccc", "ZZ", "unknown")],
)
def test_the_best_requirement_counts(tiny_matrix: Matrix, kind: str, market: str, verdict: str) -> None:
    """A member answers with its bloc's requirements; what is not known may be better than a duplicate (contract)."""
    assert tiny_matrix.cells[kind, market].verdict == verdict
    assert tiny_matrix.cells[kind, market].groups == {verdict: 2}


_KIND = """
label = { en = "Quality certificate", zh = "质量证书" }
issuer_economy = "CN"
sources = ["agency"]

[[yields]]
products = PRODUCTS
topic = "quality-management"
activity = "audit"
form = "audit"
sources = ["agency"]
"""


@pytest.mark.parametrize(
    ("products", "changes", "verdict"),
    [
        ('["lamp"]', {}, "missing"),
        ('["gadget"]', {}, "unknown"),
        ('["lamp"]', {"economies/blc/lamp-declaration.toml": FILES["economies/blc/lamp-declaration.toml"].replace('["appliance"]', '["gadget"]')}, "unknown"),
        (
            '["lamp"]',
            {
                "economies/blc/lamp-declaration.toml": FILES["economies/blc/lamp-declaration.toml"].replace(
                    "mandatory = true", "mandatory = true\napplies_from = 2030-01-01"
                )
            },
            "not_required",
        ),
        (
            '["lamp"]',
            {
                "economies/blc/lamp-declaration.toml": FILES["economies/blc/lamp-declaration.toml"]
                .partition("[[route]]")[0]
                .replace("supplier_declaration", "prohibition")
            },
            "barred",
        ),
        (
            '["lamp"]',
            {"economies/blc/economy.toml": FILES["economies/blc/economy.toml"].partition("[[coverage]]")[0]},
            "unknown",
        ),
    ],
    ids=["nothing it shows is asked", "nobody looked at the group", "nothing is recorded", "not yet required", "banned", "the family was not read"],
)
def test_evidence_that_touches_nothing(tmp_path: Path, products: str, changes: Mapping[str, str], verdict: str) -> None:
    live = open_live(tiny_base(tmp_path, {"evidence/quality.toml": _KIND.replace("PRODUCTS", products), **changes}))
    assert recognition_matrix(live, DAY).cells["quality", "BLC"].verdict == verdict


def test_a_scheme_without_evidence_is_unknown_everywhere(tmp_path: Path) -> None:
    scheme = f'{_SCHEME}\n[[scope]]\nproducts = ["lamp"]\n'
    found = recognition_matrix(open_live(tiny_base(tmp_path, {"economies/cn/lamp.toml": scheme})), DAY)
    assert {found.cells["cn-lamp", market].verdict for market in found.markets} == {"unknown"}


def test_a_scheme_that_issues_a_kind_among_others_does_so_in_its_scope(tmp_path: Path) -> None:
    scheme = _SCHEME.replace("mandatory", 'issues = ["ccc"]\nmandatory') + '\n[[scope]]\nproducts = ["lamp"]\n'
    (line, *_) = recognition_matrix(open_live(tiny_base(tmp_path, {"economies/cn/lamp.toml": scheme})), DAY).lines
    assert (line.id, line.kinds, line.groups) == ("cn-lamp", ("ccc",), ("lamp",))


# -- as people and machines read it


@pytest.fixture(scope="module")
def everything(live: LiveSource, matrix: Matrix) -> Statistics:
    return replace(statistics(live, matrix.as_of, with_coverage=True), matrix=matrix, tallies=tallies(live.knowledge, matrix.as_of))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 100, 160])
def test_the_table_keeps_to_its_width(everything: Statistics, language: str, width: int) -> None:
    text = RENDERERS["table"](everything, language, width)  # type: ignore[arg-type]
    assert [line for line in text.splitlines() if display_width(line) > width] == []


@pytest.mark.parametrize("form", ["table", "md"])
def test_each_language_stands_alone(tiny: LiveSource, form: str) -> None:
    found = replace(statistics(tiny, DAY, with_coverage=True, with_matrix=True), tallies=tallies(tiny.knowledge, DAY))
    english, chinese = (RENDERERS[form](found, language, 100) for language in ("en", "zh"))
    assert not [sign for sign in english if "\u4e00" <= sign <= "\u9fff"]
    assert "中国制度在各市场的结果" in chinese
    assert "Sources by tier" not in chinese


def test_every_market_and_every_scheme_is_printed(everything: Statistics, matrix: Matrix) -> None:
    text = RENDERERS["md"](everything, "en", 100)
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    heads = [cell.strip() for row in rows if "Chinese scheme" in row[1] for cell in row[2:-1]]
    assert sum(1 + int(head.partition("+")[2] or 0) for head in heads) == len(matrix.markets)
    assert [line.label.en for line in matrix.lines if f"| {line.label.en} |" not in text] == []
    cells = [cell.strip() for row in rows if row[1].strip() in {line.label.en for line in matrix.lines} and "%" not in row[-2] for cell in row[2:-1]]
    assert cells
    assert {cell.split(" ")[0] for cell in cells if not cell.isdecimal()} <= set(MARKS.values())


def test_json_is_the_same_in_both_languages_and_has_everything(everything: Statistics, matrix: Matrix) -> None:
    english, chinese = (RENDERERS["json"](everything, language, 100) for language in ("en", "zh"))
    assert english == chinese
    data = json.loads(english)
    assert list(data) == ["schema", "as_of", "kb_version", "tallies", "coverage", "matrix", "disclaimer"]
    assert data["tallies"]["sources_by_tier"]["total"] == sum(entry["count"] for entry in data["tallies"]["sources_by_tier"]["counts"])
    assert {len(entry["cells"]) for entry in data["matrix"]["schemes"]} == {len(matrix.markets)}
    assert {entry["market"] for entry in data["coverage"]} == {HOME, *matrix.markets}


@pytest.mark.parametrize(
    ("with_coverage", "with_matrix", "first"), [(False, False, "Table"), (True, False, "Market"), (False, True, "Scheme or kind of evidence")]
)
def test_a_csv_file_holds_one_table(tiny: LiveSource, with_coverage: bool, with_matrix: bool, first: str) -> None:
    text = RENDERERS["csv"](statistics(tiny, DAY, with_coverage=with_coverage, with_matrix=with_matrix), "en", 100)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][0] == first
    assert len(set(rows[0])) == len(rows[0])
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) > 3


def test_the_csv_of_the_matrix_names_every_verdict(tiny: LiveSource) -> None:
    text = RENDERERS["csv"](statistics(tiny, DAY, with_matrix=True), "zh", 100)
    row = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert (row["制度或证据种类"], row["市场"], row["结论"], row["结论中文"], row["已承认"]) == ("cb_report", "BLC", "recognized", "已承认", "2")
