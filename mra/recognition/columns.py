"""The compiled criteria over columns: each predicate is asked once a distinct value, then gathered over the rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mra.model.sheet import FactValue
from mra.recognition.compiled import CompiledCriteria, CompiledShape, StrangeFactsError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of many cases: per row the place of its value in ``distinct``, or -1 where the fact is absent."""

    codes: "NDArray[np.signedinteger]"
    distinct: Sequence[FactValue]


def failed_columns(
    classes: "Mapping[str, NDArray[np.bool_]]", values: Mapping[str, Column], compiled: CompiledCriteria, *, rows: int
) -> "dict[str, NDArray[np.bool_]]":
    """Per criterion the rows that fail it; a criterion that no row fails is left out.

    ``classes`` says which of the ``rows`` are of a class (all are of the root class), ``values`` holds the facts; a fact without a
    column is absent everywhere. Raises ``StrangeFactsError`` for a class or fact that no shape reads, or a column of another length.
    """
    compiled.refuse_strangers(classes, values)
    for name, found in [*((name, len(mask)) for name, mask in classes.items()), *((name, len(column.codes)) for name, column in values.items())]:
        if found != rows:
            raise StrangeFactsError(f"{name} has {found} rows, not {rows}")
    return {shape.id: failing for shape, failing in _each(classes, values, compiled, rows) if failing.any()}


def _each(
    classes: "Mapping[str, NDArray[np.bool_]]", values: Mapping[str, Column], compiled: CompiledCriteria, rows: int
) -> "Iterator[tuple[CompiledShape, NDArray[np.bool_]]]":
    for name, shapes in compiled.by_class.items():
        if name == compiled.root or name in classes:
            for shape in shapes:
                failing = _failing(shape, values.get(shape.path), rows)
                yield shape, failing if name == compiled.root else failing & classes[name]
    for name, column in values.items():
        for shape in compiled.by_fact[name]:
            yield shape, _failing(shape, values.get(shape.path), rows) & (column.codes >= 0)


def _failing(shape: CompiledShape, column: Column | None, rows: int) -> "NDArray[np.bool_]":
    """The rows whose value fails, whether or not the shape concerns them; the code -1 finds the answer for an absent value at the end."""
    import numpy

    if column is None:
        return numpy.full(rows, shape.fails(None))
    answers: NDArray[numpy.bool_] = numpy.array([*(shape.fails(value) for value in column.distinct), shape.fails(None)])
    gathered: NDArray[numpy.bool_] = answers[column.codes]
    return gathered
