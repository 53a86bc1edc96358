"""Adoptions out of standards in STS form, and the draft made of them."""

from datetime import date
from pathlib import Path

import pytest

from mra.errors import InputError
from mra.ingest.draft import PREDICATES, UNREVIEWED, draft_table
from mra.ingest.formats.sts import Adopted, read_standard
from mra.ingest.problems import Findings
from mra.knowledge.tables import JUSTIFICATIONS, TableReading, read_adoptions
from mra.model.sssom import DEGREES, SSSOM_COLUMNS
from tests.ingest.digital_made import SAMPLES


def read(data: bytes | str) -> tuple[list[tuple[str, str, str]], list[str]]:
    findings = Findings("x.xml")
    found = read_standard(data if isinstance(data, bytes) else data.encode(), findings)
    return [(entry.subject, entry.object, entry.degree) for entry in found], [problem.code for problem in findings.problems]


def metadata(inner: str) -> str:
    return f'<standard><front><nat-meta><std-ref type="dated">GB 1-2022</std-ref>{inner}</nat-meta></front></standard>'


def test_nested_adoptions_have_no_degree_unless_one_is_stated() -> None:
    found, problems = read((SAMPLES / "nested.sts.xml").read_bytes())
    assert found == [("EN 1:2019", "IEC 1:2018", "identical"), ("ZZ EN 1:2020-05", "EN 1:2019", "unknown")]
    assert problems == []


def test_what_the_metadata_state() -> None:
    found, problems = read((SAMPLES / "stated.sts.xml").read_bytes())
    assert found == [("GB 1-2022", "IEC 1:2018", "modified"), ("GB 1-2022", "ISO 3:2015", "not_equivalent")]
    assert problems == ["undated-standard"]


@pytest.mark.parametrize(
    ("word", "degree"),
    [
        ("isIdenticalTo", "identical"),
        ("IDT", "identical"),
        ("modified", "modified"),
        ("NEQ", "not_equivalent"),
        ("EQV", "legacy"),
        ("adopted-from", "unknown"),
        ("isAdoptionOf", "unknown"),
    ],
)
def test_words_of_relations(word: str, degree: str) -> None:
    found, _ = read(metadata(f'<std-xref type="{word}"><std-ref>ISO 7:2010</std-ref></std-xref>'))
    assert found == [("GB 1-2022", "ISO 7:2010", degree)]


@pytest.mark.parametrize("word", ["supersedes", "revises", "amends", "isPublishedFormatOf", "informativelyReferences", ""])
def test_other_relations_are_no_adoptions(word: str) -> None:
    assert read(metadata(f'<std-xref type="{word}"><std-ref>ISO 7:2010</std-ref></std-xref>')) == ([], ["no-adoption"])


@pytest.mark.parametrize("letters", ["IDT", "MOD", "NEQ", "EQV"])
@pytest.mark.parametrize("form", ["（ISO/IEC 7816-4：2005，{}）", "(ISO/IEC 7816-4:2005, {})", "GB 1-2022，ISO/IEC 7816－4:2005，{}"])
def test_degrees_in_titles(letters: str, form: str) -> None:
    stated = form.format(letters).replace("－", "-")
    degree = {"IDT": "identical", "MOD": "modified", "NEQ": "not_equivalent", "EQV": "legacy"}[letters]
    found, _ = read(metadata(f"<title-wrap><full>灯具 {stated}</full></title-wrap>"))
    assert found == [("GB 1-2022", "ISO/IEC 7816-4:2005", degree)]


@pytest.mark.parametrize(
    "inner",
    [
        "<title-wrap><full>GB/T 16649.4-2010，ISO/IEC 7816-4:2005，IDT</full></title-wrap>",
        "<meta-note><p>ISO/IEC 7816-4:2005，IDT</p></meta-note>",
        "<title-wrap><full>ISO/IEC 7816-4，IDT</full></title-wrap>",
    ],
)
def test_degrees_of_other_standards_are_not_taken(inner: str) -> None:
    assert read(metadata(inner))[0] == []


def test_two_degrees_for_one_pair_leave_it_unknown() -> None:
    stated = '<std-xref type="IDT"><std-ref>ISO 7:2010</std-ref></std-xref><title-wrap><full>(ISO 7:2010, MOD)</full></title-wrap>'
    assert read(metadata(stated)) == ([("GB 1-2022", "ISO 7:2010", "unknown")], ["two-degrees"])


def test_an_undated_link_of_the_chain_breaks_it() -> None:
    data = (SAMPLES / "nested.sts.xml").read_bytes().replace(b"EN 1:2019", b"EN 1")
    assert read(data) == ([], ["undated-standard", "no-adoption"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("<invoice/>", "x.xml: XML with the root element “invoice” is no standard in STS form."),
        ("<!DOCTYPE standard SYSTEM 'x.dtd'><standard/>", "x.xml line 1: the file states a document type (DOCTYPE)"),
        ("<standard>", "x.xml line 1: not well-formed XML"),
        ("<standard>" + "<standard>" * 101 + "</standard>" * 102, "elements stand more than 100 deep"),
    ],
)
def test_files_that_are_no_standards(data: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert said in caught.value.text.en


def test_the_draft_has_the_columns_and_words_of_the_knowledge_base_and_its_review_is_open() -> None:
    head = next(line for line in draft_table([], date(2026, 1, 2)).splitlines() if not line.startswith("#"))
    assert tuple(head.split("\t")) == SSSOM_COLUMNS
    assert {word: DEGREES[predicate] for word, predicate in PREDICATES.items()} == {word: word for word in PREDICATES}
    assert set(PREDICATES.values()) == set(DEGREES)
    assert UNREVIEWED not in JUSTIFICATIONS


def test_a_draft_is_sorted_and_has_one_row_a_pair() -> None:
    rows = [Adopted(subject=subject, object="IEC 1:2018", degree="unknown", words="a\tb") for subject in ("ZZ 1:2020", "EN 1:2019", "ZZ 1:2020")]
    text = draft_table([("x.xml", row) for row in rows], date(2026, 1, 2))
    assert text.splitlines()[-2:] == [
        "std:en-1-2019\tEN 1:2019\tmra:adoptionOfUnknownDegree\tstd:iec-1-2018\tIEC 1:2018\tsemapv:UnspecifiedMatching\t\t2026-01-02\t\t\t\tx.xml: a b",
        "std:zz-1-2020\tZZ 1:2020\tmra:adoptionOfUnknownDegree\tstd:iec-1-2018\tIEC 1:2018\tsemapv:UnspecifiedMatching\t\t2026-01-02\t\t\t\tx.xml: a b",
    ]


def test_a_reviewed_draft_is_a_table_of_the_knowledge_base(tmp_path: Path) -> None:
    findings = Findings("nested.sts.xml")
    text = draft_table([("nested.sts.xml", row) for row in read_standard((SAMPLES / "nested.sts.xml").read_bytes(), findings)], date(2026, 1, 2))
    file = tmp_path / "draft.sssom.tsv"
    file.write_text(text, encoding="utf-8")
    reading = TableReading("draft.sssom.tsv", {})
    assert len(list(read_adoptions(file, reading))) == 2
    assert {problem.code for problem in reading.problems} == {"not-allowed", "wrong-share"}
