import hashlib
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from mra.errors import InputError
from mra.gap.live import LiveSource, directory_of
from mra.gap.request import find_product
from mra.ingest.cells import BadCell, cell_readers
from mra.knowledge.base import Knowledge
from mra.model.evidence import QUALIFIERS
from mra.portfolio import synthesize as making
from mra.portfolio import synthetic_mix as mix
from mra.portfolio.draws import Draws, Shares
from mra.portfolio.synthesize import Synthesized, Wanted, synthesize
from mra.portfolio.synthetic_faults import FAULTS, Faults, number_of_faults
from mra.portfolio.synthetic_files import WRITERS
from mra.portfolio.synthetic_rows import COLUMNS, Rows

DAY = date(2026, 11, 22)


def wanted(**changes: Any) -> Wanted:
    usual: dict[str, Any] = {"enterprises": 300, "certificates": 1000, "errors": Fraction("0.05"), "seed": 1, "as_of": DAY}
    return Wanted(**{**usual, **changes})


def made(knowledge: Knowledge, target: Path, **changes: Any) -> tuple[Synthesized, list[dict[str, str]]]:
    """What was written to a Parquet file, and its rows."""
    told = synthesize(knowledge, wanted(**changes), target)
    return told, parquet.read_table(target).to_pylist()


