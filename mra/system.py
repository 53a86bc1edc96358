"""What the operating system says when a file cannot be used, in both languages."""

import errno
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


def system_reason(error: OSError) -> Bilingual:
    """Why ``error`` happened; the system's own words where the catalogue has none."""
    key = _REASONS.get(error.errno or 0)
    if key:
        return say(f"system.{key}")
    words = error.strerror or str(error) or type(error).__name__
    return Bilingual(words, words)
