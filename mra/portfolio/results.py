"""Some columns of the results of a run, a batch at a time: a report needs few of them, and there may be tens of millions of rows."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

_ROWS: Final = 1 << 20


def columns_of(folder: Path, schema: pa.Schema, names: Sequence[str]) -> Iterator[pa.Table]:
    """The columns ``names`` of the files in ``folder``, with the types of ``schema``, whatever the format of the run."""
    wanted = pa.schema([schema.field(name) for name in names])
    for file in sorted(folder.glob("[0-9]*")):
        yield from _parquet(file, wanted) if file.suffix == ".parquet" else _csv(file, wanted)


def _parquet(file: Path, wanted: pa.Schema) -> Iterator[pa.Table]:
    from pyarrow import parquet

    words = [field.name for field in wanted if pa.types.is_dictionary(field.type)]
    with parquet.ParquetFile(file, read_dictionary=words) as opened:
        for batch in opened.iter_batches(_ROWS, columns=wanted.names):
            yield pa.table(batch.select(wanted.names)).cast(wanted).unify_dictionaries()


def _csv(file: Path, wanted: pa.Schema) -> Iterator[pa.Table]:
    from pyarrow import csv

    plain = {field.name: pa.string() if pa.types.is_dictionary(field.type) else field.type for field in wanted}
    with csv.open_csv(file, convert_options=csv.ConvertOptions(include_columns=wanted.names, column_types=plain)) as opened:
        for batch in opened:
            yield pa.table(batch).cast(wanted)
