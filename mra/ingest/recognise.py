"""What a file is, told by its content and never by its name; whatever is no table is refused with advice."""

import re
from typing import Final, Literal

from mra.errors import InputError
from mra.ingest.content import Content
from mra.language import say

Container = Literal["text", "zip", "ole"]
ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How files begin that exporters take for tables.
_STRANGERS: Final = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"{\\rtf", "document"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"PK\x07\x08", "archive"),
    (b"PAR1", "binary"),
    (b"SQLite format 3", "binary"),
    (b"\x09\x00\x04\x00", "old-excel"),
    (b"\x09\x02\x06\x00", "old-excel"),
    (b"\x09\x04\x06\x00", "old-excel"),
    (b"\x09\x08\x08\x00", "old-excel"),
)
_PAGE: Final = re.compile(rb"<(!doctype html|html|head|meta|table|body|style)\b", re.IGNORECASE)


def container_of(content: Content) -> Container:
    """How the file is packed. Raises ``InputError`` with advice for a file that is known to be no table."""
    head = content.head
    if content.path.suffix.lower() in (".et", ".ett"):  # its form is not published: what opens today may not tomorrow
        raise refused(content, "et")
    if head.startswith(ZIP):
        return "zip"
    if head.startswith(OLE[:4]):
        return "ole"
    for start, kind in _STRANGERS:
        if head.startswith(start):
            raise refused(content, kind)
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare.startswith(b"<"):
        raise refused(content, "page" if _PAGE.match(bare) else "xml")
    if bare[:13].lower() == b"mime-version:":
        raise refused(content, "page")
    return "text"


def refused(content: Content, kind: str) -> InputError:
    """The error for a file that is something else: what it is, and how to save it again."""
    return InputError(say("table.refused", file=content.path, what=say(f"table.is.{kind}"), advice=say(f"table.advice.{kind}")))
