"""The compound file that an XLS workbook comes in (published as MS-CFB): which streams it has, and their bytes."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mra.ingest.recognise import OLE

_FREE: Final = 0xFFFFFFFA
_ENTRY: Final = 128
_STREAM, _ROOT = 2, 5


class DamagedFile(Exception):
    """The file contradicts itself."""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    start: int
    size: int


class CompoundFile:
    """The streams of a compound file by name. Raises ``DamagedFile`` where chains leave the file or go round in circles."""

    def __init__(self, data: bytes) -> None:
        self._data = bytearray(data)
        try:
            self._read_header()
        except (struct.error, IndexError) as error:
            raise DamagedFile from error

    def _read_header(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self._data, 30)
        if not self._data.startswith(OLE) or shift not in (9, 12) or mini_shift != 6:
            raise DamagedFile
        self._sector: int = 1 << shift
        self._mini_sector: int = 1 << mini_shift
        directory, _, self._cutoff, mini_table, _, next_list, _ = struct.unpack_from("<IIIIIII", self._data, 48)
        self._table: list[int] = []
        for sector in self._table_sectors(next_list):
            self._table += struct.unpack(f"<{self._sector // 4}I", self._at(sector))
        self._mini_table: list[int] = []
        for sector in _chain(self._table, mini_table):
            self._mini_table += struct.unpack(f"<{self._sector // 4}I", self._at(sector))
        entries = dict(self._entries(b"".join(self._at(sector) for sector in _chain(self._table, directory))))
        root = next((entry for entry in entries.values() if entry.kind == _ROOT), None)
        self._mini = list(_chain(self._table, root.start)) if root else []
        self._streams = {name: entry for name, entry in entries.items() if entry.kind == _STREAM}

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams."""
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes:
        """The bytes of one stream."""
        entry = self._streams[name]
        places = list(self._places(entry))
        step = self._step(entry)
        return b"".join(bytes(self._data[place : place + step]).ljust(step, b"\0") for place in places)[: entry.size]

    def overwrite(self, name: str, changes: Mapping[int, bytes]) -> bytes:
        """The whole file with single bytes of one stream changed; no change may be longer than the two bytes of a record's kind."""
        entry = self._streams[name]
        places, step = list(self._places(entry)), self._step(entry)
        for start, change in changes.items():
            for place, byte in enumerate(change, start):
                self._data[places[place // step] + place % step] = byte
        return bytes(self._data)

    def _step(self, entry: _Entry) -> int:
        return self._mini_sector if entry.size < self._cutoff else self._sector

    def _places(self, entry: _Entry) -> Iterator[int]:
        """Where in the file the sectors of a stream begin."""
        if entry.size >= self._cutoff:
            yield from ((sector + 1) * self._sector for sector in _chain(self._table, entry.start))
            return
        in_one = self._sector // self._mini_sector
        for sector in _chain(self._mini_table, entry.start):
            if sector // in_one >= len(self._mini):
                raise DamagedFile
            yield (self._mini[sector // in_one] + 1) * self._sector + sector % in_one * self._mini_sector

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        part = bytes(self._data[start : start + self._sector])
        if not part:
            raise DamagedFile
        return part.ljust(self._sector, b"\0")

    def _table_sectors(self, following: int) -> Iterator[int]:
        """The sectors that hold the table of chains: the first 109 stand in the header, the others in a list of their own."""
        yield from (sector for sector in struct.unpack_from("<109I", self._data, 76) if sector < _FREE)
        for _ in range(len(self._data) // self._sector):
            if following >= _FREE:
                return
            *sectors, following = struct.unpack(f"<{self._sector // 4}I", self._at(following))
            yield from (sector for sector in sectors if sector < _FREE)

    def _entries(self, directory: bytes) -> Iterator[tuple[str, _Entry]]:
        for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, start + 64)
            first, size = struct.unpack_from("<II", directory, start + 116)
            name = directory[start : start + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            if kind in (_STREAM, _ROOT):
                yield name, _Entry(kind, first, size)


def _chain(table: list[int], sector: int) -> Iterator[int]:
    """The sectors of a chain in their order."""
    for _ in range(len(table) + 1):
        if sector >= _FREE:
            return
        yield sector
        if sector >= len(table):
            raise DamagedFile
        sector = table[sector]
    raise DamagedFile
