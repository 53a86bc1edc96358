"""Digital certificates on the command line: ``--certificates`` with ``--trust`` and ``--kind``."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mra.ingest import json_text, xml
from mra.ingest.jose import ALGORITHMS
from mra.ingest.trust import _SECTIONS, read_trust
from mra.knowledge.locate import Location
from mra.model.text import Language
from tests.bases import ROOT
from tests.commands.conftest import Call
from tests.ingest.digital_made import ISSUER, SAMPLES, attested, credential, new_key, public, signed

LAMP = ("gap", "--product", "lamp", "--to", "ZZ", "--as-of", "2026-06-01")


def written(folder: Path, document: Any) -> str:
    file = folder / "certificate"
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return str(file)


def trusted(folder: Path, key: Any) -> str:
    file = folder / "trust.json"
    file.write_text(json.dumps({"key": [{"issuer": ISSUER, "jwk": public(key)}]}), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("command", [LAMP, ("explain", "lamp", "ZZ", "zz-lamp-certificate", "--as-of", "2026-06-01")])
def test_a_signed_credential_is_judged(call: Call, tmp_path: Path, command: tuple[str, ...]) -> None:
    key = new_key()
    document = credential(issuer={"id": ISSUER, "name": "GOOD"})
    options = ("--certificates", written(tmp_path, signed(document, key)), "--format", "json")
    result = call(*command, *options, "--trust", trusted(tmp_path, key))
    assert result.exit_code == 0, result.output
    assert '"recognized"' in result.stdout
    assert "not verified" not in result.stderr
    unverified = call(*command, *options)
    assert unverified.exit_code == 0
    assert "The signature was not verified. There is no trusted key of did:web:certifier.example" in unverified.stderr


def test_a_forged_credential_is_no_evidence(call: Call, tmp_path: Path) -> None:
    result = call(*LAMP, "--certificates", written(tmp_path, signed(credential(), new_key())), "--trust", trusted(tmp_path, new_key()))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "none of its certificates can be used. The signature is not good" in result.stderr


def test_the_kind_is_asked_and_taken(call: Call, tmp_path: Path) -> None:
    file = written(tmp_path, attested(scope=None, name="Something", assessment=[]))
    asked = call(*LAMP, "--certificates", file, language="zh")
    assert asked.exit_code == 2
    assert "--kind cb_report" in asked.stderr
    result = call(*LAMP, "--certificates", file, "--kind", "ccc", "--format", "json")
    assert json.loads(result.stdout)["held"][0]["kind"] == "ccc"
    wrong = call(*LAMP, "--certificates", file, "--kind", "ccx")
    assert (wrong.exit_code, wrong.stdout) == (2, "")


def test_good_and_refused_certificates_of_one_file(call: Call, tmp_path: Path) -> None:
    result = call(*LAMP, "--certificates", written(tmp_path, [credential(), attested(assessment=[{"conformance": False}])]), "--format", "json")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["held"]) == 1
    assert "certificate: [1].credentialSubject[0]: The document says that the requirements are not met." in result.stderr
    assert "1 problem(s) left certificates out; judged on the other 1." in result.stderr


@pytest.mark.parametrize("option", [("--trust", "x.toml"), ("--kind", "ccc")])
def test_options_of_certificates_need_one(call: Call, option: tuple[str, str]) -> None:
    result = call(*LAMP, "--held", "ccc", *option)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--trust and --kind concern digital certificates" in result.stderr


# -- the documentation


@pytest.mark.parametrize(("page", "heading", "language"), [("README.md", "Digital certificates", "en"), ("README.zh-CN.md", "数字证书", "zh")])
def test_the_commands_of_the_read_me(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real_location: Location, page: str, heading: str, language: Language
) -> None:
    key = new_key()
    assessment = {"conformance": True, "referenceStandard": {"name": "IEC 60335-2-15:2012"}}
    (tmp_path / "credential.jwt").write_text(signed(attested(scope={"name": "IECEE CB Scheme"}, assessment=[assessment]), key))
    (tmp_path / "trust.toml").write_text(Path(trusted(tmp_path, key)).read_text())
    (tmp_path / "standard.xml").write_bytes((SAMPLES / "nested.sts.xml").read_bytes())
    monkeypatch.chdir(tmp_path)
    section = (ROOT / page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].partition("\n## ")[0]
    commands = section.split("```")[1].strip().splitlines()
    assert [line.split()[:2] for line in commands] == [["mra", "gap"], ["mra", "certificates"], ["mra", "draft"]]
    for line in commands:
        result = (
            call(*line.split()[1:], "--as-of", "2026-06-01", data=real_location.root, language=language) if "draft" not in line else call(*line.split()[1:])
        )
        assert result.exit_code == 0, result.output
    assert (tmp_path / "draft.sssom.tsv").is_file()


def test_the_page_on_evidence_files_is_true(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "evidence-files.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    assert set(re.findall(r"^\[\[(\w+)\]\]", example, re.MULTILINE)) == set(_SECTIONS)
    assert {key for keys in _SECTIONS.values() for key in keys} <= set(re.findall(r"^(\w+) =", example, re.MULTILINE))
    kept = re.split(r"(?m)^(?=\[\[)", example)
    (tmp_path / "trust.toml").write_text("".join(part for part in kept if "file =" not in part and "document =" not in part), encoding="utf-8")
    assert len(read_trust(tmp_path / "trust.toml").keys) == 2
    assert [algorithm for algorithm in ALGORITHMS if algorithm not in text] == []
    for number in (xml.MOST_BYTES // 1_000_000, xml.DEEPEST, xml.MOST_ELEMENTS, json_text.MOST_BYTES // 1_000_000, json_text.DEEPEST):
        assert f"{number:,}" in text.split("## Limits")[1]
