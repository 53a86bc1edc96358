"""The Arrow tables that a portfolio is read into and judged to; other engines may call the judge with them.

Input: one text column a known column of the user's table (``mra.ingest``), ``""`` where a cell is empty, and two columns that say
where the row stands: ``sheet`` (text) and ``row`` (32-bit integer, as the user's program counts it).
"""

from typing import Final

import pyarrow as pa

from mra.model.sheet import VERDICTS
from mra.model.text import Bilingual

#: Where a row stands in the user's table.
PLACE: Final = ("sheet", "row")
_WORD: Final = pa.dictionary(pa.int32(), pa.string())
_PLACE: Final = [pa.field("sheet", _WORD), pa.field("row", pa.int32())]

#: One row a certificate that was judged. ``usable`` is ``yes``, ``unknown`` (with a doubt) or ``no``; ``why`` names the criteria that failed.
CERTIFICATE_ROWS: Final = pa.schema(
    [
        *_PLACE,
        pa.field("enterprise", _WORD),
        pa.field("number", _WORD),
        pa.field("kind", _WORD),
        pa.field("product", _WORD),
        pa.field("usable", _WORD),
        pa.field("why", _WORD),
    ]
)

#: One row a certificate, market and requirement. Money and times (``days`` or ``working-days``) are empty where no source states them.
VERDICT_ROWS: Final = pa.schema(
    [
        *CERTIFICATE_ROWS,
        pa.field("market", _WORD),
        pa.field("requirement", _WORD),
        pa.field("mandatory", pa.bool_()),
        pa.field("regional", pa.bool_()),
        pa.field("verdict", _WORD),
        pa.field("reasons", _WORD),
        pa.field("route", _WORD),
        pa.field("to_do", pa.int32()),
        pa.field("contains_duplicate", pa.bool_()),
        pa.field("contains_unknown", pa.bool_()),
        pa.field("confidence", _WORD),
        pa.field("coverage", _WORD),
        pa.field("cost_low", pa.float64()),
        pa.field("cost_high", pa.float64()),
        pa.field("currency", _WORD),
        pa.field("days_low", pa.int32()),
        pa.field("days_high", pa.int32()),
        pa.field("days_unit", _WORD),
    ]
)

#: One row a cell that could not be used, or a row that could not be judged: what is wrong and what to do, in both languages.
REFUSED_ROWS: Final = pa.schema(
    [
        pa.field("sheet", pa.string()),
        pa.field("row", pa.int32()),
        *(pa.field(name, pa.string()) for name in ("column", "value", "rule", "message_en", "message_zh", "remedy_en", "remedy_zh")),
    ]
)


def refusal(sheet: str, row: int, column: str, value: str, rule: str, message: Bilingual, remedy: Bilingual) -> dict[str, str | int]:
    """One row of ``REFUSED_ROWS``."""
    told = {"message_en": message.en, "message_zh": message.zh, "remedy_en": remedy.en, "remedy_zh": remedy.zh}
    return {"sheet": sheet, "row": row, "column": column, "value": value, "rule": rule, **told}


#: How many certificates have each outcome, by kind of evidence: what the summaries by market and scheme are made of.
CUBE_ROWS: Final = pa.schema(
    [
        *(pa.field(name, _WORD) for name in ("kind", "usable", "market", "requirement")),
        pa.field("mandatory", pa.bool_()),
        pa.field("regional", pa.bool_()),
        pa.field("verdict", _WORD),
        pa.field("contains_duplicate", pa.bool_()),
        pa.field("contains_unknown", pa.bool_()),
        pa.field("certificates", pa.int64()),
    ]
)

#: How many certificates times mandatory requirements of a whole market have each verdict, by product group.
PRODUCT_ROWS: Final = pa.schema([*(pa.field(name, _WORD) for name in ("product", "market", "verdict")), pa.field("certificates", pa.int64())])

#: One row an enterprise: its certificates, how many of them are usable, and how many mandatory requirements of each verdict they meet with.
ENTERPRISE_ROWS: Final = pa.schema(
    [
        pa.field("enterprise", _WORD),
        *(pa.field(name, pa.int64()) for name in ("certificates", "not_usable", *VERDICTS)),
    ]
)
