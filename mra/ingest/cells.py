"""The cells of a portfolio, read to qualifiers of ``--held``: days, yes and no, markets, standards, as exporters write them."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Final

from mra.ingest.cleaning import clean
from mra.language import say
from mra.model.directory import Directory
from mra.model.evidence import JOINT, QUALIFIERS
from mra.model.standard import slug
from mra.model.text import Bilingual

Reader = Callable[[str], Mapping[str, str]]
#: The columns, by the names of the qualifiers of ``--held``; their heads stand in the catalogue.
COLUMNS: Final = ("kind", *QUALIFIERS)
#: What else a portfolio says: who exports, and which product; these say nothing of the evidence itself.
PRODUCT_COLUMNS: Final = ("enterprise", "product", "hs", "model")
PORTFOLIO_COLUMNS: Final = ("enterprise", *COLUMNS, "product", "hs", "model")
#: How the columns of attributes are named, before the id.
ATTRIBUTE: Final = "attr:"
#: How the first cell of an example row of the template begins.
EXAMPLE: Final = "【示例"
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)
_DAY_LAST = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{4}(?: .*)?", re.ASCII)
#: No certificate that anybody holds was issued before, nor ends after.
_YEARS: Final = range(1990, 2100)
_ROUNDED: Final = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_AS_TEXT: Final = re.compile(r'="([^"]*)"|\'([=+@\t-].*)', re.DOTALL)
_GOODS_CODE: Final = re.compile(r"(?:HS:?\s*)?(\d[\d. ]*)", re.IGNORECASE | re.ASCII)
#: What people add to the short name of a kind: CCC证书, CQC certificate.
_DOCUMENT: Final = re.compile(r"\s*(?:认证证书|证书|认证|certificate)$", re.IGNORECASE)
_PARTS = re.compile(r"\s*[;,、|\n]\s*")


class BadCell(Exception):
    """A cell that cannot be used: the code of the rule, and what its sentences need."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def normal(text: str) -> str:
    """A word without regard to case, blanks and joining signs."""
    return re.sub(r"[\s_*-]+", "", clean(text)).lower()


def cell_readers(directory: Directory) -> dict[str, Reader]:
    """How the cells of each column are read, to qualifiers of ``--held``; cells about exporter and product give none, and are checked only."""
    readers: dict[str, Reader] = {column: partial(_plain, column) for column in COLUMNS}
    readers |= {column: partial(_day, column) for column in ("date", "test_date", "valid_until")}
    readers |= {column: partial(_flag, column) for column in ("report", "endorsed", "scope")}
    markets = {normal(name): code for code, label in directory.markets.items() for name in (code, label.en, label.zh)}
    readers |= {column: partial(_markets, directory, markets, column) for column in ("economy", "differences", "registered")}
    readers |= {column: partial(_concept, _notations(directory, column), column) for column in ("status", "stage")}
    readers |= dict.fromkeys(PRODUCT_COLUMNS, _no_qualifier) | {"number": _number, "hs": _goods_code}
    names = {normal(name): kind for kind, label in directory.kinds.items() for name in (label.en, label.zh, kind)}
    return readers | {"kind": partial(_kind, directory, names), "standard": partial(_standards, directory), "factory": _factory}


def _plain(column: str, cell: str) -> Mapping[str, str]:
    return {column: unquoted(cell)}


def unquoted(cell: str) -> str:
    """A text without the signs that keep spreadsheets from reading it as a number or a formula. Raises ``BadCell`` for a formula."""
    if quoted := _AS_TEXT.fullmatch(cell):
        return quoted[1] if quoted[2] is None else quoted[2]
    if cell.startswith("="):
        raise BadCell("formula-text")
    return cell


def _no_qualifier(cell: str) -> Mapping[str, str]:
    unquoted(cell)
    return {}


def _number(cell: str) -> Mapping[str, str]:
    """The number of a certificate; a long one that a spreadsheet has rounded is lost."""
    if _ROUNDED.fullmatch(cell):
        raise BadCell("number-rounded")
    return {"number": unquoted(cell)}


