"""A file of evidence by its content; properties of the readers; their sentences."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mra.errors import InputError
from mra.gap.live import LiveSource
from mra.ingest.credentials import read_credential_data
from mra.ingest.evidence_file import is_credential, is_remark, read_evidence
from mra.ingest.json_text import read_json
from mra.ingest.linked import tidy
from mra.language import catalogue_keys
from tests.bases import ROOT
from tests.ingest.digital_made import AT, SAMPLES, credential
from tests.ingest.fuzz_credentials import finds


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (b'{"a": 1}', True),
        (b"\xef\xbb\xbf\n [1]", True),
        ('{"a": 1}'.encode("utf-16"), True),
        (b"eyJhbGciOiJFUzI1NiJ9.e30.AAAA", True),
        (b"<?xml version='1.0'?><a/>", True),
        (b"<!-- x --><a/>", True),
        (b"kind,number\nccc,1\n", False),
        (b"", False),
        (b"PK\x03\x04", False),
        (b"<html><table></table></html>", False),
        (b"<!DOCTYPE html><html></html>", False),
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>", False),
        (b"<?xml version='1.0'?>\n<ss:Workbook xmlns:ss='urn:x'/>", False),
        ("证书种类,证书编号\n".encode("gb18030"), False),
    ],
)
def test_files_by_how_they_begin(tmp_path: Path, data: bytes, is_one: bool) -> None:
    file = tmp_path / "evidence.csv"
    file.write_bytes(data)
    assert is_credential(file) is is_one


def test_tables_and_certificates_become_the_same_value(tmp_path: Path, tiny: LiveSource) -> None:
    table, token = tmp_path / "a", tmp_path / "b"
    table.write_text("kind,number,issuer\ncb_report,CN-00123,Good Body\n", encoding="utf-8")
    token.write_text(json.dumps(credential()), encoding="utf-8")
    (row,), _ = read_evidence(table, tiny.directory, at=AT)
    (held,), problems = read_evidence(token, tiny.directory, at=AT)
    assert (row.kind, row.is_specimen) == (held.kind, held.is_specimen)
    assert set(row.qualifiers.items()) <= set(held.qualifiers.items())
    assert all(is_remark(problem) for problem in problems)


def test_a_file_that_is_not_there_and_one_that_is_too_large(tmp_path: Path, tiny: LiveSource) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_evidence(tmp_path / "none", tiny.directory, at=AT)
    with (tmp_path / "large").open("wb") as file:
        file.write(b"{")
        file.truncate(24_000_001)
    with pytest.raises(InputError, match="larger than 24 MB"):
        read_evidence(tmp_path / "large", tiny.directory, at=AT)


def test_a_missing_library_is_named(tmp_path: Path, tiny: LiveSource, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "dcc.xml"
    file.write_bytes((SAMPLES / "dcc.xml").read_bytes())
    for name in ("mra.ingest.formats.dcc", "mra.ingest.xml", "mra.ingest.xml_signature"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(InputError, match=r"pip install \"mra\[credentials\]\""):
        read_evidence(file, tiny.directory, at=AT)


def test_a_table_needs_none_of_the_libraries_of_certificates() -> None:
    script = (
        "import sys; from pathlib import Path; from mra.ingest.evidence_file import is_credential; import mra.commands.asking;"
        "is_credential(Path('README.md')); print(sorted({'lxml', 'joserfc', 'signxml', 'cryptography'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "[]\n"


# -- properties

KEYS = ["type", "@type", "issuer", "validFrom", "credentialSubject", "assessment", "name", "id", "hasCertification", "certificationStatus"]
KEYS += ["@value", "credentialStatus", "vc", "product", "scope", "about", "verifiableCredential"]
WORDS = ["VerifiableCredential", "DigitalConformityCredential", "Certification", "ConformityAttestation", "Product", "2026-01-01", "CCC", "x", ""]
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
SHAPES = st.recursive(
    st.none() | st.integers(-5, 5) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)


@given(JSONS)
def test_json_is_read_as_the_standard_library_reads_it(value: Any) -> None:
    try:
        expected = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    assert read_json(expected, "x") == json.loads(expected)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(value=SHAPES)
def test_no_document_of_the_right_words_breaks_a_reader(tiny: LiveSource, value: Any) -> None:
    try:
        found, problems = read_credential_data(json.dumps(value).encode(), "x", tiny.directory, None, AT)
    except InputError:
        return
    assert found or problems or value in ([], {}) or not isinstance(value, str)
    for certificate in found:
        assert certificate.kind in tiny.directory.kinds
    for problem in problems:
        assert problem.message.zh
        assert problem.remedy.zh


@given(st.text(max_size=700))
def test_a_text_for_one_line(value: str) -> None:
    shown = tidy(value)
    assert len(shown) <= 500
    assert shown == " ".join(shown.split())
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", shown)


@pytest.mark.parametrize("seed", [1, 2])
def test_fuzzing_finds_nothing(seed: int) -> None:
    assert list(finds(seed, documents=400)) == []


# -- the sentences


def codes_in(file: Path) -> set[str]:
    return {node.value for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_sentence_of_the_catalogue_is_used_and_in_both_languages() -> None:
    words = {word for file in (ROOT / "mra").rglob("*.py") for word in codes_in(file)}
    entries = json.loads((ROOT / "mra" / "catalogue" / "credentials.json").read_text(encoding="utf-8"))
    assert set(entries) <= catalogue_keys()
    for key, entry in entries.items():
        short = key.partition(".")[2].removesuffix(".remedy")
        assert {key, short, short.removesuffix(".form")} & words or key.endswith(".short"), key
        assert set(entry) == {"en", "zh"}
        assert set(re.findall(r"\{(\w+)\}", entry["en"])) == set(re.findall(r"\{(\w+)\}", entry["zh"])), key
        assert not re.search(r"[\u4e00-\u9fff]", entry["en"])
        assert re.search(r"[\u4e00-\u9fff]", entry["zh"]) or key == "credential.problem", key
        assert (entry["en"] + entry["zh"]).encode("gbk"), key