@pytest.fixture(scope="module")
def clean(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Four thousand rows without faults."""
    return made(knowledge, tmp_path_factory.mktemp("clean") / "synthetic.parquet", errors=Fraction(0), enterprises=1100, certificates=4000)[1]


# -- the draws


def test_draws_are_these_numbers_on_every_machine() -> None:
    rows = np.array([0, 1, 2, 10**9, 10**12], dtype=np.int64)
    assert Draws(1).upto("kind", rows, 1000).tolist() == [638, 621, 54, 961, 217]
    assert Draws(2).upto("kind", rows, 1000).tolist() != Draws(1).upto("kind", rows, 1000).tolist()
    assert Draws(1).upto("date", rows, 1000).tolist() != Draws(1).upto("kind", rows, 1000).tolist()


def test_draws_are_spread_evenly() -> None:
    counts = np.bincount(Draws(7).upto("any", np.arange(60_000, dtype=np.int64), 6), minlength=6)
    assert counts.min() > 9_600
    assert counts.max() < 10_400


def test_shares_follow_their_weights_and_leave_out_what_weighs_nothing() -> None:
    rows = np.arange(40_000, dtype=np.int64)
    shares = Shares([[1, 3], [0, 5, 0]])
    first = Counter(shares.choose(Draws(1), "x", rows, np.zeros_like(rows)).tolist())
    assert set(first) == {0, 1}
    assert 2.8 < first[1] / first[0] < 3.2
    assert set(shares.choose(Draws(1), "x", rows, np.ones_like(rows)).tolist()) == {3}


# -- the mix


def test_every_name_of_the_mix_is_a_name_of_the_knowledge_base(knowledge: Knowledge) -> None:
    named = mix._mix()
    assert sorted(set(named["kinds"]) - set(knowledge.evidence)) == []
    assert sorted(set(named["products"]) - set(knowledge.groups)) == []


def test_numbers_follow_the_patterns_on_record(knowledge: Knowledge) -> None:
    """A number that the mix makes for a kind has the form that the kind's scheme records."""
    tried = 0
    for _, lines in mix.lines_by_group(knowledge):
        for line in lines:
            scheme = knowledge.schemes.get(line.kind.scheme or "")
            if scheme is not None and scheme.certificate_number is not None:
                tried += 1
                number = line.number.number(2025, 116_000)
                assert scheme.certificate_number.fits(number), f"mix.toml: {line.kind.id}: {number}"
    assert tried


def test_only_kinds_that_yield_something_for_the_group_are_drawn(knowledge: Knowledge, clean: list[dict[str, str]]) -> None:
    directory = directory_of(knowledge)
    read = cell_readers(directory)
    pairs = {(read["kind"](row["kind"])["kind"], find_product(directory, row["product"])) for row in clean}
    assert len(pairs) > 60
    for kind, group in pairs:
        assert any(knowledge.covers(entry.products, group) for entry in knowledge.evidence[kind].yields), (kind, group)


def test_standards_are_those_of_the_day_of_issue_and_older_ones_too(knowledge: Knowledge) -> None:
    line = next(line for _, lines in mix.lines_by_group(knowledge) for line in lines if (line.kind.id, line.group.id) == ("ccc", "power-adapter"))
    assert [day for day, _ in line.standards][1:] == [date(2023, 8, 1), date(2024, 7, 1)]
    before, after = line.standards[0][1], line.standards[1][1]
    assert "GB 4943.1-2011; GB/T 9254.1-2021; GB 17625.1-2012" in before
    assert "GB 4943.1-2022; GB/T 9254.1-2021; GB 17625.1-2012" in after
    assert "GB 4943.1-2011" in after, "the edition that was replaced is met as well"


def test_a_template_of_numbers() -> None:
    template = mix.number_template("合成{year}第{serial:4}号")
    assert template.number(2025, 123_456) == "合成2025第3456号"
    with pytest.raises(ValueError, match="no template of numbers: 2025"):
        mix.number_template("2025")


# -- the rows


def test_every_cell_can_be_read(knowledge: Knowledge, clean: list[dict[str, str]]) -> None:
    """Without planted faults nothing is refused."""
    directory = directory_of(knowledge)
    readers = cell_readers(directory)
    assert set(QUALIFIERS) - {"registered"} <= set(COLUMNS)
    refused = []
    for column in ("kind", *QUALIFIERS):
        for text in {row[column] for row in clean if row.get(column)}:
            try:
                readers[column](text)
            except BadCell as bad:
                refused.append((column, text, bad.code))
    assert refused == []
    assert {find_product(directory, text) for text in {row["product"] for row in clean}} <= set(knowledge.groups)


def test_every_row_says_that_it_is_synthetic(clean: list[dict[str, str]]) -> None:
    assert list(clean[0]) == list(COLUMNS)
    assert {row["synthetic"] for row in clean} == {"yes"}
    for column in ("enterprise", "holder"):
        assert all(re.fullmatch(r"合成企业\d{5}|Synthetic Enterprise \d{5}", row[column]) for row in clean)
    assert {row["kind"] for row in clean if not re.search(r"SYN|合成|^20\d\d(00\d{10}|SY\d{5})$", row["number"])} == set()
    assert all(row["model"].startswith("SYN-") for row in clean)


def test_every_enterprise_holds_a_certificate_and_some_hold_many(clean: list[dict[str, str]]) -> None:
    held = Counter(int(row["enterprise"][-5:]) for row in clean)
    assert set(held) == set(range(1, 1101))
    assert sorted(held.values())[550] <= 3
    assert max(held.values()) > 40


def test_numbers_are_unique_and_nearly_all_certificates_stand(knowledge: Knowledge, clean: list[dict[str, str]]) -> None:
    assert len({row["number"] for row in clean}) == len(clean)
    read = cell_readers(directory_of(knowledge))
    status = Counter(read["status"](row["status"])["status"] for row in clean)
    assert set(status) == {"valid", "expired", "suspended", "withdrawn", "cancelled"}
    assert 0.95 < status["valid"] / len(clean) < 0.97


def test_days_lie_within_eight_years_and_follow_each_other(knowledge: Knowledge, clean: list[dict[str, str]]) -> None:
    read = cell_readers(directory_of(knowledge))

    def day(row: dict[str, str], column: str) -> date | None:
        return date.fromisoformat(read[column](row[column])[column]) if row[column] else None

    for row in clean:
        issued, tested, until = day(row, "date"), day(row, "test_date"), day(row, "valid_until")
        assert issued is not None
        assert (DAY - issued).days in range(2 * 365 * 8), row
        assert issued <= DAY
        assert tested is None or tested < issued, row
        assert until is None or until > issued, row
    ended = [row for row in clean if (until := day(row, "valid_until")) and until < DAY]
    assert 0.005 < len(ended) / len(clean) < 0.06
    assert {read["status"](row["status"])["status"] for row in ended} >= {"expired", "valid"}, "some people do not notice"


def test_products_repeat_within_an_enterprise(clean: list[dict[str, str]]) -> None:
    """Several certificates of one product can be put together: they share its group, model and goods code."""
    products: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in clean:
        products.setdefault((row["enterprise"], row["model"]), set()).add((row["product"], row["hs"]))
    assert {len(found) for found in products.values()} == {1}
    assert len(products) < len(clean) * 0.7


def test_a_row_depends_on_its_number_only(knowledge: Knowledge) -> None:
    rows = Rows(knowledge, enterprises=300, certificates=1000, seed=5, as_of=DAY)
    whole, part = rows.make(np.arange(1000, dtype=np.int64)), rows.make(np.array([999, 400, 7], dtype=np.int64))
    for name in COLUMNS:
        assert part[name].column().to_pylist() == [whole[name].column().to_pylist()[row] for row in (999, 400, 7)], name


def test_what_yields_nothing_cannot_be_made(knowledge: Knowledge) -> None:
    from dataclasses import replace

    with pytest.raises(InputError, match="No kind of evidence in this knowledge base yields anything"):
        Rows(replace(knowledge, evidence={}), enterprises=1, certificates=1, seed=1, as_of=DAY)


# -- the faults


@pytest.mark.parametrize("share", ["0", "0.001", "0.05", "0.333", "0.5"])
def test_the_number_of_faults_is_exact_and_each_is_found(knowledge: Knowledge, tmp_path: Path, share: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "PIECE", 333)
    told, rows = made(knowledge, tmp_path / "synthetic.parquet", errors=Fraction(share))
    _, whole = made(knowledge, tmp_path / "whole.parquet", errors=Fraction(0))
    assert (told.rows, len(rows)) == (1000, 1000)
    assert sum(told.faults.values()) == int(1000 * Fraction(share))
    assert sum(row != good for row, good in zip(rows, whole, strict=True)) == sum(told.faults.values())
    twice = sum(one == other for one, other in pairwise(rows))
    assert twice == told.faults["twice"]


def test_each_sort_of_fault_is_what_it_says(knowledge: Knowledge, tmp_path: Path) -> None:
    told, rows = made(knowledge, tmp_path / "synthetic.parquet", errors=Fraction("0.5"), certificates=3000)
    assert set(told.faults) == set(FAULTS)
    assert min(told.faults.values()) > 60
    readers, directory = cell_readers(directory_of(knowledge)), directory_of(knowledge)

    def refused(column: str) -> int:
        return sum(not _reads(readers[column], row[column]) for row in rows if row[column])

    assert {name: refused(column) for name, column in (("day", "date"), ("kind", "kind"), ("standard", "standard"), ("status", "status"))} == {
        name: told.faults[name] for name in ("day", "kind", "standard", "status")
    }
    assert sum(not row["kind"] for row in rows) == told.faults["no-kind"]
    assert sum(not row["number"] for row in rows) == told.faults["no-number"]
    assert sum(len(re.sub(r"\D", "", row["hs"])) % 2 for row in rows) == told.faults["lost-zero"]
    unknown = Counter(row["product"] for row in rows if "合成未知" in row["product"] or "Unknown" in row["product"])
    assert sum(unknown.values()) == told.faults["product"]
    for text in unknown:
        with pytest.raises(InputError, match=re.escape(text)):
            find_product(directory, text)


def _reads(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except BadCell:
        return False
    return True


def test_a_row_stands_twice_within_an_enterprise_only() -> None:
    rows = np.arange(1000, dtype=np.int64)
    alone = Faults(draws=Draws(1), certificates=1000, number=500).among(0, 1000, lambda found: found)
    together = Faults(draws=Draws(1), certificates=1000, number=500).among(0, 1000, np.zeros_like)
    assert len(alone.rows["twice"]) == 0
    assert len(together.rows["twice"]) > 20
    assert (together.sources(rows) == rows - np.isin(rows, together.rows["twice"])).all()


def test_no_more_than_every_other_row_is_faulty() -> None:
    assert (number_of_faults(7, Fraction("0.5")), number_of_faults(7, Fraction(1)), number_of_faults(116_000, Fraction("0.01"))) == (3, 3, 1160)


# -- the files


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_the_same_arguments_give_the_same_bytes(knowledge: Knowledge, tmp_path: Path, suffix: str) -> None:
    files = [tmp_path / f"{name}{suffix}" for name in ("one", "two", "other")]
    for file, seed in zip(files, (1, 1, 2), strict=True):
        synthesize(knowledge, wanted(seed=seed), file)
    assert _digest(files[0]) == _digest(files[1]) != _digest(files[2])


def test_no_text_stands_twice_in_a_dictionary(knowledge: Knowledge) -> None:
    """Else the writer of Parquet leaves bytes of old memory in the file."""
    rows = Rows(knowledge, enterprises=300, certificates=1000, seed=5, as_of=DAY).make(np.arange(1000, dtype=np.int64))
    spoilt = {name: cells.changed(np.array([3, 4, 5], dtype=np.int64), lambda _: "x") for name, cells in rows.items()}
    for name, cells in spoilt.items():
        column = cells.column()
        assert column.take(pa.array([3, 4, 5])).to_pylist() == ["x", "x", "x"]
        if pa.types.is_dictionary(column.type):
            assert len(column.dictionary.unique()) == len(column.dictionary), name


def test_the_size_of_the_pieces_changes_nothing(knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synthesize(knowledge, wanted(), tmp_path / "one.csv")
    monkeypatch.setattr(making, "PIECE", 77)
    synthesize(knowledge, wanted(), tmp_path / "many.csv")
    assert _digest(tmp_path / "one.csv") == _digest(tmp_path / "many.csv")


def test_every_form_holds_the_same_texts(knowledge: Knowledge, tmp_path: Path) -> None:
    for suffix in WRITERS:
        synthesize(knowledge, wanted(), tmp_path / f"synthetic{suffix}")
    stored = parquet.read_table(tmp_path / "synthetic.parquet")
    assert {field.type for field in stored.schema} == {pa.string()}, "plain text, whoever reads it"
    expected = [list(row.values()) for row in stored.to_pylist()]
    written = (tmp_path / "synthetic.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\r\n") == 1001 == written.count(b"\n")
    as_text = csv.ConvertOptions(column_types={name: pa.string() for name in COLUMNS}, strings_can_be_null=False)
    assert [list(row.values()) for row in csv.read_csv(tmp_path / "synthetic.csv", convert_options=as_text).to_pylist()] == expected
    sheet = openpyxl.load_workbook(tmp_path / "synthetic.xlsx").active
    assert sheet is not None
    head, *rows = ([cell or "" for cell in row] for row in sheet.iter_rows(values_only=True))
    assert head == list(COLUMNS)
    assert rows == expected


def test_cells_of_a_workbook_are_text(knowledge: Knowledge, tmp_path: Path) -> None:
    synthesize(knowledge, wanted(certificates=300), tmp_path / "synthetic.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "synthetic.xlsx").active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert {cell.number_format for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"@"}


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("a.txt", {}, r"the form of the file is not known by its suffix. Use one of: \.csv, \.parquet, \.xlsx"),
        ("a.xlsx", {"certificates": 1_048_576}, "A workbook holds 1,048,575 rows, not 1,048,576"),
        ("a.csv", {"enterprises": 1001}, "1,001 enterprises need as many certificates at least, not 1,000"),
        ("a.csv", {"errors": Fraction("0.51")}, "between 0 and 0.5, not at 0.51"),
        ("a.csv", {"errors": Fraction("-0.1")}, "between 0 and 0.5, not at -0.1"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(knowledge: Knowledge, tmp_path: Path, name: str, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        synthesize(knowledge, wanted(**changes), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_nothing_half_written_stays(knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    def stop(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    monkeypatch.setattr(making, "PIECE", 100)
    (tmp_path / f"synthetic{suffix}").write_text("before", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        synthesize(knowledge, wanted(), tmp_path / f"synthetic{suffix}", stop)
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [(f"synthetic{suffix}", "before")]


def test_the_usual_totals_are_the_published_ones() -> None:
    assert mix.city_totals() == (33_000, 116_000)


def test_a_tiny_knowledge_base_is_enough(tiny: LiveSource, tmp_path: Path) -> None:
    told, rows = made(tiny.knowledge, tmp_path / "synthetic.parquet", enterprises=20, certificates=60, errors=Fraction(0))
    assert told.rows == 60
    assert {row["kind"] for row in rows} <= {"ccc", "CCC证书", "CCC certificate", "cb_report", "CB报告", "CB report"}
    assert "IEC 1:2018" in {row["standard"] for row in rows}
