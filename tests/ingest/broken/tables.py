"""Tables that are wrong, each made by code; ``tables.toml`` beside this file holds what must be said of each."""

import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Final

from tests.ingest.made import HEAD, SAMPLES, SHEET, changed, compound, edited, part, sheet_xml, workbook, xls_with, zipped

ROW: Final = ("ccc", "00123", "A", "2025-03-01", "9405.21")
BOMB: Final = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE: Final = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///secret">]>'
ODS_TABLE: Final = b'<table:table table:name="S">'


def csv(*lines: str) -> bytes:
    return "\n".join(["kind,number,holder,date,hs", *lines]).encode()


def days(*cells: str) -> bytes:
    return csv(*(f"ccc,1,A,{cell}," for cell in cells))


def book(*rows: tuple[object, ...]) -> bytes:
    return workbook([HEAD, *rows])


def row_of_two(kind: str, holder: str) -> bytes:
    cells = (f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>' for place, text in (("A2", kind), ("C2", holder)))
    return f'<row r="2">{"".join(cells)}</row>'.encode()


def sample(form: str) -> bytes:
    return (SAMPLES / f"certificates.{form}").read_bytes()


def with_start(name: str, start: bytes) -> bytes:
    """A workbook with something put before the root of one part."""
    data = book(ROW)
    declaration, rest = part(data, name).split(b"?>", 1)
    return changed(data, {name: declaration + b"?>" + start + rest})


def bomb() -> bytes:
    return sheet_xml(b" " * (80 << 20))


def lying_size() -> bytes:
    """The directory says that the sheet is small; it is not."""
    data = bytearray(sheet_xml(b" " * 100_000))
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        size = archive.getinfo(SHEET).file_size
    place = data.rfind(struct.pack("<I", size))
    data[place : place + 4] = struct.pack("<I", 1000)
    return bytes(data)


def overlapping() -> bytes:
    """Two entries of the directory that share their bytes."""
    data = bytearray(zipped({"xl/workbook.xml": b"<a/>" * 5000, "xl/other.xml": b"<a/>" * 5000}))
    places = [place for place in range(len(data)) if data[place : place + 4] == b"PK\x01\x02"]
    for place in places:
        data[place + 20 : place + 24] = struct.pack("<I", len(data))
    return bytes(data)


def same_name_twice() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("XL/Workbook.xml", "<a/>")
    return made.getvalue()


def locked_zip() -> bytes:
    """A ZIP file that says its parts are encrypted."""
    data = bytearray(book(ROW))
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = data.find(mark)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def many_rows(cells: int) -> bytes:
    """A head, and a million rows of empty cells that carry a style."""
    signs = "ABCDE"[:cells]
    return sheet_xml("".join(f'<row r="{row}">' + "".join(f'<c r="{sign}{row}" s="0"/>' for sign in signs) + "</row>" for row in range(2, 1_000_001)).encode())


def hidden() -> bytes:
    data = book(ROW)
    return edited(data, "xl/workbook.xml", b'<sheet name="Sheet1"', b'<sheet name="Sheet1" state="hidden"')


def dated(number: bytes, *, is_from_1904: bool = False) -> bytes:
    """A workbook with a day of any number."""
    data = workbook([HEAD, ("ccc", "1", "A", datetime(2025, 3, 1), "")], date_1904=is_from_1904, default_date_format="yyyy-mm-dd")
    return changed(data, {SHEET: re.sub(rb"<v>\d{5}</v>", b"<v>" + number + b"</v>", part(data, SHEET))})


def xls_day(number: float) -> bytes:
    """The XLS sample with a formula in E6, formatted as a day, whose result is any number."""
    return xls_with(0x0006, 0x0006, struct.pack("<HHHd", 5, 4, 0x17, number))


def old_day() -> bytes:
    return workbook([HEAD, ("ccc", "1", "A", date(1949, 10, 1), "")], default_date_format="yyyy-mm-dd")


def sheets(count: int) -> bytes:
    made = BytesIO()
    from xlsxwriter import Workbook

    with Workbook(made, {"in_memory": True}) as written:
        for _ in range(count):
            written.add_worksheet()
    return made.getvalue()


def merged() -> bytes:
    made = BytesIO()
    from xlsxwriter import Workbook

    with Workbook(made, {"in_memory": True}) as written:
        sheet = written.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for row in (1, 2):
            sheet.write_row(row, 0, ("ccc", str(row)))
        sheet.merge_range(1, 2, 2, 2, "A Ltd")
    return made.getvalue()


def ods(change: Callable[[bytes], bytes]) -> bytes:
    data = sample("ods")
    return changed(data, {"content.xml": change(part(data, "content.xml"))})


def ods_rows(text: bytes) -> bytes:
    end = text.index(b"</table:table>")
    cell = b'<table:table-cell office:value-type="string" table:number-columns-repeated="600"><text:p>x</text:p></table:table-cell>'
    return text[:end] + b'<table:table-row table:number-rows-repeated="1000000">' + cell + b"</table:table-row>" + text[end:]


def ods_blanks(text: bytes) -> bytes:
    return text.replace("甲公司".encode(), b'A<text:s text:c="2000000000"/>B', 1)


#: Name of the file, and how it is made.
CASES: Final[Mapping[str, Callable[[], bytes]]] = {
    # texts
    "empty.csv": lambda: b"",
    "blank-lines.csv": lambda: b"\n\n , \n",
    "only-head.csv": csv,
    "no-encoding.csv": lambda: b"kind\n\xff\xff\xff\n",
    "utf16-cut.csv": lambda: "kind\nccc\n".encode("utf-16")[:-1],
    "utf16-unmarked.csv": lambda: "kind\nccc\n".encode("utf-16-le"),
    "utf32.csv": lambda: "kind\nccc\n".encode("utf-32"),
    "utf8-mark-only.csv": lambda: b"\xef\xbb\xbfkind,holder\nccc,\xd6\xd0\n",
    "nul.csv": lambda: csv("ccc,1\0,A,,"),
    "quote-open.csv": lambda: csv('ccc,1,"A Ltd,2025-03-01,', "ccc,2,B,,", "ccc,3,C,,"),
    "quote-inside.csv": lambda: csv('ccc,1,"Acme" Ltd,,', "ccc,2,B,,"),
    "cell-of-2-mb.csv": lambda: csv("ccc,1," + "x" * 2_000_000 + ",,", "ccc,2,B,,"),
    "line-without-end.csv": lambda: csv("ccc,1," + "x" * (17 << 20)),
    "columns-20000.csv": lambda: csv() + b",x" * 20_000 + b"\nccc\n",
    "heads-twice.csv": "证书种类,证书编号,证书号\nccc,1,2\n".encode,
    "head-misspelt.csv": "证书种类,产品名,valid untl\nccc,lamp,x\n".encode,
    "no-kind-column.csv": lambda: b"number,holder\n1,A\n",
    "rows-above-head.csv": lambda: b"ccc,1\nkind,number\nccc,2\n",
    "cells-beyond-head.csv": lambda: csv("ccc,1,A, Ltd,2025-03-01,9405.21"),
    "formula.csv": lambda: csv("ccc,1,=SUM(1;1),,"),
    "dde.csv": lambda: csv("ccc,=cmd|'/C calc'!A0,A,,"),
    "formula-as-kind.csv": lambda: csv('="ccx",1,A,,'),
    "day-0.csv": lambda: days("2025-03-00"),
    "month-13.csv": lambda: days("2025-13-01"),
    "february-30.csv": lambda: days("2025年2月30日"),
    "day-ambiguous.csv": lambda: days("03/04/2025", "25.12.2024", "1-2-2025 00:00:00"),
    "year-of-two-digits.csv": lambda: days("25/3/1"),
    "days-mixed.csv": lambda: days("2025-03-01", "2025/3/2", "20250303", "03/04/2025", "Mar 5, 2025", "45717"),
    "day-1900.csv": lambda: days("1900-01-00", "1900-01-01", "1904-01-01"),
    "day-before-1990.csv": lambda: days("1989-12-31", "1990-01-01"),
    "day-after-2099.csv": lambda: days("2205-03-01"),
    "number-rounded.csv": lambda: csv("ccc,6.9E+12,A,,"),
    "zero-lost.csv": lambda: csv("ccc,1,A,,10121", "ccc,2,A,,101.21", "ccc,3,A,,010121", "ccc,4,A,,940"),
    "goods-code-in-words.csv": lambda: csv("ccc,1,A,,9405.21/22", "ccc,2,A,,12"),
    "words-not-in-lists.csv": lambda: b"kind,status,stage,economy,report,standard\nccx,fine,XYZ,Atlantis,perhaps,IEC 1:2017\n",
    "example-left.csv": "企业名称,证书种类\n【示例】甲公司,ccc\n乙公司,ccc\n".encode,
    # other files
    "scan.pdf": lambda: b"%PDF-1.7\n...",
    "photo.xlsx": lambda: b"\x89PNG\r\n\x1a\n....",
    "photo.jpg": lambda: b"\xff\xd8\xff\xe0....",
    "letter.rtf": lambda: b"{\\rtf1 ...}",
    "table.rar": lambda: b"Rar!\x1a\x07\x00",
    "table.csv.gz": lambda: b"\x1f\x8b\x08\x00....",
    "table.7z": lambda: b"7z\xbc\xaf\x27\x1c....",
    "empty.zip": lambda: b"PK\x05\x06" + bytes(18),
    "table.parquet": lambda: b"PAR1....",
    "table.sqlite": lambda: b"SQLite format 3\x00",
    "page.xls": lambda: b"\xef\xbb\xbf \n<html><table><tr><td>kind</td></tr></table></html>",
    "page-without-html.xls": lambda: b"<table><tr><td>kind</td></tr></table>",
    "page.mht": lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
    "excel-2003.xml": lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
    "excel-4.xls": lambda: b"\x09\x04\x06\x00\x00\x00\x10\x00",
    "wps.et": lambda: sample("xls"),
    # older workbooks
    "wps-inside.xls": lambda: compound({"Workbook": b"x", "ETExtData": b"x"}),
    "word.xls": lambda: compound({"WordDocument": b"x"}),
    "protected.xlsx": lambda: compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}),
    "protected.xls": lambda: xls_with(0x00E1, 0x002F),
    "cut.xls": lambda: sample("xls")[:1000],
    "start-only.xls": lambda: b"\xd0\xcf\x11\xe0rest",
    "chain-in-a-circle.xls": lambda: sample("xls")[:512] + struct.pack("<128I", *range(128)) + sample("xls")[1024:],
    "size-absurd.xls": lambda: xls_with(0x0200, 0x0200, struct.pack("<II", 0, 0xFFFFFFFF)),
    "size-backwards.xls": lambda: xls_with(0x0200, 0x0200, struct.pack("<II", 9, 1)),
    # ZIP files that are none, or others
    "start-only.xlsx": lambda: b"PK\x03\x04rest",
    "cut.xlsx": lambda: book(ROW)[:-100],
    "directory-damaged.xlsx": lambda: book(ROW).replace(b"PK\x01\x02", b"PK\x01\x03", 1),
    "part-damaged.xlsx": lambda: book(ROW)[:200] + b"\xff" * 40 + book(ROW)[240:],
    "nested.zip": lambda: zipped({"certificates.xlsx": book(ROW)}),
    "letter.docx": lambda: zipped({"word/document.xml": b"<a/>"}),
    "numbers.numbers": lambda: zipped({"Index/Document.iwa": b"x"}),
    "binary.xlsb": lambda: zipped({"xl/workbook.bin": b"x"}),
    "letter.odt": lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
    "bomb.xlsx": bomb,
    "size-is-a-lie.xlsx": lying_size,
    "parts-overlap.xlsx": overlapping,
    "part-twice.xlsx": same_name_twice,
    "protected-zip.xlsx": locked_zip,
    "billion-laughs.xlsx": lambda: with_start("xl/sharedStrings.xml", BOMB),
    "outer-entity.xlsx": lambda: with_start("xl/workbook.xml", OUTSIDE),
    "outer-entity-in-relations.xlsx": lambda: with_start("xl/_rels/workbook.xml.rels", OUTSIDE),
    "entity-in-utf-16.xlsx": lambda: changed(book(ROW), {SHEET: part(book(ROW), SHEET).decode().encode("utf-16")}),
    "encoding-utf-7.xlsx": lambda: edited(book(ROW), SHEET, b'encoding="UTF-8"', b'encoding="UTF-7"'),
    "no-relations.xlsx": lambda: changed(book(ROW), {"xl/_rels/workbook.xml.rels": None}),
    "xml-cut.xlsx": lambda: changed(book(ROW), {"xl/workbook.xml": part(book(ROW), "xl/workbook.xml")[:-30]}),
    # workbooks that swell
    "sheets-201.xlsx": lambda: sheets(201),
    "columns-20000.xlsx": lambda: sheet_xml(b'<row r="2"><c r="XFD2"><v>1</v></c></row>'),
    "rows-beyond-a-million.xlsx": lambda: sheet_xml(b'<row r="2"><c r="A1048577"><v>1</v></c></row>'),
    "far-corner.xlsx": lambda: sheet_xml(b'<row r="2"><c r="ZZ1048576"><v>1</v></c></row>'),
    "address-absurd.xlsx": lambda: sheet_xml(b'<row r="2"><c r="B99999999999999999999"><v>1</v></c></row>'),
    "row-absurd.xlsx": lambda: sheet_xml(b'<row r="4294967295"><c><v>1</v></c></row>'),
    "texts-counted-wrong.xlsx": lambda: edited(book(ROW), "xl/sharedStrings.xml", b'uniqueCount="', b'uniqueCount="4294967'),
    "million-empty-rows.xlsx": lambda: many_rows(1),
    "cell-of-2-mb.xlsx": lambda: sheet_xml(row_of_two("ccc", "xyzt" * 500_000)),
    "rows-repeated.ods": lambda: ods(ods_rows),
    "blanks-repeated.ods": lambda: ods(ods_blanks),
    "protected.ods": lambda: changed(sample("ods"), {"META-INF/manifest.xml": b"<manifest><manifest:encryption-data/></manifest>"}),
    "xml-cut.ods": lambda: ods(lambda text: text[:-50]),
    "entity.ods": lambda: ods(lambda text: text.replace(b"?>", b"?>" + OUTSIDE, 1)),
    # cells of workbooks
    "never-calculated.xlsx": lambda: sheet_xml(b'<row r="2"><c r="A2"><f>"c"&amp;"cc"</f></c></row><row r="3"><c r="A3"><f>1</f><v></v></c></row>'),
    "error-cell.xlsx": lambda: sheet_xml(b'<row r="2"><c r="A2" t="inlineStr"><is><t>ccc</t></is></c><c r="D2" t="e"><f>NA()</f><v>#N/A</v></c></row>'),
    "merged.xlsx": merged,
    "hidden.xlsx": hidden,
    "macros.xlsm": lambda: changed(book(ROW), {"xl/vbaProject.bin": b"x"}),
    "goods-code-number.xlsx": lambda: book(("ccc", "1", "A", "2025-03-01", 101.21), ("ccc", "2", "A", "2025-03-01", 940521)),
    "digits-lost.xlsx": lambda: book(("ccc", 12345678901234567, "A", "2025-03-01", ""), ("ccc", 123456789012345, "A", "2025-03-01", "")),
    "day-as-number.xlsx": lambda: book(("ccc", "1", "A", 45717, "")),
    "first-day-of-1900.xlsx": lambda: dated(b"1"),
    "first-day-of-1904.xlsx": lambda: dated(b"1", is_from_1904=True),
    "day-beyond-time.xlsx": lambda: dated(b"-1.4e306"),
    "day-beyond-time.xls": lambda: xls_day(-1.4e306),
    "day-of-1949.xlsx": old_day,
    "dde.xlsx": lambda: sheet_xml(b'<row r="2"><c r="A2" t="inlineStr"><is><t>ccc</t></is></c><c r="B2" t="str"><f>cmd|\'/C calc\'!A0</f></c></row>'),
    "all-at-once.xls": lambda: sample("xls"),
    "all-at-once.ods": lambda: sample("ods"),
    "all-at-once.xlsx": lambda: sample("xlsx"),
}
