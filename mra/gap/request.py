"""Understand what somebody typed: product, markets, evidence, attributes, day."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mra.errors import InputError
from mra.gap.products import find_products
from mra.language import say
from mra.model.condition import Scalar, Value
from mra.model.directory import Directory
from mra.model.evidence import Held
from mra.model.question import Question
from mra.model.standard import slug
from mra.model.text import Bilingual

QUALIFIERS: Final = frozenset(
    {
        "standard",
        "issuer",
        "lab",
        "date",
        "test_date",
        "valid_until",
        "stage",
        "report",
        "differences",
        "factory",
        "endorsed",
        "scope",
        "economy",
        "status",
        "registered",
        "number",
        "holder",
    }
)
#: A generic piece of evidence comes from a laboratory and a factory in China (contract).
SPECIMEN: Final[Mapping[str, Value]] = {"lab.country": "CN", "factory.country": "CN"}
_DAYS: Final = ("date", "test_date", "valid_until")
_TRUE, _FALSE = frozenset({"true", "yes", "1", "是"}), frozenset({"false", "no", "0", "否"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question that was understood: the product, the markets, what is held."""

    question: Question
    destinations: tuple[str, ...]
    held: tuple[Held, ...]


def understand(directory: Directory, *, product: str, destinations: Sequence[str], held: Sequence[Held], attributes: Sequence[str], as_of: date) -> Request:
    """Make a request of texts. Raises ``InputError`` with one clear line for the first thing that is not understood."""
    group = directory.groups[find_product(directory, product)]
    given = dict(parse_attribute(directory, text) for text in attributes)
    missing = [name for name in group.ask if name not in given]
    if missing:
        names = ", ".join(missing)
        raise InputError(say("error.attribute-asked", product=group.label, attributes=names, example=f"--attr {missing[0]}=…"))
    question = Question(product=group.id, as_of=as_of, given=given, defaults={**SPECIMEN, **group.attributes})
    return Request(question=question, destinations=tuple(parse_destinations(directory, destinations)), held=tuple(held))


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
    """Codes of markets, separated by commas, in the order given and without repetition."""
    codes = [code.strip().upper() for text in texts for code in re.split(r"[,，;；\s]+", text) if code.strip()]
    if not codes:
        raise InputError(say("error.no-destination"))
    for code in codes:
        if code not in directory.markets and not ("-" in code and code.partition("-")[0] in directory.markets):
            known = ", ".join(sorted(directory.markets))
            raise InputError(say("error.destination-unknown", code=code, known=known))
    return list(dict.fromkeys(codes))


def parse_held(directory: Directory, texts: Iterable[str]) -> list[Held]:
    """Kinds of evidence with their qualifiers: ``ccc,cb_report:issuer=CQC,date=2025-03-01``.

    A part that holds ``=`` before any ``:`` qualifies the kind before it.
    """
    kinds: list[tuple[str, dict[str, str]]] = []
    for text in texts:
        before = len(kinds)
        for part in re.findall(r'(?:[^,"]|"[^"]*")+', text):
            head = re.match(r"\s*([\w-]+)\s*(?::(.*)|)$", part, re.DOTALL)
            starts_kind = head is not None and (head[2] is None or "=" in head[2])
            if head and starts_kind:
                kinds.append((head[1], {}))
            qualifier = (head[2] or "") if head and starts_kind else part
            if qualifier.strip():
                if len(kinds) == before:
                    raise InputError(say("error.held-form", text=text))
                name, value = _qualifier(qualifier, kinds[-1][0])
                kinds[-1][1][name] = value
    for kind, qualifiers in kinds:
        check_held(directory, kind, qualifiers)
    return [Held(kind=kind, qualifiers=qualifiers) for kind, qualifiers in kinds]


def _qualifier(part: str, kind: str) -> tuple[str, str]:
    name, equals, value = part.partition("=")
    name, value = name.strip(), value.strip().strip('"')
    if not equals or name not in QUALIFIERS or not value:
        raise InputError(say("error.qualifier-unknown", qualifier=part.strip(), kind=kind, known=", ".join(sorted(QUALIFIERS))))
    return name, value


def check_held(directory: Directory, kind: str, qualifiers: Mapping[str, str]) -> None:
    """Refuse a kind that does not exist, a standard that is not recorded, a day that is none."""
    if kind not in directory.kinds:
        near = ", ".join(difflib.get_close_matches(kind, directory.kinds, 3, 0.5)) or ", ".join(sorted(directory.kinds))
        raise InputError(say("error.kind-unknown", kind=kind, known=near))
    for text in qualifiers.get("standard", "").split("|"):
        if text.strip() and slug(text) not in directory.editions:
            near = ", ".join(directory.editions[found] for found in difflib.get_close_matches(slug(text), directory.editions, 3, 0.6))
            raise InputError(say("error.standard-unknown", standard=text.strip(), known=near or "—"))
    for name in _DAYS:
        if name in qualifiers:
            parse_day(qualifiers[name])


def parse_day(text: str) -> date:
    """A day written yyyy-mm-dd. Raises ``InputError`` otherwise."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(say("error.day", value=text)) from None


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
