"""Files of tables made by code: workbooks with one part changed, compound files, ZIP files that lie."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlsxwriter import Workbook

from mra.ingest.biff import _records
from mra.ingest.ole import OLE, CompoundFile

SAMPLES = Path(__file__).parent / "samples"
HEAD = ("kind", "number", "holder", "date", "hs")
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: Sequence[Sequence[object]], *, name: str = "Sheet1", **options: object) -> bytes:
    """An XLSX workbook of one sheet; texts stay texts."""
    made = io.BytesIO()
    with Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True, **options}) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                elif cell is not None:
                    sheet.write(number, place, cell)
    return made.getvalue()


def changed(data: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """A ZIP file with parts replaced, added, or left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            part = parts[name] if name in parts else old.read(name)
            if part is not None:
                new.writestr(name, part)
    return made.getvalue()


def part(data: bytes, name: str) -> bytes:
    """One part of a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def edited(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A ZIP file with some bytes of one part replaced."""
    before = part(data, name)
    assert old in before
    return changed(data, {name: before.replace(old, new, 1)})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP file of ``parts``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def sheet_xml(cells: bytes) -> bytes:
    """A workbook whose sheet has the head in row 1 and then ``cells`` as XML."""
    head = "".join(f'<c r="{sign}1" t="inlineStr"><is><t>{name}</t></is></c>' for sign, name in zip("ABCDE", HEAD, strict=True))
    space = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    return changed(workbook([HEAD]), {SHEET: space + head.encode() + b"</row>" + cells + b"</sheetData></worksheet>"})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of at most three streams, each padded to 4096 bytes: table of chains, directory, streams."""
    sectors, table, entries = [b"", b""], [_TABLE, _END], [_entry("Root Entry", 5, _END, 0)]
    for name, data in streams.items():
        whole = data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0")
        entries.append(_entry(name, 2, len(sectors), len(whole)))
        first, count = len(sectors), len(whole) // 512
        sectors += [whole[start : start + 512] for start in range(0, len(whole), 512)]
        table += [*range(first + 1, first + count), _END]
    assert len(table) <= 128
    sectors[0] = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    sectors[1] = b"".join(entries).ljust(512, b"\0")
    header = OLE + bytes(16) + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    return header + struct.pack("<109I", 0, *[_FREE] * 108) + b"".join(sectors)


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    return (
        wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide), kind, 1) + struct.pack("<III", _FREE, _FREE, _FREE) + bytes(36) + struct.pack("<IQ", first, size)
    )


def xls_with(kind: int, new_kind: int, body: bytes = b"") -> bytes:
    """The XLS sample with the first record of ``kind`` turned into another, its body beginning with ``body``."""
    file = CompoundFile((SAMPLES / "certificates.xls").read_bytes())
    place = next(place for place, found, _ in _records(file.stream("Workbook")) if found == kind)
    changes = {place: struct.pack("<H", new_kind)}
    return file.overwrite("Workbook", changes | ({place + 4: body} if body else {}))
