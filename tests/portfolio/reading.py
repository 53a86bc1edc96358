"""The results of a run, read back."""

from pathlib import Path

import pyarrow as pa
from pyarrow import csv, parquet

Row = dict[str, object]


def rows(folder: Path, name: str) -> list[Row]:
    """All rows of a folder of results, in order, whatever the pieces were."""
    tables = [_table(file) for file in sorted((folder / name).iterdir())]
    found = [row for table in tables for row in table.to_pylist()]
    return sorted(found, key=lambda row: [str(row[key]) for key in ("sheet", "row", "market", "requirement") if key in row])


def _table(file: Path) -> pa.Table:
    return parquet.read_table(file) if file.suffix == ".parquet" else csv.read_csv(file)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a run but for the manifest, with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json"}
