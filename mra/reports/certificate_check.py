"""The usability of the certificates in a file, for people, for machines and for spreadsheets: rows in are rows judged and rows refused."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mra.language import say
from mra.model.cell import safe
from mra.model.evidence import Held
from mra.model.text import Bilingual, Language
from mra.model.usability import USABLE, Usability, Usable

__all__ = ["CHECK_RENDERERS", "CertificateCheck", "CheckedCertificate", "RefusedRow"]

SCHEMA: Final = "mra-certificate-check/1"
#: Marks that a GBK console can print.
_MARKS: Final[Mapping[str, str]] = {"yes": "√", "unknown": "△", "no": "×", "refused": "○"}
_COLUMNS: Final = ("usable", "kind", "number", "holder", "issuer", "standard", "date", "valid_until", "status", "why", "criteria")
_QUOTED: Final = _COLUMNS[2:9]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCertificate:
    """A certificate that was judged."""

    held: Held
    label: Bilingual
    found: Usability


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row or certificate that could not be read: where, and all that is wrong with it."""

    place: Bilingual
    why: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateCheck:
    """What was found in one file on one day, for one product or whatever the product."""

    file: str
    as_of: date
    kb_version: str
    product: str | None
    judged: tuple[CheckedCertificate, ...]
    refused: tuple[RefusedRow, ...]

    @property
    def counts(self) -> Mapping[Usable, int]:
        """How many certificates of each word."""
        found = Counter(entry.found.usable for entry in self.judged)
        return {word: found[word] for word in USABLE}


def _table(check: CertificateCheck, language: Language) -> str:
    def read(key: str, **values: object) -> str:
        return say(f"usability.{key}", **values).read(language)

    lines = [read("head", file=check.file, day=check.as_of.isoformat(), product=check.product or say("usability.any-product"), release=check.kb_version), ""]
    for entry in check.judged:
        lines.append(f"{_MARKS[entry.found.usable]} {read('line', word=say(f'usability.{entry.found.usable}'), kind=entry.label, number=_number(entry.held))}")
        lines += [f"    {reason.message.read(language)} [{reason.code}]" for reason in entry.found.reasons]
    for row in check.refused:
        lines.append(f"{_MARKS['refused']} {read('refused-line', word=say('usability.refused'), place=row.place)}")
        lines += [f"    {text.read(language)}" for text in row.why]
    return "\n".join([*lines, "", summary(check).read(language), say("report.disclaimer").read(language)]) + "\n"


def summary(check: CertificateCheck) -> Bilingual:
    """How many rows came in, and what became of them."""
    counts, judged, refused = check.counts, len(check.judged), len(check.refused)
    return say("usability.summary", rows=judged + refused, judged=judged, refused=refused, yes=counts["yes"], unknown=counts["unknown"], no=counts["no"])


def _number(held: Held) -> str:
    return held.qualifiers.get("number", "—")


def _json(check: CertificateCheck, language: Language) -> str:
    """Both languages stand in it, so ``language`` changes nothing."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "as_of": check.as_of.isoformat(),
        "kb_version": check.kb_version,
        "disclaimer": say("report.disclaimer").as_dict(),
        "file": check.file,
        "product": check.product,
        "summary": {"rows": len(check.judged) + len(check.refused), "judged": len(check.judged), "refused": len(check.refused), **check.counts},
        "certificates": [_plain(entry) for entry in check.judged],
        "refused": [{"place": row.place.as_dict(), "why": [text.as_dict() for text in row.why]} for row in check.refused],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _plain(entry: CheckedCertificate) -> dict[str, Any]:
    names = ("code", "dimension", "shape", "severity")
    return {
        "kind": entry.held.kind,
        "label": entry.label.as_dict(),
        "certificate": dict(entry.held.qualifiers),
        "usable": entry.found.usable,
        "reasons": [{**{name: getattr(reason, name) for name in names}, "message": reason.message.as_dict()} for reason in entry.found.reasons],
        "passed": list(entry.found.passed),
        "failed": list(entry.found.failed),
    }


def _csv(check: CertificateCheck, language: Language) -> str:
    """With a byte order mark and CRLF, as Excel wants it; one row in, one row out."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(say(f"usability.column.{column}").read(language) for column in _COLUMNS)
    writer.writerows([safe(cell) for cell in row] for row in _rows(check, language))
    return "\ufeff" + buffer.getvalue()


def _rows(check: CertificateCheck, language: Language) -> Iterator[list[str]]:
    gap = "" if language == "zh" else " "
    for entry in check.judged:
        why = gap.join(reason.message.read(language) for reason in entry.found.reasons)
        stated = [entry.held.qualifiers.get(name, "") for name in _QUOTED]
        yield [say(f"usability.{entry.found.usable}").read(language), entry.label.read(language), *stated, why, " ".join(entry.found.failed)]
    for row in check.refused:
        why = gap.join(text.read(language) for text in row.why)
        yield [say("usability.refused").read(language), row.place.read(language), *[""] * len(_QUOTED), why, ""]


CHECK_RENDERERS: Final[Mapping[str, Callable[[CertificateCheck, Language], str]]] = {"table": _table, "json": _json, "csv": _csv}
