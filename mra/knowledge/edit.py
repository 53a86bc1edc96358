"""Change a TOML record and keep everything that was not changed: comments, order, blank lines, quotes."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def read_document(path: Path) -> "TOMLDocument":
    """The record at ``path``, to be changed in place. Raises ``tomlkit.exceptions.ParseError`` if it is not TOML."""
    import tomlkit

    return tomlkit.parse(path.read_bytes().decode("utf-8"))


def write_document(path: Path, document: "TOMLDocument") -> None:
    """Write ``document`` to ``path``, whole or not at all; an unchanged document gives the same bytes."""
    import tomlkit

    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        half.write_bytes(tomlkit.dumps(document).encode("utf-8"))
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
