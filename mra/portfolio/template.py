"""The workbook to fill in: heads in both languages over hidden keys, drop-downs, notes, examples; every cell is text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mra.ingest.cells import EXAMPLE
from mra.ingest.rows import letters
from mra.language import say
from mra.model.directory import Directory
from mra.model.standard import slug
from mra.model.text import Bilingual, Language
from mra.portfolio.pencil import new_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: In the order in which an exporter fills them in.
COLUMNS: Final = (
    "enterprise", "product", "hs", "model", "kind", "number", "holder", "issuer", "standard", "date", "valid_until", "status",
    "report", "lab", "test_date", "stage", "endorsed", "scope", "factory", "differences", "registered", "economy",
)  # fmt: skip
#: Without these a row cannot be judged, or not for much.
_WANTED: Final = ("product", "kind", "number", "issuer", "standard", "date", "status")
#: Statuses of certificates; the others are those of agreements, or are found on lists.
_STATUSES: Final = ("valid", "suspended", "withdrawn", "cancelled", "expired")
_EXPLAINED: Final = ("rows", "blue", "days", "columns", "merged", "several")
_FILLED_ROWS: Final = 10_000
_HEAD_ROWS: Final = 3
_WIDE: Final = {"enterprise": 26, "holder": 26, "issuer": 20, "standard": 26, "product": 20, "kind": 24, "lab": 20}
_USUAL_WIDTH: Final = 15
_EXAMPLES: Final = (
    ("ccc", "power-adapter", "2024010907000001", "GB 4943.1-2022", "2024-05-20", "2029-05-20"),
    ("cb_report", "bluetooth-headset", "CN-00123", "IEC 62368-1:2018", "2025-03-01", ""),
    ("iso9001_cnas", "led-luminaire", "00125Q30001R0M", "", "2025-01-15", "2028-01-14"),
)


@dataclass(frozen=True, slots=True)
class _Formats:
    key: "Format"
    head: "Format"
    wanted: "Format"
    text: "Format"
    example: "Format"
    title: "Format"


def write_template(directory: Directory, target: Path, language: Language = "zh") -> None:
    """Write the template to ``target``, whole or not at all; the drop-downs speak ``language``.

    Raises ``InputError`` if the library for it is missing.
    """
    with new_workbook(target, say("template.title").read(language), is_streamed=False) as book:
        formats = _formats(book)
        sheet = book.add_worksheet(say("template.sheet").zh)
        notes = book.add_worksheet(say("template.notes-sheet").zh)
        lists = book.add_worksheet(say("template.lists-sheet").zh)
        _draw_head(sheet, formats)
        _draw_examples(sheet, directory, language, formats)
        _draw_lists(sheet, lists, _choices(directory, language), formats)
        _draw_notes(notes, formats)
        lists.hide()
        sheet.activate()


def _formats(book: "Workbook") -> _Formats:
    text = {"num_format": "@", "font_size": 10, "valign": "top"}
    head = {**text, "bold": True, "bottom": 1, "text_wrap": True}
    return _Formats(
        key=book.add_format({**text, "font_color": "#7F7F7F"}),
        head=book.add_format({**head, "bg_color": "#EDEDED"}),
        wanted=book.add_format({**head, "bg_color": "#DDEBF7"}),
        text=book.add_format({**text}),
        example=book.add_format({**text, "italic": True, "font_color": "#7F7F7F"}),
        title=book.add_format({**text, "bold": True, "text_wrap": True}),
    )


def _head(column: str) -> Bilingual:
    names = say(f"certificates.head.{column}")
    return Bilingual(names.en.partition("|")[0], names.zh.partition("|")[0])


def _draw_head(sheet: "Worksheet", formats: _Formats) -> None:
    """Keys (hidden), Chinese, English; a note on each head."""
    for place, column in enumerate(COLUMNS):
        head, note = _head(column), say(f"template.note.{column}")
        style = formats.wanted if column in _WANTED else formats.head
        sheet.set_column(place, place, _WIDE.get(column, _USUAL_WIDTH), formats.text)
        sheet.write_string(0, place, column, formats.key)
        sheet.write_string(1, place, head.zh, style)
        sheet.write_string(2, place, head.en, style)
        sheet.write_comment(1, place, f"{note.zh}\n{note.en}", {"x_scale": 2, "author": "mra"})
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.freeze_panes(_HEAD_ROWS, 1)
    sheet.autofilter(2, 0, _FILLED_ROWS, len(COLUMNS) - 1)


def _draw_examples(sheet: "Worksheet", directory: Directory, language: Language, formats: _Formats) -> None:
    known = [example for example in _EXAMPLES if example[0] in directory.kinds]
    name = say("template.example", mark=EXAMPLE).read(language)
    for row, (kind, group, number, standard, day, until) in enumerate(known, _HEAD_ROWS):
        product = directory.groups.get(group)
        cells = {
            "enterprise": name,
            "product": product.label.read(language) if product else "",
            "hs": product.hs[0] if product and product.hs else "",
            "kind": directory.kinds[kind].read(language),
            "number": number,
            "standard": standard if slug(standard) in directory.editions else "",
            "date": day,
            "valid_until": until,
            "status": directory.concepts["status"]["valid"].label.read(language),
            "report": _word("yes", language),
        }
        for place, column in enumerate(COLUMNS):
            sheet.write_string(row, place, cells.get(column, ""), formats.example)


def _word(key: str, language: Language) -> str:
    return say(f"certificates.word.{key}").read(language).partition("|")[0]


def _choices(directory: Directory, language: Language) -> Mapping[str, Sequence[str]]:
    """What may be chosen in each column that has a list, in words that are read back."""
    yes_or_no = [_word(key, language) for key in ("yes", "no")]
    statuses, stages = directory.concepts["status"], directory.concepts["stage"]
    return {
        "product": sorted(group.label.read(language) for group in directory.groups.values()),
        "kind": [label.read(language) for kind, label in directory.kinds.items() if kind != "none"],
        "status": [statuses[name].label.read(language) for name in _STATUSES if name in statuses],
        "report": yes_or_no,
        "stage": [concept.label.read(language) for concept in stages.values()],
        "endorsed": yes_or_no,
        "scope": yes_or_no,
        "factory": [_word(key, language) for key in ("same", "other")],
        "economy": [label.read(language) for label in directory.markets.values()],
    }


def _draw_lists(sheet: "Worksheet", lists: "Worksheet", choices: Mapping[str, Sequence[str]], formats: _Formats) -> None:
    """Lists stand on a sheet of their own: Excel refuses longer ones within the rule. A value that is not listed may be kept."""
    name = say("template.lists-sheet").zh
    for place, (column, words) in enumerate(choices.items()):
        lists.write_string(0, place, column, formats.key)
        for row, word in enumerate(words, 1):
            lists.write_string(row, place, word, formats.text)
        if words:
            source = f"='{name}'!${letters(place)}$2:${letters(place)}${len(words) + 1}"
            rule = {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}
            target = COLUMNS.index(column)
            sheet.data_validation(_HEAD_ROWS, target, _FILLED_ROWS, target, rule)


def _draw_notes(notes: "Worksheet", formats: _Formats) -> None:
    notes.set_column(0, 0, 16, formats.text)
    notes.set_column(1, 2, 60, formats.text)
    for row, topic in enumerate(_EXPLAINED):
        line = say(f"template.explanation.{topic}")
        notes.write_string(row, 1, line.zh, formats.title)
        notes.write_string(row, 2, line.en, formats.title)
    for row, column in enumerate(COLUMNS, 8):
        head, note = _head(column), say(f"template.note.{column}")
        notes.write_string(row, 0, column, formats.key)
        notes.write_string(row, 1, f"{head.zh}：{note.zh}", formats.text)
        notes.write_string(row, 2, f"{head.en}: {note.en}", formats.text)
