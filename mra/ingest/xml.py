"""XML from outside: the only door to lxml. No entities, no DTD, no network; bounded in size, depth and number of elements."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

from lxml import etree

from mra.errors import InputError
from mra.language import say

__all__ = [
    "Element",
    "Parts",
    "XmlFault",
    "attribute",
    "children",
    "children_in",
    "descendants",
    "local_name",
    "namespace",
    "read_xml",
    "schema_faults",
    "text_at",
    "text_of",
]

Element: TypeAlias = etree._Element
#: Names of elements that are read, with those within them.
Parts: TypeAlias = Mapping[str, "Parts"]
#: Whatever the library raises.
XmlFault: Final = etree.LxmlError

MOST_BYTES: Final = 20_000_000
DEEPEST: Final = 100
MOST_ELEMENTS: Final = 200_000
#: What exporters' files are in; anything else (UTF-7 above all) is another way to write what a filter looks for.
_ENCODINGS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "utf-16", "gb18030", "gbk", "gb2312"})
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
_DECLARATION: Final = re.compile(r"<\?xml\s[^>]*?\?>", re.DOTALL)
_STATED: Final = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']{1,40})[\"']")


def read_xml(data: bytes, name: str) -> Element:
    """The root element of a document; ``name`` is the file in messages.

    Raises ``InputError`` with the line where it is not well-formed, states a document type, or goes beyond the limits.
    """
    if len(data) > MOST_BYTES:
        raise InputError(say("xml.too-large", file=name, most=MOST_BYTES // 1_000_000))
    text = _decoded(data, name)
    if (line := _doctype(text)) is not None:
        raise InputError(say("xml.doctype", file=name, line=line))
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, collect_ids=False
    )
    try:
        root = etree.fromstring(_undeclared(text).encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(say("xml.malformed", file=name, line=error.lineno or 1, reason=(error.msg or "").partition(", line ")[0])) from None
    _check_bounds(root, name)
    return root


def _decoded(data: bytes, name: str) -> str:
    found = _STATED.search(data[:200])
    encoding = "utf-16" if data.startswith(_WIDE) else found[1].decode("ascii", "replace").lower() if found else "utf-8"
    if encoding not in _ENCODINGS:
        raise InputError(say("xml.encoding-refused", file=name, encoding=encoding))
    try:
        text = data.decode("utf-8-sig" if encoding in ("utf-8", "utf8") else encoding)
        text.encode("utf-8")
    except UnicodeError:
        raise InputError(say("xml.wrong-encoding", file=name, encoding=encoding)) from None
    return text


def _doctype(text: str) -> int | None:
    """The line of a document type declaration, which can only stand before the root element; ``None`` without one."""
    place = 0
    while place < len(text):
        if text.startswith("<!DOCTYPE", place):
            return text.count("\n", 0, place) + 1
        end = "?>" if text.startswith("<?", place) else "-->" if text.startswith("<!--", place) else ""
        if end:
            found = text.find(end, place)
            place = len(text) if found < 0 else found + len(end)
        elif text[place].isspace():
            place += 1
        else:
            return None
    return None


def _undeclared(text: str) -> str:
    """``text`` without its declaration, whose encoding no longer holds; lines keep their numbers."""
    found = _DECLARATION.match(text)
    return text if found is None else "\n" * found[0].count("\n") + text[found.end() :]


def _check_bounds(root: Element, name: str) -> None:
    if root.getroottree().docinfo.doctype:
        raise InputError(say("xml.doctype", file=name, line=1))
    depth = count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST:
            raise InputError(say("xml.too-deep", file=name, line=element.sourceline, most=DEEPEST))
        if count > MOST_ELEMENTS:
            raise InputError(say("xml.too-many", file=name, most=MOST_ELEMENTS))


def schema_faults(root: Element, parts: Parts, schema: Path) -> list[tuple[int, str]]:
    """What a RELAX NG schema of ours objects to in the parts that we read: lines with the library's own words, the first ones.

    Everything else is left out before: validating what may be anything takes the library endless time and memory.
    """
    validator = etree.RelaxNG(etree.parse(schema))
    if validator.validate(_pruned(root, parts)):
        return []
    return [(entry.line, entry.message) for entry in validator.error_log][:5]


def _pruned(source: Element, parts: Parts) -> Element:
    copy = etree.Element(source.tag)
    copy.sourceline = source.sourceline
    if not parts:
        copy.text = text_of(source)
    for child in source:
        if local_name(child) in parts and namespace(child) == namespace(source):
            copy.append(_pruned(child, parts[local_name(child)]))
    return copy


def local_name(element: Element) -> str:
    """The name without its namespace; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    """The namespace of an element; empty without one."""
    return etree.QName(element).namespace or "" if isinstance(element.tag, str) else ""


def children(element: Element, *path: str) -> list[Element]:
    """The elements at a path of local names below ``element``, in the namespace of ``element``."""
    found = [element]
    for name in path:
        found = [child for parent in found for child in parent if local_name(child) == name and namespace(child) == namespace(element)]
    return found


def text_at(element: Element, *path: str) -> str:
    """The text of the first element at a path, blanks joined; empty if there is none."""
    return next((text for found in children(element, *path) if (text := text_of(found))), "")


def text_of(element: Element) -> str:
    """All text within, blanks joined; a comment in the middle of a word does not cut it."""
    return " ".join(str(element.xpath("string()")).split())


def children_in(element: Element, space: str, name: str) -> list[Element]:
    """The children of a name in a namespace."""
    return [child for child in element if local_name(child) == name and namespace(child) == space]


def descendants(element: Element, name: str, space: str) -> list[Element]:
    """All elements of a name in a namespace, anywhere below ``element`` or itself."""
    return list(element.iter(f"{{{space}}}{name}" if space else name))


def attribute(element: Element, name: str) -> str:
    """An attribute; empty if it is not there. ``xml:lang`` is understood."""
    return str(element.get(name.replace("xml:", "{http://www.w3.org/XML/1998/namespace}"), ""))
