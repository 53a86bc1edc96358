"""Files: written whole or not at all, and what the operating system says, in both languages, when one cannot be used."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mra.language import say
from mra.model.text import Bilingual

_REASONS: Final = {
    errno.ENOENT: "no-such-file",
    errno.EISDIR: "is-folder",
    errno.ENOTDIR: "not-a-folder",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EROFS: "read-only",
    errno.ENOSPC: "no-space",
    errno.ENAMETOOLONG: "name-too-long",
}


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path`` to write to; it takes the place of ``path`` once everything is written, and never stays."""
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        yield half
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def system_reason(error: OSError) -> Bilingual:
    """Why ``error`` happened; the system's own words where the catalogue has none."""
    key = _REASONS.get(error.errno or 0)
    if key:
        return say(f"system.{key}")
    words = error.strerror or str(error) or type(error).__name__
    return Bilingual(words, words)
