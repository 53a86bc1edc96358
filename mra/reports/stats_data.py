"""Statistics for machines and spreadsheets; both languages stand side by side."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from mra.language import say
from mra.model.cell import safe
from mra.model.concept import Concepts
from mra.model.sheet import VERDICTS
from mra.model.text import Bilingual, Language
from mra.reports.stats import Statistics
from mra.reports.stats_coverage import LEVELS, MarketShare
from mra.reports.stats_matrix import Line, Matrix

__all__ = ["as_csv", "as_json"]

_BOM: Final = "\ufeff"
_COUNT_HEADS: Final = ("tally", "id", "name-en", "name-zh", "count")
_COVERAGE_HEADS: Final = ("market", "market-en", "market-zh", "family", "family-en", "family-zh")
_MATRIX_HEADS: Final = ("scheme", "scheme-en", "scheme-zh", "kinds", "market", "market-en", "market-zh", "verdict", "verdict-en", "verdict-zh")


def as_json(found: Statistics, language: Language, width: int) -> str:
    """Everything with stable keys, the same in either language."""
    data: dict[str, Any] = {"schema": "mra-stats/1", "as_of": found.as_of.isoformat(), "kb_version": found.kb_version}
    if found.tallies:
        data["tallies"] = {
            tally.id: {
                "label": tally.label.as_dict(),
                "total": tally.total,
                "counts": [{"id": count.id, "label": count.label.as_dict(), "count": count.number} for count in tally.counts],
            }
            for tally in found.tallies
        }
    if found.coverage:
        data["coverage"] = [_market(share) for share in found.coverage]
    if found.matrix:
        data["matrix"] = _matrix(found.matrix)
    data["disclaimer"] = say("report.disclaimer").as_dict()
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _market(share: MarketShare) -> dict[str, Any]:
    families = [{"id": entry.family, "label": entry.label.as_dict(), **entry.groups} for entry in share.families if any(entry.groups.values())]
    return {"market": share.market, "label": share.label.as_dict(), **share.total, "families": families}


def _matrix(matrix: Matrix) -> dict[str, Any]:
    return {
        "markets": [{"id": code, "label": label.as_dict()} for code, label in matrix.markets.items()],
        "schemes": [
            {
                "id": line.id,
                "label": line.label.as_dict(),
                "evidence": list(line.kinds),
                "product_groups": list(line.groups),
                "cells": {code: _cell(matrix, line, code) for code in matrix.markets},
            }
            for line in matrix.lines
        ],
    }


def _cell(matrix: Matrix, line: Line, market: str) -> dict[str, Any]:
    cell = matrix.cells[line.id, market]
    return {"verdict": cell.verdict, "product_groups": {word: cell.groups[word] for word in VERDICTS if cell.groups.get(word)}}


def as_csv(found: Statistics, language: Language, width: int) -> str:
    """One table: the matrix, else coverage in detail, else the counts; heads in ``language``, as Excel wants it."""
    if found.matrix:
        heads: Sequence[str] = (*_MATRIX_HEADS, *VERDICTS)
        rows = _matrix_rows(found.matrix, found.concepts)
    elif found.in_detail:
        heads, rows = (*_COVERAGE_HEADS, *LEVELS), _coverage_rows(found.coverage)
    else:
        heads, rows = _COUNT_HEADS, _count_rows(found)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_headed(head, found.concepts, language) for head in heads)
    writer.writerows([safe(str(cell)) for cell in row] for row in rows)
    return _BOM + buffer.getvalue()


def _headed(head: str, concepts: Concepts, language: Language) -> str:
    concept = concepts["verdict"].get(head) or concepts["coverage-level"].get(head)
    return (concept.label if concept else say(f"stats.column.{head}")).read(language)


def _both(text: Bilingual) -> tuple[str, str]:
    return text.en, text.zh


def _count_rows(found: Statistics) -> Iterator[Sequence[object]]:
    for tally in found.tallies:
        yield from ((tally.id, count.id, *_both(count.label), count.number) for count in tally.counts)


def _coverage_rows(shares: Sequence[MarketShare]) -> Iterator[Sequence[object]]:
    for share in shares:
        for entry in share.families:
            if any(entry.groups.values()):
                levels = (entry.groups[level] for level in LEVELS)
                yield share.market, *_both(share.label), entry.family, *_both(entry.label), *levels


def _matrix_rows(matrix: Matrix, concepts: Concepts) -> Iterator[Sequence[object]]:
    for line in matrix.lines:
        for market, label in matrix.markets.items():
            cell = matrix.cells[line.id, market]
            word = concepts["verdict"][cell.verdict].label
            counts = (cell.groups.get(verdict, 0) for verdict in VERDICTS)
            yield line.id, *_both(line.label), " ".join(line.kinds), market, *_both(label), cell.verdict, *_both(word), *counts
