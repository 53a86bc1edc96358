"""The rows of a release file, as they are written and read back; the same rows give the same bytes."""

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_TABLES: Final = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (kind TEXT, id TEXT, place INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE owned (economy TEXT, id TEXT, PRIMARY KEY (economy, id)) WITHOUT ROWID;
CREATE TABLE relation (one TEXT, other TEXT, relation TEXT NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE chain (destination TEXT PRIMARY KEY, codes TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sheet (destination TEXT, product TEXT, cases INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (destination, product)) WITHOUT ROWID;
"""
_FILL: Final = {
    "record": "INSERT INTO record VALUES (?, ?, ?, ?)",
    "owned": "INSERT INTO owned VALUES (?, ?)",
    "relation": "INSERT INTO relation VALUES (?, ?, ?)",
    "chain": "INSERT INTO chain VALUES (?, ?)",
    "sheet": "INSERT INTO sheet VALUES (?, ?, ?, ?)",
}


@dataclass(slots=True, kw_only=True)
class Contents:
    """Everything that a release holds. ``sheets`` by market and product: the number of cases, and the sheet."""

    about: dict[str, str]
    records: dict[tuple[str, str], tuple[int, str]]
    owned: list[tuple[str, str]]
    relations: list[tuple[str, str, str]]
    chains: list[tuple[str, str]]
    sheets: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        """How many cases were judged."""
        return sum(cases for cases, _ in self.sheets.values())


def write_contents(contents: Contents, file: Path) -> None:
    """Write a release file; rows go in by their keys, whatever the order in which they were made."""
    rows: dict[str, list[Any]] = {
        "record": sorted((*key, *value) for key, value in contents.records.items()),
        "owned": sorted(contents.owned),
        "relation": sorted(contents.relations),
        "chain": sorted(contents.chains),
        "sheet": sorted((*key, *value) for key, value in contents.sheets.items()),
    }
    with sqlite3.connect(file) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;" + _TABLES)
        database.executemany("INSERT INTO about VALUES (?, ?)", sorted(contents.about.items()))
        for table, fill in _FILL.items():
            database.executemany(fill, rows[table])
    database.close()


def read_contents(database: sqlite3.Connection) -> Contents:
    """The rows of an open release file."""
    return Contents(
        about=dict(database.execute("SELECT name, value FROM about").fetchall()),
        records={(kind, name): (place, body) for kind, name, place, body in database.execute("SELECT * FROM record").fetchall()},
        owned=database.execute("SELECT economy, id FROM owned").fetchall(),
        relations=database.execute("SELECT one, other, relation FROM relation").fetchall(),
        chains=database.execute("SELECT destination, codes FROM chain").fetchall(),
        sheets={(market, product): (cases, body) for market, product, cases, body in database.execute("SELECT * FROM sheet").fetchall()},
    )
