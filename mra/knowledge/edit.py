"""Change a TOML record and keep everything that was not changed: comments, order, blank lines, quotes."""

from pathlib import Path
from typing import TYPE_CHECKING

from mra.system import written_whole

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def read_document(path: Path) -> "TOMLDocument":
    """The record at ``path``, to be changed in place. Raises ``tomlkit.exceptions.ParseError`` if it is not TOML."""
    import tomlkit

    return tomlkit.parse(path.read_bytes().decode("utf-8"))


def write_document(path: Path, document: "TOMLDocument") -> None:
    """Write ``document`` to ``path``, whole or not at all; an unchanged document gives the same bytes."""
    import tomlkit

    with written_whole(path) as half:
        half.write_bytes(tomlkit.dumps(document).encode("utf-8"))
