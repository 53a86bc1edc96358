"""Patterns of certificate numbers: what is allowed covers real numbers, what could hang or match too much is refused."""

import pytest

from mra.knowledge.forms import Reading
from mra.knowledge.patterns import MOST_WAYS, NumberPattern


def codes(pattern: object) -> list[str]:
    reading = Reading("file.toml", {})
    read = NumberPattern().read(pattern, ("pattern",), reading)
    assert (read == pattern) is not bool(reading.problems)
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    "pattern",
    [
        "^(19|20)[0-9]{14}$",
        "^CQC[0-9]{11}(-[0-9]{1,3})?$",
        "^CMIIT ID: ?\\d{4}[A-Z]{2}\\d{4,5}$",
        "^(?:国械注准|国械注进)[0-9]{11}$",
        "^[A-Z]{2}\\.[0-9]{4}/[^0-9]$",
        f"^[0-9]{{1,{MOST_WAYS // 100}}}[A-Z]{{1,100}}$",
    ],
)
def test_a_plain_pattern_is_taken(pattern: str) -> None:
    assert codes(pattern) == []


@pytest.mark.parametrize("pattern", ["[0-9]{4}$", "^[0-9]{4}", "[0-9]", "$^"])
def test_a_pattern_that_does_not_cover_the_whole_number_is_refused(pattern: str) -> None:
    assert codes(pattern) == ["number-not-anchored"]


@pytest.mark.parametrize(
    "pattern",
    [
        "^[0-9]+$",
        "^[0-9]*$",
        "^[0-9]{2,}$",
        "^([0-9]{2}){3}$",
        "^([0-9]{1,9}){1,9}$",
        "^A|B$",
        "^(A$",
        "^A)$",
        "^[$",
        "^a{2}{3}$",
        "^?$",
        "^(a)\\1$",
        "^(?=a)a$",
        "^a^b$",
        "^a$b$",
        "^\\s$",
        "^a.*$",
        "^[0-9]{1,101}[A-Z]{1,100}$",
        f"^{'(a|b)' * 20}$",
        f"^{'a?' * 20}{'a' * 20}$",
    ],
)
def test_a_pattern_that_could_hang_or_is_not_understood_is_refused(pattern: str) -> None:
    assert codes(pattern) == ["number-not-plain"]


@pytest.mark.parametrize(("pattern", "code"), [(7, "wrong-type"), ("", "wrong-pattern")])
def test_what_is_no_text_is_refused_as_such(pattern: object, code: str) -> None:
    assert codes(pattern) == [code]
