"""What can be known of a workbook before a library reads it: its form, how far its sheets reach, what is wrong with single cells."""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final, Literal
from xml.etree import ElementTree
from xml.parsers import expat

from mra.errors import InputError
from mra.ingest.biff import look_through
from mra.ingest.content import Content
from mra.ingest.ods_scan import OdsScan, Swollen
from mra.ingest.ole import CompoundFile, DamagedFile
from mra.ingest.recognise import refused
from mra.ingest.rows import Fault
from mra.ingest.sheet_scan import Misplaced, TooLong, scan_sheet
from mra.ingest.zipped import Archive
from mra.language import say

Form = Literal["xlsx", "xls", "ods"]
_LARGEST_OLE: Final = 256 << 20
_TEXTS: Final = "xl/sharedstrings.xml"
_STATED_COUNT: Final = re.compile(rb"""uniqueCount\s*=\s*["']([^"']*)""")
_SHORTEST_TEXT: Final = len("<si/>")
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedSheet:
    """How far a sheet reaches, its merged ranges where they are known, and its bad cells: (row, column) from 0 to a code."""

    rows: int
    columns: int
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[str, ...] = ()

    def faults_by_row(self) -> dict[int, tuple[Fault, ...]]:
        """The bad cells of each row, by its number from 1."""
        found: dict[int, tuple[Fault, ...]] = {}
        for (row, column), code in sorted(self.faults.items()):
            found[row + 1] = (*found.get(row + 1, ()), Fault(column, code))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A workbook that may be read, with its sheets in their order; ``safe`` is to be read in place of the file, if given."""

    form: Form
    sheets: tuple[InspectedSheet, ...]
    has_macros: bool = False
    safe: bytes | None = None


def inspect_zip(content: Content) -> Inspection:
    """Look through an XLSX or ODS workbook. Raises ``InputError`` if it is something else, damaged, or an attack."""
    archive = Archive(content)
    kind = _kind(archive)
    if kind not in ("xlsx", "ods"):
        raise refused(content, kind)
    archive.check_xml()
    try:
        sheets = tuple(_xlsx_sheets(archive) if kind == "xlsx" else _ods_sheets(archive))
    except (ElementTree.ParseError, expat.ExpatError, KeyError, Misplaced):
        raise refused(content, "damaged") from None
    except (Swollen, TooLong):
        raise InputError(say("table.swollen", file=content.path)) from None
    return Inspection(form="xlsx" if kind == "xlsx" else "ods", sheets=sheets, has_macros="xl/vbaproject.bin" in archive.names)


def _kind(archive: Archive) -> str:
    names = archive.names
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.endswith(".iwa") for name in names):
        return "numbers"
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        return "document"
    if "mimetype" not in names or "content.xml" not in names:
        return "archive"
    if not archive.read("mimetype").strip().startswith(_ODS):
        return "document"
    protected = "meta-inf/manifest.xml" in names and b"encryption-data" in archive.read("meta-inf/manifest.xml")
    return "password" if protected else "ods"


def _xlsx_sheets(archive: Archive) -> Iterator[InspectedSheet]:
    _check_texts(archive)
    targets = _targets(archive)
    for entry in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if _local(entry.tag) != "sheet":
            continue
        relation = next((value for name, value in entry.attrib.items() if _local(name) == "id" and name != "id"), "")
        part = targets.get(relation, "")
        if part not in archive.names:
            yield InspectedSheet(rows=0, columns=0)
            continue
        scan = scan_sheet(archive.chunks(part))
        yield InspectedSheet(rows=scan.rows, columns=scan.columns, faults=scan.faults)


def _check_texts(archive: Archive) -> None:
    """The reading library makes room for as many texts as this part says it has."""
    if _TEXTS not in archive.names:
        return
    before = b""
    for chunk in archive.chunks(_TEXTS):
        for stated in _STATED_COUNT.findall(before + chunk):
            if not stated.isdigit() or int(stated[:12]) > archive.size(_TEXTS) // _SHORTEST_TEXT:
                raise Misplaced
        before = chunk[-64:]


def _targets(archive: Archive) -> dict[str, str]:
    """The parts that the workbook names, by the ids of its relations."""
    found: dict[str, str] = {}
    for entry in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")).iter():
        target = entry.get("Target", "").replace("\\", "/")
        if _local(entry.tag) == "Relationship":
            whole = target if target.startswith("/") else f"xl/{target}"
            found[entry.get("Id", "")] = _resolved(whole)
    return found


def _resolved(path: str) -> str:
    parts: list[str] = []
    for part in PurePosixPath(path.casefold()).parts:
        if part == "..":
            del parts[-1:]
        elif part not in ("/", "."):
            parts.append(part)
    return "/".join(parts)


def _local(name: str) -> str:
    return re.sub(r"^\{[^}]*\}", "", name)


def _ods_sheets(archive: Archive) -> Iterator[InspectedSheet]:
    for size in OdsScan().read(archive.chunks("content.xml")):
        faults = dict.fromkeys(size.errors, "cell-error")
        yield InspectedSheet(rows=size.rows, columns=size.columns, faults=faults, merged=tuple(size.merged))


def inspect_ole(content: Content) -> Inspection:
    """Look through an XLS workbook. Raises ``InputError`` if it is something else, damaged or protected."""
    if content.size > _LARGEST_OLE:
        raise InputError(say("table.file-too-large", file=content.path, limit=_LARGEST_OLE >> 20))
    with content.open() as stream:
        data = stream.read()
    try:
        return _inspect_streams(content, CompoundFile(data))
    except (DamagedFile, IndexError, struct.error):
        raise refused(content, "damaged") from None


def _inspect_streams(content: Content, file: CompoundFile) -> Inspection:
    if "EncryptedPackage" in file.names:
        raise refused(content, "password")
    if "ETExtData" in file.names:
        raise refused(content, "et")
    name = next((name for name in ("Workbook", "Book") if name in file.names), "")
    if not name:
        raise refused(content, "document")
    seen = look_through(file.stream(name))
    if seen.is_protected:
        raise refused(content, "password")
    sheets = tuple(InspectedSheet(rows=sheet.rows, columns=sheet.columns, faults=dict.fromkeys(sheet.errors, "cell-error")) for sheet in seen.sheets)
    return Inspection(form="xls", sheets=sheets, has_macros="_VBA_PROJECT" in file.names, safe=file.overwrite(name, seen.changes))