def goods_code(cell: str) -> str:
    """The digits of a goods code. Raises ``BadCell`` for one of odd length: the zero at its front is lost, or it is cut short."""
    found = _GOODS_CODE.fullmatch(unquoted(cell))
    digits = re.sub(r"\D", "", found[1]) if found else ""
    if not 4 <= len(digits) <= 13 and len(digits) != 3:
        raise BadCell("goods-code-form")
    if len(digits) % 2 and len(digits) < 10:
        raise BadCell("goods-code-zero", digits=len(digits), padded=f"0{cell}")
    return digits


def _goods_code(cell: str) -> Mapping[str, str]:
    goods_code(cell)
    return {}


def _day(column: str, cell: str) -> Mapping[str, str]:
    if _DAY_LAST.fullmatch(cell):
        raise BadCell("day-order")
    found = _DAY.fullmatch(cell)
    try:
        year, month, day = (int(part) for part in (found.groups() if found else ()) if part)
        read = date(year, month, day).isoformat()
    except ValueError:
        raise BadCell("wrong-day") from None
    if year not in _YEARS:
        raise BadCell("day-far", first=_YEARS[0], last=_YEARS[-1])
    return {column: read}


def _words(key: str) -> set[str]:
    words = say(f"certificates.word.{key}")
    return {normal(word) for word in (*words.en.split("|"), *words.zh.split("|"))}


def _flag(column: str, cell: str) -> Mapping[str, str]:
    for value in ("yes", "no"):
        if normal(cell) in _words(value):
            return {column: value}
    raise BadCell("wrong-flag")


def _factory(cell: str) -> Mapping[str, str]:
    """``same`` or ``other``; a name alone does not say which of the two it is, and is kept as a name."""
    for value in ("same", "other"):
        if normal(cell) in _words(value):
            return {"factory": value}
    return {"factory_name": cell}


def _kind(directory: Directory, names: Mapping[str, str], cell: str) -> Mapping[str, str]:
    for text in (cell, cell.replace("报告", "report"), _DOCUMENT.sub("", cell)):
        if normal(text) in names:
            return {"kind": names[normal(text)]}
    near = [names[name] for name in difflib.get_close_matches(normal(cell), names, 3, 0.5)]
    near += [kind for name, kind in names.items() if normal(cell) in name]
    choices = list(dict.fromkeys(near))[:3]
    named = [say("report.named", label=directory.kinds[kind], id=kind) for kind in choices]
    every = ", ".join(sorted(directory.kinds))
    raise BadCell("unknown-kind", near=Bilingual(", ".join(text.en for text in named), "、".join(text.zh for text in named)) if named else every)


def _notations(directory: Directory, column: str) -> dict[str, str]:
    """The notations of a list by all their names; the first of two that share a name has it."""
    named = ((name, notation) for notation, concept in directory.concepts[column].items() for name in (notation, concept.label.en, concept.label.zh))
    found: dict[str, str] = {}
    for name, notation in named:
        found.setdefault(normal(name), notation)
    return found


def _concept(names: Mapping[str, str], column: str, cell: str) -> Mapping[str, str]:
    if normal(cell) in names:
        return {column: names[normal(cell)]}
    raise BadCell("not-in-list", allowed=", ".join(dict.fromkeys(names.values())))


def _markets(directory: Directory, names: Mapping[str, str], column: str, cell: str) -> Mapping[str, str]:
    if normal(cell) in names:  # names of markets may hold separators
        return {column: names[normal(cell)]}
    found = [names.get(normal(part)) or part.upper() for part in re.split(r"\s*[+;,、|\n]\s*", cell)]
    for code in found:
        if code not in directory.markets:
            raise BadCell("unknown-market", market=code)
    return {column: JOINT.join(found)}


def _standards(directory: Directory, cell: str) -> Mapping[str, str]:
    return {"standard": JOINT.join(_editions(directory, cell))}


def _editions(directory: Directory, cell: str) -> Iterator[str]:
    """The designations in a cell; the ``+`` of an amendment is no separator."""
    for part in _PARTS.split(cell):
        for text in [part] if slug(part) in directory.editions else part.split("+"):
            if slug(text) not in directory.editions:
                near = difflib.get_close_matches(slug(text), directory.editions, 3, 0.6)
                raise BadCell("unknown-standard", standard=text.strip(), near=", ".join(directory.editions[name] for name in near) or "—")
            yield text.strip()
