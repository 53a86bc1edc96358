"""What stands beside the rows of the user's own table: whether the certificate may be used, and what each market makes of it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from mra.language import say
from mra.model.directory import Directory
from mra.model.sheet import VERDICTS
from mra.model.text import Bilingual, Language
from mra.portfolio.parts import read_results
from mra.portfolio.pencil import Tone
from mra.portfolio.workbook import ResultCell, Results

_Row = tuple[str, int]
_GAPS: Final = ("duplicate", "missing", "unknown")


def results_beside(folder: Path, directory: Directory, markets: Mapping[str, Bilingual], integrity: Mapping[str, Bilingual], language: Language) -> Results:
    """The answers of the run in ``folder`` for ``write_back``.

    ``markets`` have their names, ``integrity`` are the sentences of the criteria that certificates fail.
    """
    cells = {row: [_standing(usable, why, integrity, language)] for row, usable, why in _certificates(folder)}
    for row, found in _markets(folder):
        cells[row] += [_market(directory, *found[market], language) for market in markets]
    cells |= {row: [ResultCell(text=say("portfolio.beside.refused").read(language), tone="bad", comment=why)] for row, why in _refused(folder, language)}
    heads = [say("portfolio.beside.standing"), *markets.values()]
    blank = [ResultCell(text="")]
    return Results(heads=heads, cells=lambda sheet, row: _filled(cells.get((sheet, row), blank), len(heads)))


def _filled(cells: Sequence[ResultCell], width: int) -> Sequence[ResultCell]:
    return [*cells, *[ResultCell(text="")] * (width - len(cells))]


def _certificates(folder: Path) -> Iterator[tuple[_Row, str, str]]:
    for table in read_results(folder, "certificates"):
        for sheet, row, usable, why in zip(*(table[name].to_pylist() for name in ("sheet", "row", "usable", "why")), strict=True):
            yield (sheet or "", row), usable, why or ""


def _standing(usable: str, why: str, integrity: Mapping[str, Bilingual], language: Language) -> ResultCell:
    tone: Tone = {"yes": "good", "unknown": "warn", "no": "bad"}[usable]  # type: ignore[assignment]
    comment = "\n".join(integrity[name].read(language) for name in why.split(";") if name)
    return ResultCell(text=say(f"portfolio.beside.{usable}").read(language), tone=tone, comment=comment)


def _markets(folder: Path) -> Iterator[tuple[_Row, dict[str, tuple[dict[str, int], bool]]]]:
    """Per row and market, how many mandatory requirements of the whole market have each verdict, and whether the market was read whole."""
    keys = ["sheet", "row", "market", "verdict", "coverage"]
    for table in read_results(folder, "verdicts"):
        kept = table.filter(pc.and_(table["mandatory"], pc.invert(table["regional"]))).select(keys)
        counted = pa.TableGroupBy(kept, keys).aggregate([([], "count_all")]).select([*keys, "count_all"])
        found: dict[_Row, dict[str, tuple[dict[str, int], bool]]] = {}
        for sheet, row, market, verdict, coverage, count in zip(*(column.to_pylist() for column in counted.columns), strict=True):
            counts, _ = found.setdefault((sheet or "", row), {}).setdefault(market, ({}, coverage == "reviewed"))
            counts[verdict] = count
        yield from found.items()


def _market(directory: Directory, counts: Mapping[str, int], is_whole: bool, language: Language) -> ResultCell:
    """The verdicts of a market in words, the tone of the worst that the exporter can do something about."""
    words = directory.concepts["verdict"]
    found = {word: counts[word] for word in VERDICTS if word in counts and word != "not_required"}
    text = " · ".join(say("portfolio.beside.count", verdict=words[word].label, count=count).read(language) for word, count in found.items())
    tone: Tone = "bad" if "barred" in found else "warn" if any(word in found for word in _GAPS) or not is_whole else "good"
    return ResultCell(text=text or say(f"portfolio.beside.nothing-{'required' if is_whole else 'found'}").read(language), tone=tone)


def _refused(folder: Path, language: Language) -> Iterator[tuple[_Row, str]]:
    """Per refused row everything that is wrong with it, in one text."""
    import csv

    texts: dict[_Row, list[str]] = {}
    with (folder / "refused.csv").open(encoding="utf-8-sig", newline="") as stream:
        for line in csv.DictReader(stream):
            told = f"{line[f'message_{language}']} {line[f'remedy_{language}']}"
            texts.setdefault((line["sheet"], int(line["row"])), []).append(told)
    for row, lines in texts.items():
        yield row, "\n".join(lines)
