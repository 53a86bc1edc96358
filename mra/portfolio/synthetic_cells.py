"""A column of cells that repeat, as numbers of texts: made fast, changed in places, given to Arrow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from mra.portfolio.draws import Whole

#: Texts of which a part is used only are sorted out before they are written.
_MANY = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The text of row ``i`` is ``texts[codes[i]]``. ``repeats``: rows share texts."""

    codes: Whole
    texts: pa.StringArray
    repeats: bool = True

    def changed(self, rows: Whole, change: Callable[[str], str]) -> "Cells":
        """The same cells with what ``change`` makes of those at ``rows``."""
        texts = [change(text) for text in self.texts.take(pa.array(self.codes[rows])).to_pylist()]
        if not texts:
            return self
        codes = self.codes.copy()
        codes[rows] = np.arange(len(texts)) + len(self.texts)
        return Cells(codes=codes, texts=pa.concat_arrays([self.texts, pa.array(texts, pa.string())]), repeats=self.repeats)

    def column(self) -> pa.Array:
        """The cells as Arrow has them; repeated texts are kept once.

        A text that stood twice in the dictionary would make the Parquet writer leave bytes of old memory in the file.
        """
        if not self.repeats:
            return self.texts.take(pa.array(self.codes))
        unique = self.texts.dictionary_encode()
        codes, texts = unique.indices.to_numpy()[self.codes], unique.dictionary
        if len(texts) > _MANY:
            used, codes = np.unique(codes, return_inverse=True)
            texts = texts.take(pa.array(used))
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), texts)


class Choice:
    """Texts to choose from, a list a choice; equal texts are kept once. The last text is the empty one."""

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        codes: dict[str, int] = {}
        self._codes = np.array([codes.setdefault(text, len(codes)) for texts in lists for text in texts] or [0], dtype=np.int64)
        self._empty = codes.setdefault("", len(codes))
        self._texts = pa.array(list(codes), pa.string())
        self.sizes: Whole = np.array([len(texts) for texts in lists], dtype=np.int64)
        self._first = np.concatenate(([0], np.cumsum(self.sizes)[:-1])).astype(np.int64) if lists else np.zeros(0, np.int64)

    def cells(self, lists: Whole | int, numbers: Whole, *, empty: Sequence[bool] | np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None) -> Cells:
        """For every row the text with this number of this list; no text where ``empty`` says so, or where the list has none."""
        sizes = self.sizes[lists]
        codes = self._codes[np.where(sizes > 0, self._first[lists] + numbers % np.maximum(sizes, 1), 0)]
        missing = sizes == 0 if empty is None else (sizes == 0) | np.asarray(empty)
        return Cells(codes=np.where(missing, self._empty, codes), texts=self._texts)
