"""Real certificates in case files: read as the rows of a table are, with what is expected of each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from mra.gap.evidence import check_held
from mra.language import say
from mra.model.directory import Directory
from mra.model.evidence import QUALIFIERS, Held
from mra.model.report import HeldEvidence
from mra.model.text import Bilingual
from mra.model.usability import USABLE

#: What is said of a certificate, and what is expected of it.
CERTIFICATE_KEYS: Final = frozenset({"kind", *QUALIFIERS, "factory_name", "signature", "usable", "rules"})
_EXPECTED: Final = frozenset({"kind", "usable", "rules"})


def certificate_faults(tables: object) -> Iterator[str]:
    """What is wrong with the form of the certificates of a case."""
    for table in tables if isinstance(tables, list) else [tables]:
        if not isinstance(table, dict) or not isinstance(table.get("kind"), str):
            yield "certificates: kind"
        elif unknown := sorted(set(table) - CERTIFICATE_KEYS):
            yield f"{', '.join(unknown)} ∉ {', '.join(sorted(CERTIFICATE_KEYS))}"
        elif table.get("usable", "yes") not in USABLE or not isinstance(table.get("rules", []), list):
            yield f"usable ∈ {', '.join(USABLE)}; rules"


def case_certificates(directory: Directory, tables: Sequence[Mapping[str, Any]]) -> list[Held]:
    """The certificates of a case. Raises ``InputError`` for what no certificate can say."""
    return [Held(kind=table["kind"], qualifiers=check_held(directory, table["kind"], _qualifiers(table)), is_specimen=False) for table in tables]


def _qualifiers(table: Mapping[str, Any]) -> dict[str, str]:
    stated = {name: value for name, value in table.items() if name not in _EXPECTED}
    return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in stated.items()}


def certificate_differences(tables: Sequence[Mapping[str, Any]], found: Sequence[HeldEvidence]) -> Iterator[Bilingual]:
    """Where what was found of the certificates differs from what the case expects of them."""
    for table, piece in zip(tables, found, strict=True):
        actual = {"usable": piece.usable, "rules": sorted(reason.code for reason in piece.problems)}
        where = f"{table['kind']} {table.get('number', '—')}"
        for what, value in actual.items():
            expected = sorted(table[what]) if what == "rules" and what in table else table.get(what)
            if expected is not None and expected != value:
                yield say("verify.differs", where=where, what=what, expected=expected, actual=value)
