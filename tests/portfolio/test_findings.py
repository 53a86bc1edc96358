"""The findings of a report against the rows of the run that they were counted from."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from mra.errors import InputError
from mra.gap.source import LiveSource
from mra.model.sheet import VERDICTS
from mra.portfolio import run as running
from mra.portfolio.columns import VERDICT_ROWS
from mra.portfolio.engine import Work, judge_here
from mra.portfolio.findings import PortfolioFindings, read_findings
from mra.portfolio.found import Cost, SchemeFinding
from mra.portfolio.run import run_portfolio
from mra.portfolio.source import open_portfolio
from tests.portfolio.conftest import ROWS, Make, write_portfolio
from tests.portfolio.reading import Row, rows

MORE = (
    *ROWS,
    "Gamma,ccc,8,Gamma,,GB 1-2022,2024-12-01,,valid,lamp,",
    "NA,ccc,9,NA,,GB 1-2022,2024-12-01,,valid,lamp,",
    ",ccc,10,,,GB 1-2022,2024-12-01,,valid,lamp,",
)
Find = Callable[..., PortfolioFindings]


@pytest.fixture
def finished(tmp_path: Path, work: Make) -> Work:
    """A finished run over ten rows."""
    return run(write_portfolio(tmp_path / "portfolio.csv", MORE), work())


def run(file: Path, work: Work) -> Work:
    run_portfolio(open_portfolio(file, work.source.directory), work, judge_here)
    return work


def find(work: Work) -> PortfolioFindings:
    return read_findings(work.folder, work.source.knowledge)


def counted(found: Iterable[Row]) -> dict[str, int]:
    words = Counter(str(row["verdict"]) for row in found)
    return {verdict: words[verdict] for verdict in VERDICTS}


def scheme(findings: PortfolioFindings, name: str) -> SchemeFinding:
    return next(entry for entry in findings.schemes if entry.requirement == name)


# -- the numbers


def test_markets_count_what_the_verdicts_say(finished: Work) -> None:
    verdicts = rows(finished.folder, "verdicts")
    for market in find(finished).markets:
        own = [row for row in verdicts if row["market"] == market.market]
        assert market.verdicts == counted(own)
        assert market.recognized == len({row["requirement"] for row in own if row["verdict"] == "recognized"}) > 0
        assert market.requirements == len({row["requirement"] for row in own if row["verdict"] != "not_required"})
        assert market.again_in_part == sum(bool(row["contains_duplicate"]) and row["verdict"] != "duplicate" for row in own)


def test_markets_stand_in_the_order_of_the_run(finished: Work) -> None:
    assert [market.market for market in find(finished).markets] == ["ZZ", "BLC"]


def test_coverage_is_that_of_the_verdicts(finished: Work) -> None:
    """What the judge wrote beside each verdict, once a certificate."""
    verdicts = rows(finished.folder, "verdicts")
    for market in find(finished).markets:
        levels = Counter(level for _, level in {(row["row"], row["coverage"]) for row in verdicts if row["market"] == market.market})
        assert {level: count for level, count in market.coverage.items() if count} == levels


def test_a_requirement_of_a_bloc_counts_once_for_all_its_markets(finished: Work) -> None:
    verdicts, findings = rows(finished.folder, "verdicts"), find(finished)
    declaration = scheme(findings, "blc-lamp-declaration")
    assert declaration.markets == ("ZZ", "BLC")
    assert declaration.verdicts == counted(row for row in verdicts if row["requirement"] == "blc-lamp-declaration" and row["market"] == "BLC")
    once = {(row["row"], row["requirement"]): row for row in verdicts}
    assert findings.verdicts == counted(once.values())
    assert findings.again_in_part == sum(entry.again_in_part for entry in findings.schemes)


def test_schemes_with_the_most_duplicates_stand_first(finished: Work) -> None:
    findings = find(finished)
    assert [(entry.requirement, entry.again) for entry in findings.schemes] == [("blc-lamp-declaration", 4), ("zz-lamp-certificate", 1)]
    assert scheme(findings, "zz-lamp-certificate").again_in_part == 4


def test_certificates_by_usability_kind_and_product(finished: Work) -> None:
    certificates, verdicts, findings = rows(finished.folder, "certificates"), rows(finished.folder, "verdicts"), find(finished)
    assert findings.usable == {word: sum(row["usable"] == word for row in certificates) for word in ("yes", "unknown", "no")}
    assert [(entry.key, entry.certificates) for entry in findings.kinds] == [("ccc", 4), ("cb_report", 3)]
    assert [entry.verdicts for entry in findings.kinds] == [counted(row for row in verdicts if row["kind"] == kind) for kind in ("ccc", "cb_report")]
    assert [(entry.key, entry.certificates, entry.verdicts) for entry in findings.products] == [("lamp", 7, counted(verdicts))]


def test_why_certificates_may_not_be_used(finished: Work) -> None:
    found = {entry.criterion: (entry.unusable, entry.doubtful) for entry in find(finished).standings}
    assert found["certificate-status"] == (1, 0)
    assert found["certificate-issuer-given"] == (0, 4)
    assert next(iter(found)) == "certificate-status"


def test_enterprises_by_duplicates(finished: Work) -> None:
    findings = find(finished)
    assert (findings.enterprises, findings.unnamed) == (4, 1)
    assert [(entry.name, entry.verdicts["duplicate"], entry.unusable) for entry in findings.most_duplicates] == [
        ("Beta", 2, 0),
        ("Gamma", 2, 0),
        ("NA", 2, 0),
        ("Alpha", 1, 1),
    ]


def test_refused_rows_by_rule(finished: Work) -> None:
    findings = find(finished)
    assert [(entry.rule, entry.rows, entry.row, entry.columns) for entry in findings.refusals] == [
        ("formula-text", 1, 6, ("enterprise",)),
        ("no-product", 1, 7, ("product",)),
        ("unknown-kind", 1, 6, ("kind",)),
        ("wrong-day", 1, 4, ("date",)),
    ]
    assert findings.refusals[-1].remedy.en == "Write it as 2026-11-22."
    assert (findings.run.rows, findings.run.judged, findings.run.refused) == (10, 7, 3)


def test_neither_the_format_nor_the_pieces_change_a_finding(tmp_path: Path, finished: Work, work: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PIECE", 2)
    other = run(tmp_path / "portfolio.csv", work("other", form="csv"))
    assert len(list((other.folder / "verdicts").iterdir())) == 5
    assert find(other) == find(finished)


# -- what duplicates cost


def with_fees(folder: Path, fees: dict[tuple[int, str], tuple[float, str]]) -> None:
    """Write a lowest cost beside the verdicts of some rows on some requirements."""
    (file,) = (folder / "verdicts").iterdir()
    found = parquet.read_table(file).to_pylist()
    for row in found:
        row["cost_low"], row["currency"] = fees.get((row["row"], row["requirement"]), (None, ""))
    parquet.write_table(pa.Table.from_pylist(found, schema=VERDICT_ROWS), file, store_schema=False)


def test_without_a_published_fee_there_is_no_amount(finished: Work) -> None:
    findings = find(finished)
    assert (findings.with_fee, findings.costs) == (0, ())


def test_an_enterprise_pays_once_for_a_product_and_a_requirement(finished: Work) -> None:
    """ZZ repeats the requirement of its bloc, and is no second payment; fees of other verdicts than duplicates are nobody's."""
    declaration = "blc-lamp-declaration"
    with_fees(
        finished.folder, {(5, declaration): (100.5, "EUR"), (9, declaration): (80.0, "EUR"), (10, declaration): (7.0, "USD"), (2, declaration): (900.0, "EUR")}
    )
    findings = find(finished)
    assert scheme(findings, declaration).with_fee == findings.with_fee == 3
    assert findings.costs == (Cost(currency="EUR", low=Decimal("180.5"), tasks=2), Cost(currency="USD", low=Decimal("7.0"), tasks=1))


