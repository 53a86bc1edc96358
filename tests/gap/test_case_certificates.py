"""Real certificates in case files: judged by themselves, compared with what the case expects, refused where no certificate can say it."""

from pathlib import Path

import pytest

from mra.gap.answer import Answers
from mra.gap.verify import differences
from mra.knowledge.locate import Location

HEAD = 'product = "lamp"\nto = "ZZ"\nheld = []\nas_of = 2026-01-10\nexpect = []\n[[certificates]]\n'
SUSPENDED = 'kind = "ccc"\nnumber = "A1"\nholder = "H"\nissuer = "CQC"\nstandard = "GB 1-2022"\ndate = 2024-01-10\nfactory = "same"\nstatus = "suspended"\n'


@pytest.fixture(scope="module")
def tiny_answers(tiny_location: Location) -> Answers:
    return Answers(tiny_location, None)


def differing(text: str, folder: Path, answers: Answers) -> list[str]:
    file = folder / "case.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    return [sentence.en for sentence in differences(file, answers)]


@pytest.mark.parametrize(
    ("expected", "sentences"),
    [
        ("", []),
        ('usable = "no"\nrules = ["certificate-status"]\n', []),
        ('usable = "yes"\n', ["ccc A1: usable is no, expected yes."]),
        ("rules = []\n", ["ccc A1: rules is ['certificate-status'], expected []."]),
    ],
)
def test_what_is_expected_of_a_certificate(expected: str, sentences: list[str], tmp_path: Path, tiny_answers: Answers) -> None:
    assert differing(SUSPENDED + expected, tmp_path, tiny_answers) == sentences


def test_what_is_held_besides_is_no_certificate(tmp_path: Path, tiny_answers: Answers) -> None:
    file = tmp_path / "case.toml"
    expect = '[[expect]]\nscheme = "blc-lamp-declaration"\nverdict = "recognized"\n'
    text = HEAD.replace("held = []", 'held = ["cb_report"]').replace("expect = []\n", "") + SUSPENDED + 'usable = "no"\n' + expect
    file.write_text(text, encoding="utf-8")
    assert list(differences(file, tiny_answers)) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('number = "A1"\n', "certificates: kind"),
        ('kind = "ccc"\ncolour = "red"\n', "colour ∉ date, differences"),
        ('kind = "ccc"\nusable = "maybe"\n', "usable ∈ yes, unknown, no"),
        ('kind = "ccc"\nrules = "certificate-status"\n', "usable ∈ yes, unknown, no; rules"),
        ('kind = "cdc"\n', "cdc"),
        ('kind = "ccc"\nstatus = "odd"\n', "odd"),
    ],
)
def test_what_no_certificate_can_say_is_named(text: str, part: str, tmp_path: Path, tiny_answers: Answers) -> None:
    (sentence,) = differing(text, tmp_path, tiny_answers)
    assert part in sentence


def test_certificates_that_are_no_tables_are_named(tmp_path: Path, tiny_answers: Answers) -> None:
    file = tmp_path / "case.toml"
    file.write_text(HEAD.replace("[[certificates]]\n", 'certificates = "ccc"\n'), encoding="utf-8")
    (difference,) = differences(file, tiny_answers)
    assert "certificates: kind" in difference.en
