"""The goods codes of a product in a report for people: all of them, or the first of many and how many there are."""

import pytest

from mra.model.text import Language
from mra.reports.reading import Reader
from tests.reports.conftest import report_of

TWELVE = tuple(f"8516{number:02}" for number in range(10, 22))


@pytest.mark.parametrize(
    ("codes", "language", "expected"),
    [
        (("851610",), "en", "851610"),
        (TWELVE, "en", "; ".join(TWELVE)),
        ((*TWELVE, "851690"), "en", f"{'; '.join(TWELVE)} … (13 in all)"),
        ((*TWELVE, "851690"), "zh", f"{'；'.join(TWELVE)}……（共13个）"),
    ],
)
def test_many_codes_are_counted_and_not_listed(codes: tuple[str, ...], language: Language, expected: str) -> None:
    reader = Reader(report_of(hs=codes), language)
    facts = dict(reader.question())
    assert expected in facts.values()
