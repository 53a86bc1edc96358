"""A file that is read more than once: opened anew where it is a regular one, kept in memory where it is a pipe."""

import io
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from mra.errors import InputError
from mra.language import say
from mra.system import system_reason

#: Enough for thirty million certificates as text.
LARGEST_FILE: Final = 4 << 30
_LARGEST_PIPE: Final = 256 << 20
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The bytes of a file, with its first ones at hand."""

    path: Path
    size: int
    head: bytes
    kept: bytes | None = None

    def open(self) -> BinaryIO:
        """A new stream over all bytes; to be closed by the caller. Raises ``InputError`` if the file cannot be opened any more."""
        if self.kept is not None:
            return io.BytesIO(self.kept)
        try:
            return self.path.open("rb")
        except OSError as error:
            raise _unreadable(self.path, error) from None


def read_content(path: Path) -> Content:
    """The content of a file or pipe. Raises ``InputError`` if it cannot be read or is larger than any table."""
    try:
        with path.open("rb") as stream:
            if stat.S_ISREG(path.stat().st_mode):
                content = Content(path=path, size=path.stat().st_size, head=stream.read(_HEAD))
                limit = LARGEST_FILE
            else:
                kept = stream.read(_LARGEST_PIPE + 1)
                content = Content(path=path, size=len(kept), head=kept[:_HEAD], kept=kept)
                limit = _LARGEST_PIPE
    except OSError as error:
        raise _unreadable(path, error) from None
    if content.size > limit:
        raise InputError(say("table.file-too-large", file=path, limit=limit >> 20))
    return content


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(say("error.file-unreadable", file=path, reason=system_reason(error)))
