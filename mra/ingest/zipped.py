"""ZIP files from strangers: the directory is read and every part unpacked once, within bounds, before a library sees the file."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from mra.errors import InputError
from mra.ingest.content import Content
from mra.ingest.recognise import refused
from mra.language import say

_MOST_PARTS: Final = 10_000
_MOST_BYTES: Final = 2 << 30
#: Tables with long runs of equal rows shrink to a fiftieth; bombs to a thousandth.
_MOST_SHRUNK: Final = 250
_SMALL: Final = 8 << 20
_CHUNK: Final = 1 << 20
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_ENCRYPTED: Final = 0x1
_FORBIDDEN: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_WIDE_XML: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\x00\x00\xfe\xff")


class Archive:
    """The parts of a ZIP file by name, in small letters and with ``/`` between folders."""

    def __init__(self, content: Content) -> None:
        self.content = content
        try:
            with content.open() as stream, zipfile.ZipFile(stream) as archive:
                entries = [entry for entry in archive.infolist() if entry.filename and not entry.is_dir()]
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, EOFError, OSError, OverflowError):
            raise refused(content, "damaged") from None
        if any(not 0 <= entry.header_offset < content.size for entry in entries):
            raise refused(content, "damaged")
        self._parts = {_plain(entry.filename): entry for entry in entries}
        if len(self._parts) != len(entries):
            raise refused(content, "damaged")
        self._check_sizes()

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._parts)

    def size(self, name: str) -> int:
        """How many bytes a part has."""
        return self._parts[_plain(name)].file_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part, unpacked a piece at a time, never more than the directory says. Raises ``InputError`` if it is damaged."""
        entry = self._parts[_plain(name)]
        size = 0
        with self.content.open() as stream:
            for chunk in self._unpacked(stream, entry):
                size += len(chunk)
                if size > entry.file_size:
                    raise self._bomb()
                yield chunk
        if size != entry.file_size:
            raise refused(self.content, "damaged")

    def read(self, name: str, limit: int = 16 << 20) -> bytes:
        """A whole small part. Raises ``InputError`` if it has more than ``limit`` bytes."""
        if self.size(name) > limit:
            raise self._bomb()
        return b"".join(self.chunks(name))

    def check_xml(self) -> None:
        """Refuse parts that declare document types or entities, or are written in an encoding in which such words hide."""
        for name in self._parts:
            before, begins = b"", True
            for chunk in self.chunks(name):
                if begins:
                    begins = False
                    if chunk.startswith(_WIDE_XML) and name.endswith((".xml", ".rels")):
                        raise InputError(say("table.xml-encoding", file=self.content.path, part=name))
                    if not chunk.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
                        break
                    stated = _ENCODING.match(chunk.removeprefix(b"\xef\xbb\xbf"))
                    if stated and stated[1].upper() not in (b"UTF-8", b"UTF8", b"US-ASCII", b"ASCII"):
                        raise InputError(say("table.xml-encoding", file=self.content.path, part=name))
                if _FORBIDDEN.search(before + chunk):
                    raise InputError(say("table.xml-entities", file=self.content.path, part=name))
                before = chunk[-16:]

    def _check_sizes(self) -> None:
        entries = self._parts.values()
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise refused(self.content, "password")
        packed, whole = sum(entry.compress_size for entry in entries), sum(entry.file_size for entry in entries)
        shrunk = any(entry.file_size > _SMALL and entry.file_size > _MOST_SHRUNK * entry.compress_size for entry in entries)
        overlapping = packed > self.content.size
        if len(entries) > _MOST_PARTS or whole > _MOST_BYTES or shrunk or overlapping:
            raise self._bomb()

    def _bomb(self) -> InputError:
        return InputError(say("table.bomb", file=self.content.path, limit=_MOST_BYTES >> 20))

    def _unpacked(self, stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The bytes as they really are in the file: what the library would meet that reads it next."""
        stream.seek(entry.header_offset)
        head = stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise refused(self.content, "damaged")
        *_, name, extra = _LOCAL.unpack(head)
        stream.seek(name + extra, 1)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refused(self.content, "damaged")
        unpack = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == zipfile.ZIP_DEFLATED else None
        left = entry.compress_size
        while left and (block := stream.read(min(left, _CHUNK))):
            left -= len(block)
            if unpack is None:
                yield block
                continue
            try:
                while block:
                    yield unpack.decompress(block, _CHUNK)
                    block = unpack.unconsumed_tail
            except zlib.error:
                raise refused(self.content, "damaged") from None


def _plain(name: str) -> str:
    return name.replace("\\", "/").removeprefix("/").casefold()