def test_the_lowest_fee_counts_for_two_certificates_of_one_enterprise(tmp_path: Path, work: Make) -> None:
    twice = (MORE[7], MORE[7].replace(",8,", ",88,"))
    finished = run(write_portfolio(tmp_path / "twice.csv", twice), work())
    with_fees(finished.folder, {(2, "blc-lamp-declaration"): (50.0, "EUR"), (3, "blc-lamp-declaration"): (40.0, "EUR")})
    findings = find(finished)
    assert (findings.with_fee, findings.costs) == (2, (Cost(currency="EUR", low=Decimal("40.0"), tasks=1),))


def test_nothing_is_paid_where_another_certificate_of_the_enterprise_is_recognised(finished: Work) -> None:
    """Alpha's certificate in row 8 is a duplicate; the one in row 2 is recognised for the same requirement."""
    with_fees(finished.folder, {(8, "zz-lamp-certificate"): (300.0, "EUR")})
    findings = find(finished)
    assert (findings.with_fee, findings.costs) == (1, ())


# -- what is no run


def change(folder: Path, **values: object) -> None:
    manifest = folder / "run.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **values}))


def test_a_folder_without_a_run(tmp_path: Path, tiny: LiveSource) -> None:
    with pytest.raises(InputError, match="holds no run of mra portfolio run"):
        read_findings(tmp_path, tiny.knowledge)


@pytest.mark.parametrize("text", ["{", "[]", '{"finished": true, "knowledge": "x"}', '{"knowledge": 1}', "\x00"])
def test_a_manifest_that_is_none(finished: Work, text: str) -> None:
    (finished.folder / "run.json").write_text(text)
    with pytest.raises(InputError, match="holds no run of mra portfolio run"):
        find(finished)


def test_a_run_that_was_broken_off(finished: Work) -> None:
    change(finished.folder, finished=False)
    with pytest.raises(InputError, match="was broken off; give the same mra portfolio run command again"):
        find(finished)


def test_a_run_by_another_knowledge_base_names_both(finished: Work, tiny: LiveSource) -> None:
    with pytest.raises(InputError, match=f"judged by knowledge base {tiny.knowledge.fingerprint}, this one is other"):
        read_findings(finished.folder, replace(tiny.knowledge, fingerprint="other"))


def test_missing_results_are_found_out(finished: Work) -> None:
    (finished.folder / "certificates" / "000000.parquet").unlink()
    with pytest.raises(InputError, match="is not whole: 0 judged certificates are there, 7 are stated"):
        find(finished)


@pytest.mark.parametrize(
    "name", ["cube.parquet", "products.parquet", "by-enterprise.csv", "refused.csv", "certificates/000000.parquet", "verdicts/000000.parquet"]
)
def test_a_damaged_file_is_named(finished: Work, name: str) -> None:
    (finished.folder / name).write_bytes(b"PAR1 and nothing else")
    with pytest.raises(InputError, match=rf"{name.partition('/')[0]} is not as a run of this version leaves it"):
        find(finished)


def test_a_file_without_its_columns_is_named(finished: Work) -> None:
    parquet.write_table(pa.table({"market": ["ZZ"]}), finished.folder / "cube.parquet")
    with pytest.raises(InputError, match=r"cube\.parquet is not as a run of this version leaves it"):
        find(finished)
