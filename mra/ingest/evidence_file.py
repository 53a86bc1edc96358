"""A file of evidence, whatever it is: digital certificates by their content, everything else as a table."""

import codecs
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mra.errors import InputError
from mra.ingest.places import is_remark
from mra.language import say
from mra.model.directory import Directory
from mra.model.evidence import Held
from mra.model.problem import Problem
from mra.system import system_reason

if TYPE_CHECKING:
    from mra.ingest.trust import Trust

__all__ = ["is_credential", "is_remark", "read_evidence"]

MOST_BYTES: Final = 24_000_000
_HEAD: Final = 4_096
_MARKS: Final = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}
#: Spreadsheet programs save tables as HTML and as XML too; those are tables.
_TABLE: Final = re.compile(
    r"<(?:!doctype\s+html|html|table|head|meta|style|workbook)\b|<[?]xml[^>]*>\s*(?:<[?]mso-application|<(?:\w+:)?workbook\b)", re.IGNORECASE
)
_EXTRA: Final = frozenset({"lxml", "joserfc", "signxml", "cryptography"})


def read_evidence(path: Path, directory: Directory, *, trust: "Trust | None" = None, at: datetime, kind: str | None = None) -> tuple[list[Held], list[Problem]]:
    """The pieces of evidence in a file that can be used at ``at``, and what is wrong with the others.

    ``trust`` and ``kind`` concern digital certificates only. Raises ``InputError`` if the file cannot be read at all.
    """
    if not is_credential(path):
        from mra.ingest.certificates import read_certificates

        return read_certificates(path, directory)
    if path.stat().st_size > MOST_BYTES:
        raise InputError(say("credential.file-too-large", file=path, most=MOST_BYTES // 1_000_000))
    try:
        from mra.ingest.credentials import read_credential

        found, problems = read_credential(path, directory, trust, at, kind=kind)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _EXTRA:
            raise
        raise InputError(say("credential.extra", file=path, library=error.name)) from None
    return [certificate.held() for certificate in found], problems


def is_credential(path: Path) -> bool:
    """Whether a file is JSON, a signed token or XML that is no spreadsheet, by how it begins."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise InputError(say("error.file-unreadable", file=path, reason=system_reason(error))) from None
    encoding = next((name for mark, name in _MARKS.items() if head.startswith(mark)), "utf-8")
    text = head.decode(encoding, "replace").lstrip()
    if text.startswith(("{", "[")):
        return True
    if text.startswith("<"):
        return not _TABLE.match(text)
    return re.match(r"eyJ[\w-]*\.[\w-]+", text, re.ASCII) is not None
