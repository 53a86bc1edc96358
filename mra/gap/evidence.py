"""Understand what somebody says is held: kinds of evidence with their qualifiers."""

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from mra.errors import InputError
from mra.language import say
from mra.model.directory import Directory
from mra.model.evidence import JOINT, QUALIFIERS, Held
from mra.model.standard import slug

_DAYS: Final = ("date", "test_date", "valid_until")
#: Qualifiers with a closed list of values, read as the cells of a portfolio are.
_LISTED: Final = ("differences", "economy", "endorsed", "factory", "registered", "report", "scope", "stage", "status")
_NOTHING: Final = "none"
#: What a Chinese input method writes for the signs of the form.
_WESTERN: Final = str.maketrans({"，": ",", "、": ",", "；": ",", "：": ":", "＝": "=", "“": '"', "”": '"'})


def parse_held(directory: Directory, texts: Iterable[str]) -> list[Held]:
    """Kinds of evidence with their qualifiers: ``ccc,cb_report:issuer=CQC,date=2025-03-01``.

    A part that holds ``=`` before any ``:`` qualifies the kind before it.
    """
    kinds: list[tuple[str, dict[str, str]]] = []
    for text in texts:
        before = len(kinds)
        for part in re.findall(r'(?:[^,"]|"[^"]*")+', _western(text)):
            head = re.match(r"\s*([\w-]+)\s*(?::(.*)|)$", part, re.DOTALL)
            starts_kind = head is not None and (head[2] is None or "=" in head[2])
            if head and starts_kind:
                kinds.append((_kind(directory, head[1]), {}))
            qualifier = (head[2] or "") if head and starts_kind else part
            if qualifier.strip():
                if len(kinds) == before:
                    raise InputError(say("error.held-form", text=text))
                name, value = _qualifier(qualifier, kinds[-1][0])
                kinds[-1][1][name] = value
        if len(kinds) == before:
            raise InputError(say("error.held-form", text=text))
    if len(kinds) > 1 and any(kind == _NOTHING for kind, _ in kinds):
        raise InputError(say("error.held-none"))
    return [Held(kind=kind, qualifiers=check_held(directory, kind, qualifiers)) for kind, qualifiers in kinds]


def _western(text: str) -> str:
    """``text`` with the signs of the form in their western shape, but for what stands in quotes."""
    parts = re.split(r'("[^"]*"|“[^”]*”)', text)
    return "".join(f'"{part[1:-1]}"' if number % 2 else part.translate(_WESTERN) for number, part in enumerate(parts))


def _kind(directory: Directory, text: str) -> str:
    """The id of a kind that is given as its id, whatever the case of its letters, or as its label."""
    plain = text.casefold().replace("-", "_")
    if plain in directory.kinds:
        return plain
    return next((kind for kind, label in directory.kinds.items() if plain in (label.en.casefold(), label.zh.casefold())), text)


def _qualifier(part: str, kind: str) -> tuple[str, str]:
    name, equals, value = part.partition("=")
    name, value = name.strip(), value.strip().strip('"')
    if not equals or name not in QUALIFIERS or not value:
        raise InputError(say("error.qualifier-unknown", qualifier=part.strip(), kind=kind, known=", ".join(sorted(QUALIFIERS))))
    return name, value


def check_held(directory: Directory, kind: str, qualifiers: Mapping[str, str]) -> dict[str, str]:
    """The qualifiers in the words of the program. Refuses a kind, standard, day or word that does not exist."""
    if kind not in directory.kinds:
        near = ", ".join(difflib.get_close_matches(kind, directory.kinds, 3, 0.5)) or ", ".join(sorted(directory.kinds))
        raise InputError(say("error.kind-unknown", kind=kind, known=near))
    for text in qualifiers.get("standard", "").split(JOINT):
        if text.strip() and slug(text) not in directory.editions:
            near = ", ".join(directory.editions[found] for found in difflib.get_close_matches(slug(text), directory.editions, 3, 0.6))
            raise InputError(say("error.standard-unknown", standard=text.strip(), known=near or "—"))
    for name in _DAYS:
        if name in qualifiers:
            parse_day(qualifiers[name])
    return {**qualifiers, **_listed(directory, kind, qualifiers)}


def _listed(directory: Directory, kind: str, qualifiers: Mapping[str, str]) -> dict[str, str]:
    asked = sorted(set(qualifiers).intersection(_LISTED))
    if not asked:
        return {}
    from mra.ingest.cells import BadCell, cell_readers

    readers, read = cell_readers(directory), dict[str, str]()
    for name in asked:
        try:
            found = readers[name](qualifiers[name])
            if name not in found:
                raise BadCell("not-in-list", allowed="same, other")
        except BadCell as bad:
            values = {"column": name, "value": qualifiers[name], **bad.values}
            message, remedy = say(f"certificates.{bad.code}", **values), say(f"certificates.{bad.code}.remedy", **values)
            raise InputError(say("error.qualifier-value", kind=kind, message=message, remedy=remedy)) from None
        read |= found
    return read


def parse_day(text: str) -> date:
    """A day written yyyy-mm-dd. Raises ``InputError`` otherwise."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError(say("error.day", value=text))
