"""Summaries of a run: by market, scheme, product group and enterprise; and the rows that were refused."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from mra.model.sheet import VERDICTS
from mra.model.text import Bilingual
from mra.portfolio.columns import ENTERPRISE_ROWS
from mra.portfolio.engine import Work
from mra.portfolio.parts import tally
from mra.system import written_whole

if TYPE_CHECKING:
    import pandas as pd

#: The files of a run beside its folders of results.
CUBE: Final = "cube.parquet"
ENTERPRISES: Final = "by-enterprise.csv"
REFUSED: Final = "refused.csv"
_KEYS: Final = ["kind", "product", "usable", "market", "requirement", "mandatory", "regional", "verdict", "contains_duplicate", "contains_unknown"]
#: What each summary of requirements is by.
_SUMMARIES: Final = {"by-market.csv": ["market"], "by-scheme.csv": ["market", "requirement"], "by-product.csv": ["product", "market"]}
SUMMARY_FILES: Final = (CUBE, *_SUMMARIES, ENTERPRISES, REFUSED)


def write_summaries(work: Work, parts: Sequence[int]) -> None:
    """Write all summaries out of the tallies of the parts."""
    from pyarrow import parquet

    cube = _added(work.folder, "cube", parts, _KEYS)
    with written_whole(work.folder / CUBE) as half:
        parquet.write_table(pa.Table.from_pandas(cube, preserve_index=False), half, compression="zstd", store_schema=False)
    counted = cube[cube["mandatory"] & ~cube["regional"]]
    for name, keys in _SUMMARIES.items():
        _write(work, name, _by(counted, keys))
    enterprises = _added(work.folder, "enterprises", parts, ["enterprise"])
    _write(work, ENTERPRISES, enterprises[ENTERPRISE_ROWS.names])
    refused = pa.concat_tables([tally(work.folder, "refused", number) for number in parts])
    _write(work, REFUSED, refused.to_pandas())


def _added(folder: Path, name: str, parts: Sequence[int], keys: list[str]) -> "pd.DataFrame":
    """The tallies of all parts, equal keys added up, in the order of the keys."""
    import pandas as pd

    total: pd.DataFrame | None = None
    for number in parts:
        part = tally(folder, name, number).to_pandas()
        total = part if total is None else pd.concat([total, part]).groupby(keys, as_index=False, sort=False, dropna=False).sum()
    assert total is not None, "a run has at least one part"
    return total.groupby(keys, as_index=False, sort=True, dropna=False).sum()


def _by(cube: "pd.DataFrame", keys: list[str]) -> "pd.DataFrame":
    """One row a key: certificates times requirements of each verdict."""
    table = cube.pivot_table(index=keys, columns="verdict", values="certificates", aggfunc="sum", fill_value=0, observed=True)
    return table.reindex(columns=list(VERDICTS), fill_value=0).astype("int64").reset_index()


def _write(work: Work, name: str, table: "pd.DataFrame") -> None:
    """As CSV for spreadsheets, with the names of markets, schemes and products in both languages beside their codes."""
    for column, names in (("market", work.source.directory.markets), ("requirement", work.source.directory.schemes), ("product", _products(work))):
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
    return table.assign(**{name: table[name].str.replace(r"^([=+\-@\t\r])", r"'\1", regex=True) for name in texts})
