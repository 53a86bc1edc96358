"""Understand what somebody typed: product, markets, attributes; evidence and days are understood beside it."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mra.errors import InputError
from mra.gap.evidence import check_held, parse_day, parse_held
from mra.gap.products import find_products
from mra.language import say
from mra.model.condition import Scalar, Value
from mra.model.directory import Directory
from mra.model.evidence import QUALIFIERS, Held
from mra.model.question import Question
from mra.model.text import Bilingual

__all__ = [
    "QUALIFIERS",
    "SPECIMEN",
    "Request",
    "check_held",
    "find_product",
    "parse_attribute",
    "parse_day",
    "parse_destinations",
    "parse_held",
    "understand",
]

#: A generic piece of evidence comes from a laboratory and a factory in China (contract).
SPECIMEN: Final[Mapping[str, Value]] = {"lab.country": "CN", "factory.country": "CN"}
#: ISO 3166-2; a bloc has no regions of its own.
_REGION: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_BLOCS: Final = frozenset({"EU", "EEA", "GCC", "EAEU", "ASEAN"})
_TRUE, _FALSE = frozenset({"true", "yes", "1", "是"}), frozenset({"false", "no", "0", "否"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question that was understood: the product, the markets, what is held."""

    question: Question
    destinations: tuple[str, ...]
    held: tuple[Held, ...]


def understand(directory: Directory, *, product: str, destinations: Sequence[str], held: Sequence[Held], attributes: Sequence[str], as_of: date) -> Request:
    """Make a request of texts. Raises ``InputError`` with one clear line for the first thing that is not understood."""
    given = dict(parse_attribute(directory, text) for text in attributes)
    question = ask(directory, product, given, as_of)
    return Request(question=question, destinations=tuple(parse_destinations(directory, destinations)), held=tuple(held))


def ask(directory: Directory, product: str, given: Mapping[str, Value], as_of: date) -> Question:
    """The question about a product, by any of its names; refused where an attribute without an honest default is not given."""
    group = directory.groups[find_product(directory, product)]
    missing = [name for name in group.ask if name not in given]
    if missing:
        names = ", ".join(missing)
        raise InputError(say("error.attribute-asked", product=group.label, attributes=names, example=f"--attr {missing[0]}=…"))
    return Question(product=group.id, as_of=as_of, given=given, defaults={**SPECIMEN, **group.attributes})


def find_product(directory: Directory, text: str) -> str:
    """The one product group that ``text`` means. Raises ``InputError`` that lists the choices if there are none or several."""
    if text in directory.groups:
        return text
    hits = find_products(directory.groups, text)
    if not hits:
        raise InputError(say("error.product-unknown", product=text))
    exact = [hit for hit in hits if hit.score == 100.0]
    if len(exact) == 1 or len(hits) == 1:
        return (exact or hits)[0].group
    raise InputError(say("error.product-ambiguous", product=text, choices=_choices(directory, [hit.group for hit in exact or hits])))


def _choices(directory: Directory, groups: Sequence[str]) -> Bilingual:
    return Bilingual(
        ", ".join(f"{group} ({directory.groups[group].label.en})" for group in groups),
        "、".join(f"{group}（{directory.groups[group].label.zh}）" for group in groups),
    )


def parse_destinations(directory: Directory, texts: Iterable[str]) -> list[str]:
    """Codes of markets out of codes or names, separated by commas, in the order given and without repetition."""
    names = {name.casefold(): code for code, label in directory.markets.items() for name in (label.en, label.zh)}
    codes: list[str] = []
    for part in (part.strip() for text in texts for part in re.split(r"[,，、;；]", text)):
        if part.casefold() in names:
            codes.append(names[part.casefold()])
        else:
            codes += [names.get(word.casefold(), word.upper()) for word in part.split()]
    if not codes:
        raise InputError(say("error.no-destination"))
    for code in codes:
        _check_market(directory, code)
    return list(dict.fromkeys(codes))


def _check_market(directory: Directory, code: str) -> None:
    economy, dash, _ = code.partition("-")
    if code in directory.markets:
        return
    if not dash or economy not in directory.markets:
        raise InputError(say("error.destination-unknown", code=code, known=", ".join(sorted(directory.markets))))
    if economy in _BLOCS or not _REGION.fullmatch(code):
        raise InputError(say("error.region-unknown", code=code))


def parse_attribute(directory: Directory, text: str) -> tuple[str, Value]:
    """``radio=wifi`` or ``radio=wifi+bluetooth``, checked against the attribute's type."""
    name, equals, value = text.partition("=")
    name, value = name.strip(), value.strip()
    known = directory.concepts["attribute"]
    concept = known.get(name) or known.get(name.partition(".")[0])
    if not equals or not value or concept is None:
        near = ", ".join(difflib.get_close_matches(name, known, 3, 0.5)) or ", ".join(sorted(known))
        raise InputError(say("error.attribute-unknown", text=text, known=near))
    parts = [_scalar(part, str(concept.value_type), text) for part in value.split("+")]
    return name, parts[0] if len(parts) == 1 else tuple(parts)


def _scalar(text: str, value_type: str, whole: str) -> Scalar:
    lower = text.strip().lower()
    if value_type == "decimal":
        if re.fullmatch(r"-?\d+(\.\d+)?", lower):
            return float(lower) if "." in lower else int(lower)
        raise InputError(say("error.attribute-number", text=whole))
    if value_type == "date":
        return parse_day(lower).isoformat()
    if lower in _TRUE | _FALSE:
        return lower in _TRUE
    if value_type == "boolean":
        raise InputError(say("error.attribute-boolean", text=whole))
    return text.strip()
