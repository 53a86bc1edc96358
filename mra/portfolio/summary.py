"""Summaries of a run: by market, scheme, product group and enterprise; and the rows that were refused."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from mra.model.cell import safe
from mra.model.sheet import VERDICTS
from mra.model.text import Bilingual
from mra.portfolio.columns import CUBE_ROWS, ENTERPRISE_ROWS, PRODUCT_ROWS
from mra.portfolio.engine import Work
from mra.portfolio.parts import tally
from mra.system import written_whole

if TYPE_CHECKING:
    import pandas as pd

#: The files of a run beside its folders of results.
CUBE: Final = "cube.parquet"
PRODUCTS: Final = "products.parquet"
ENTERPRISES: Final = "by-enterprise.csv"
REFUSED: Final = "refused.csv"
BY_MARKET, BY_SCHEME, BY_PRODUCT = "by-market.csv", "by-scheme.csv", "by-product.csv"
SUMMARY_FILES: Final = (CUBE, PRODUCTS, BY_MARKET, BY_SCHEME, BY_PRODUCT, ENTERPRISES, REFUSED)


def write_summaries(work: Work, parts: Sequence[int]) -> None:
    """Write all summaries out of the tallies of the parts."""
    cube = _added(work.folder, "cube", CUBE_ROWS, parts)
    products = _added(work.folder, "products", PRODUCT_ROWS, parts)
    for name, table in ((CUBE, cube), (PRODUCTS, products)):
        _write_parquet(work.folder / name, table)
    counted = cube.filter(pc.and_(cube["mandatory"], pc.invert(cube["regional"]))).to_pandas()
    _write(work, BY_MARKET, _by(counted, ["market"]))
    _write(work, BY_SCHEME, _by(counted, ["market", "requirement"]))
    _write(work, BY_PRODUCT, _by(products.to_pandas(), ["product", "market"]))
    _write(work, ENTERPRISES, _added(work.folder, "enterprises", ENTERPRISE_ROWS, parts).to_pandas())
    _write(work, REFUSED, pa.concat_tables([tally(work.folder, "refused", number) for number in parts]).to_pandas())


def _added(folder: Path, name: str, schema: pa.Schema, parts: Sequence[int]) -> pa.Table:
    """The tallies of all parts, equal keys added up, in the order of the keys; never more than two are in memory."""
    keys = [field.name for field in schema if not pa.types.is_int64(field.type)]
    numbers = [field.name for field in schema if pa.types.is_int64(field.type)]
    plain = pa.schema([(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type) for field in schema])
    total = plain.empty_table()
    for number in parts:
        both = pa.concat_tables([total, tally(folder, name, number).cast(plain)])
        summed = both.group_by(keys, use_threads=False).aggregate([(column, "sum") for column in numbers])
        total = summed.select([*keys, *(f"{column}_sum" for column in numbers)]).rename_columns([*keys, *numbers]).select(plain.names)
    return total.sort_by([(key, "ascending") for key in keys])


def _write_parquet(file: Path, table: pa.Table) -> None:
    from pyarrow import parquet

    with written_whole(file) as half:
        parquet.write_table(table, half, compression="zstd", store_schema=False)


def _by(tally: "pd.DataFrame", keys: list[str]) -> "pd.DataFrame":
    """One row a key: certificates times requirements of each verdict."""
    table = tally.pivot_table(index=keys, columns="verdict", values="certificates", aggfunc="sum", fill_value=0, observed=True)
    return table.reindex(columns=list(VERDICTS), fill_value=0).astype("int64").reset_index()


def _write(work: Work, name: str, table: "pd.DataFrame") -> None:
    """As CSV for spreadsheets, with the names of markets, schemes and products in both languages beside their codes."""
    directory = work.source.directory
    for column, names in (("market", work.market_labels()), ("requirement", directory.schemes), ("product", _products(work))):
        if column in table:
            place = list(table.columns).index(column) + 1
            table.insert(place, f"{column}_en", [names[code].en if code else "" for code in table[column]])
            table.insert(place, f"{column}_zh", [names[code].zh if code else "" for code in table[column]])
    with written_whole(work.folder / name) as half:
        _plain(table).to_csv(half, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _products(work: Work) -> dict[str, Bilingual]:
    return {name: group.label for name, group in work.source.directory.groups.items()}


def _plain(table: "pd.DataFrame") -> "pd.DataFrame":
    """No text of the user begins like a formula."""
    texts = table.select_dtypes(include=["str", "object"]).columns
    return table.assign(**{name: table[name].map(safe) for name in texts})
