"""The engine of portfolios and a single answer say the same, field by field, of certificates that chance made."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest

from mra.gap.request import Request
from mra.gap.source import LiveSource
from mra.model.cost import Amount
from mra.model.report import DestinationReport, RequirementVerdict
from mra.portfolio.draws import Draws
from mra.portfolio.judge import Judge, Judged
from mra.portfolio.outcomes import NOT_REVIEWED
from mra.portfolio.rows import Certificate, RowReader
from mra.portfolio.synthetic_faults import Faults, number_of_faults
from mra.portfolio.synthetic_rows import Rows
from mra.reports.reading import is_regional
from tests.portfolio.reading import Row

#: A day in the middle of the rules on record, and one that lies before many of them.
DAYS = (date(2026, 11, 22), date(2024, 3, 1))
ROWS = 3000
#: So many certificates of each day are judged singly; the engine judges all rows together, so that what it remembers of others is tried.
SINGLY = 40


def portfolio(live: LiveSource, day: date) -> pa.Table:
    """Rows as the engine gets them: a fifth with faults; on the earlier day many are not issued yet."""
    numbers = np.arange(ROWS, dtype=np.int64)
    made = Rows(live.knowledge, enterprises=1000, certificates=ROWS, seed=day.toordinal(), as_of=max(DAYS))
    faults = Faults(draws=Draws(3), certificates=ROWS, number=number_of_faults(ROWS, Fraction("0.2"))).among(0, ROWS, made.enterprise_of)
    columns = {name: cells.column().cast(pa.string()) for name, cells in faults.spoil(made.make(faults.sources(numbers)), 0).items()}
    place = {"sheet": pa.array([""] * ROWS), "row": pa.array(numbers.astype(np.int32) + 2)}
    return pa.table({**place, **{name: column for name, column in columns.items() if name != "synthetic"}})


@pytest.fixture(scope="module", params=DAYS, ids=str)
def day(request: pytest.FixtureRequest) -> date:
    found: date = request.param
    return found


@pytest.fixture(scope="module")
def table(live: LiveSource, day: date) -> pa.Table:
    return portfolio(live, day)


@pytest.fixture(scope="module")
def markets(live: LiveSource) -> tuple[str, ...]:
    return tuple(sorted(live.directory.markets))


@pytest.fixture(scope="module")
def judged(live: LiveSource, markets: tuple[str, ...], table: pa.Table, day: date) -> Judged:
    return Judge(live, markets, day).judge(table)


def by_row(table: pa.Table) -> dict[int, list[Row]]:
    """The rows of a result by the row of the portfolio."""
    found: dict[int, list[Row]] = {}
    for row in table.to_pylist():
        found.setdefault(row["row"], []).append(row)
    return found


def chosen(table: pa.Table, verdicts: Mapping[int, list[Row]]) -> list[int]:
    """Rows to judge singly: of every kind in turn, so that rare kinds are tried as well."""
    kinds: dict[str, list[int]] = {}
    for row in sorted(verdicts):
        kinds.setdefault(str(verdicts[row][0]["kind"]), []).append(row)
    turns = [row for turn in range(ROWS) for rows in kinds.values() for row in rows[turn : turn + 1]]
    return turns[:SINGLY]


def single_answer(live: LiveSource, certificate: Certificate, markets: tuple[str, ...]) -> Iterator[Row]:
    """What the engine has to say of a certificate, out of the report of a single answer."""
    report = live.report(Request(question=certificate.question, destinations=markets, held=(certificate.held,)))
    for destination in report.destinations:
        if destination.coverage == "unknown":
            yield {"market": destination.sheet.destination, "requirement": "", "verdict": "unknown", "reasons": NOT_REVIEWED, "confidence": "low"}
        yield from (expected_row(destination, entry) for entry in destination.requirements)


def expected_row(destination: DestinationReport, entry: RequirementVerdict) -> Row:
    deciding = entry.best.deciding if entry.best else ()
    reasons = [f"{element.element.id}:{element.reasons[0].code}" for element in deciding] or [reason.code for reason in entry.requirement.reasons]
    return {
        "market": destination.sheet.destination,
        "requirement": entry.requirement.scheme,
        "mandatory": entry.requirement.mandatory,
        "regional": is_regional(entry, destination),
        "verdict": entry.verdict,
        "reasons": ";".join(reasons),
        "route": entry.best.route.id if entry.best else "",
        "to_do": entry.to_do,
        "contains_duplicate": entry.contains_duplicate,
        "contains_unknown": entry.contains_unknown,
        "confidence": entry.confidence,
        "coverage": destination.coverage,
        **published(entry),
    }


def published(entry: RequirementVerdict) -> Row:
    """What is left costs and takes, where all that is published of it is in one unit."""
    found = (entry.best.cost.amounts, entry.best.lead_time.amounts) if entry.best else ((), ())
    cost, time = (amounts[0] if len(amounts) == 1 else Amount(unit="", low=None, high=None) for amounts in found)
    money = {"cost_low": cost.low, "cost_high": cost.high, "currency": cost.unit}
    return {**money, "days_low": time.low, "days_high": time.high, "days_unit": time.unit}


def keyed(rows: Iterator[Row] | list[Row]) -> dict[tuple[object, object], Row]:
    return {(row["market"], row["requirement"]): row for row in rows}


def test_the_engine_says_what_a_single_answer_says(live: LiveSource, markets: tuple[str, ...], table: pa.Table, judged: Judged, day: date) -> None:
    cells, verdicts = {row["row"]: row for row in table.to_pylist()}, by_row(judged.verdicts)
    certificates = {row["row"]: row for row in judged.certificates.to_pylist()}
    reader = RowReader(live.directory, day)
    words: Counter[object] = Counter()
    for row in chosen(table, verdicts):
        read = reader.read({name: text for name, text in cells[row].items() if name not in ("sheet", "row")})
        assert isinstance(read, Certificate)
        expected, found = keyed(single_answer(live, read, markets)), keyed(verdicts[row])
        assert set(found) == set(expected), f"row {row}: {read.held}"
        assert len(verdicts[row]) == len(found)
        for place, fields in expected.items():
            assert {name: found[place][name] for name in fields} == fields, f"row {row}, {place}: {read.question.product}, {read.held}"
        words.update(fields["verdict"] for fields in expected.values())
        held = live.report(Request(question=read.question, destinations=markets[:1], held=(read.held,))).held[0]
        assert certificates[row]["usable"] == held.usable, f"row {row}: {read.held}"
    assert {"recognized", "partial", "duplicate", "missing", "not_required", "unknown"} <= set(words)
    assert {row["usable"] for row in certificates.values()} == {"yes", "unknown", "no"}


def test_a_row_is_judged_or_refused_and_never_both(live: LiveSource, table: pa.Table, judged: Judged, day: date) -> None:
    """What cannot be read singly is refused, and nothing else is."""
    reader = RowReader(live.directory, day)
    refused = {row["row"] for row in judged.refused.to_pylist()}
    kept = [row["row"] for row in judged.certificates.to_pylist()]
    assert sorted([*kept, *refused]) == table["row"].to_pylist()
    singly = {
        row["row"] for row in table.to_pylist() if not isinstance(reader.read({name: row[name] for name in row if name not in ("sheet", "row")}), Certificate)
    }
    assert refused == singly


def test_what_was_judged_before_changes_nothing(live: LiveSource, markets: tuple[str, ...], table: pa.Table, judged: Judged, day: date) -> None:
    """The engine remembers classes of certificates: another order, in other parts, gives the same rows."""
    judge = Judge(live, markets, day)
    backwards = table.take(pa.array(range(ROWS - 1, -1, -1)))
    parts = [judge.judge(backwards.slice(first, 700)) for first in range(0, ROWS, 700)]
    order = [("row", "ascending"), ("market", "ascending"), ("requirement", "ascending")]
    for name in ("verdicts", "certificates", "refused"):
        plain = [_plain(getattr(part, name)) for part in (*parts, judged)]
        again = pa.concat_tables(plain[:-1])
        keys = [key for key in order if key[0] in again.column_names]
        keys += [("column", "ascending")] if "column" in again.column_names else []
        assert again.sort_by(keys).equals(plain[-1].sort_by(keys)), name


def _plain(table: pa.Table) -> pa.Table:
    return table.cast(pa.schema([(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type) for field in table.schema]))


KETTLE = {"kind": "cb_report", "product": "electric-kettle", "standard": "IEC 60335-1:2010; IEC 60335-2-15:2012", "issuer": "CQC"}
ADAPTER = {"kind": "test_report_destination_standard", "product": "power-adapter", "lab": "合成检测实验室01"}


@pytest.mark.parametrize(
    ("cells", "changes"),
    [(KETTLE, {"standard": "GB 4706.1-2005"}), (KETTLE, {"date": "2012-03-01"}), (KETTLE, {"status": "撤销"}), (ADAPTER, {"lab": "CVC-CN"})],
    ids=["standard", "date", "status", "lab"],
)
def test_the_comparison_would_see_a_rule_that_the_engine_forgets(
    live: LiveSource, markets: tuple[str, ...], cells: dict[str, str], changes: dict[str, str]
) -> None:
    """Each of these qualifiers changes what a single answer says of some certificate: an engine that left it out would be found out."""
    reader = RowReader(live.directory, DAYS[0])
    whole = {"number": "SYN-1", "holder": "合成企业00001", "date": "2025-03-01", "status": "有效", "factory": "同一工厂", "report": "是", **cells}
    read, changed = reader.read(whole), reader.read({**whole, **changes})
    assert isinstance(read, Certificate)
    assert isinstance(changed, Certificate)
    assert list(single_answer(live, read, markets)) != list(single_answer(live, changed, markets))
