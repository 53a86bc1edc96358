"""Parts of a release as the mappings and sequences that they are in memory; each entry is read when it is asked for."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar, overload

from mra.model.scheme import Scheme
from mra.model.standard import Relation
from mra.release.codec import decode, revive

T = TypeVar("T")


class Stored(Mapping[str, T]):
    """The records of one kind by id, each read once."""

    def __init__(self, database: sqlite3.Connection, kind: str, of: type[T]) -> None:
        self.database, self._kind, self._of = database, kind, of
        self._read: dict[str, T] = {}
        self.days: frozenset[date] | None = None

    def __getitem__(self, name: str) -> T:
        if name not in self._read:
            row = self.database.execute("SELECT body FROM record WHERE kind = ? AND id = ?", (self._kind, name)).fetchone()
            if row is None:
                raise KeyError(name)
            self._read[name] = decode(self._of, row[0])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self.database.execute("SELECT id FROM record WHERE kind = ? ORDER BY place", (self._kind,)).fetchall())

    def __len__(self) -> int:
        return int(self.database.execute("SELECT count(*) FROM record WHERE kind = ?", (self._kind,)).fetchone()[0])

    def put(self, name: str, value: T) -> None:
        """Let ``value`` stand in place of the record that is stored."""
        self._read[name] = value

    def boundaries(self) -> frozenset[date]:
        """The days on which one of these records begins, ends, or has a member, a yield or a body that does: ``days``, else as stored."""
        if self.days is not None:
            return self.days
        row = self.database.execute("SELECT value FROM about WHERE name = ?", (f"boundaries of {self._kind}",)).fetchone()
        return frozenset(map(date.fromisoformat, json.loads(row[0])))


class StoredSchemes(Stored[Scheme]):
    """The schemes by id, and of one economy."""

    def of(self, economy: str) -> tuple[Scheme, ...]:
        """The schemes that ``economy`` itself runs, by id."""
        rows = self.database.execute("SELECT id FROM owned WHERE economy = ? ORDER BY id", (economy,)).fetchall()
        return tuple(self[row[0]] for row in rows)


class StoredList(Sequence[T]):
    """A list that is read whole, when it is first asked for."""

    def __init__(self, database: sqlite3.Connection, name: str, of: type[T]) -> None:
        self._database, self._name, self._of = database, name, of
        self._read: tuple[T, ...] | None = None

    def _all(self) -> tuple[T, ...]:
        if self._read is None:
            (text,) = self._database.execute("SELECT value FROM about WHERE name = ?", (self._name,)).fetchone()
            self._read = tuple(revive(self._of, plain) for plain in json.loads(text))
        return self._read

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        return self._all()[place]

    def __len__(self) -> int:
        return len(self._all())


class StoredSets(Mapping[str, frozenset[str]]):
    """A closure by id, such as the groups above a group; small, asked for often, and read whole."""

    def __init__(self, database: sqlite3.Connection, kind: str) -> None:
        self._database, self._kind = database, kind

    @cached_property
    def _sets(self) -> Mapping[str, frozenset[str]]:
        rows = self._database.execute("SELECT id, body FROM record WHERE kind = ? ORDER BY place", (self._kind,)).fetchall()
        return {name: frozenset(json.loads(body)) for name, body in rows}

    def __getitem__(self, name: str) -> frozenset[str]:
        return self._sets[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sets)

    def __len__(self) -> int:
        return len(self._sets)


class StoredRelations(Mapping[tuple[str, str], Relation]):
    """How one edition relates to another."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def __getitem__(self, pair: tuple[str, str]) -> Relation:
        row = self._database.execute("SELECT relation FROM relation WHERE one = ? AND other = ?", pair).fetchone()
        if row is None:
            raise KeyError(pair)
        found: Relation = row[0]
        return found

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._database.execute("SELECT one, other FROM relation ORDER BY one, other").fetchall())

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM relation").fetchone()[0])
