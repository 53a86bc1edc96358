"""JSON-LD read by key: values in their several forms. No context is fetched; prefixes and addresses of two vocabularies are known."""

import unicodedata
from collections.abc import Iterator
from typing import Final

from mra.ingest.json_text import Json, JsonObject

__all__ = ["first", "nodes", "plain", "text", "texts", "types"]

LONGEST: Final = 500
_VOCABULARIES: Final = (
    "https://schema.org/",
    "http://schema.org/",
    "schema:",
    "https://gs1.org/voc/",
    "https://www.gs1.org/voc/",
    "http://gs1.org/voc/",
    "https://ref.gs1.org/voc/",
    "gs1:",
)


def plain(word: str) -> str:
    """A key or type without the address or prefix of schema.org or GS1."""
    return next((word.removeprefix(start) for start in _VOCABULARIES if word.startswith(start)), word)


def nodes(value: Json) -> list[JsonObject]:
    """The objects that a value is or lists."""
    values = value if isinstance(value, list) else [value]
    return [entry for entry in values if isinstance(entry, dict)]


def first(node: JsonObject, *names: str) -> Json:
    """The value of the first of ``names`` that the node has, with or without a prefix."""
    known = {plain(key): value for key, value in node.items()}
    return next((known[name] for name in names if known.get(name) not in (None, "", [])), None)


def types(node: JsonObject) -> frozenset[str]:
    """The types of a node."""
    value = first(node, "@type", "type")
    values = value if isinstance(value, list) else [value]
    return frozenset(plain(entry) for entry in values if isinstance(entry, str))


def texts(value: Json, *keys: str) -> Iterator[str]:
    """The texts in a value: itself, an ``@value``, each of a list, or of an object the first of ``keys`` that it has."""
    if isinstance(value, list):
        for entry in value:
            yield from texts(entry, *keys)
    elif isinstance(value, dict):
        inner = first(value, "@value", *keys)
        if inner is not None and not isinstance(inner, dict):
            yield from texts(inner)
    elif isinstance(value, str | int | float) and not isinstance(value, bool) and (found := tidy(str(value))):
        yield found


def text(node: JsonObject, *names: str, keys: tuple[str, ...] = ("name",)) -> str:
    """The first text under ``names``; of an object there, what stands under ``keys``."""
    return next((found for name in names for found in texts(first(node, name), *keys)), "")


def tidy(value: str) -> str:
    """A text for one line of a terminal or a cell: compatibility forms unified, no control signs, not endless."""
    kinds = ((sign, unicodedata.category(sign)) for sign in value[: 2 * LONGEST])
    shown = "".join(" " if kind in ("Cc", "Zl", "Zp") else sign for sign, kind in kinds if kind != "Cf")
    return " ".join(unicodedata.normalize("NFKC", shown).split())[:LONGEST]
