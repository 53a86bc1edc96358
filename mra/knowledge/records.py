"""The forms of the TOML records of ``mappings/``, described for people in ``docs/records.md``."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from mra.knowledge.forms import DAY, FLAG, NUMBER, SOURCES, TEXT, TEXTS, WORD, WORDS, Choice, Conditional, Form, Many, Open, Ref, Table, Word
from mra.knowledge.patterns import NumberPattern
from mra.model.evidence import EvidenceKind, Yield
from mra.model.instrument import Instrument, Member, ProductList
from mra.model.market import BodyList, Coverage, Economy, Membership, ProductGroup
from mra.model.number import NumberFormat
from mra.model.period import Period
from mra.model.scheme import Acceptance, Conditions, Element, ExceptionClause, Route, Scheme, Scope, Searched
from mra.model.source import Source
from mra.model.standard import slug

T = TypeVar("T")

EDITIONS: Final = Many(Ref("edition", through=slug))
PRODUCTS: Final = Many(Ref("product"))
PERIOD_KEYS: Final[dict[str, Form]] = {"from": DAY, "until": DAY}
ADDRESS: Final = Word(r"https?://[^\s]+\.[^\s]+")


def _into(make: Callable[..., T], period: str = "period", **renamed: str) -> Callable[[dict[str, Any]], T]:
    """A builder that folds ``from``/``until`` into a ``Period`` and renames keys to the model's names."""

    def build(read: dict[str, Any]) -> T:
        values = {renamed.get(key, key): value for key, value in read.items() if key not in ("from", "until")}
        if "from" in read or "until" in read:
            values[period] = Period(start=read.get("from"), end=read.get("until"))
        return make(**values)

    return build


def _acceptance(read: dict[str, Any]) -> Acceptance:
    together = read.pop("evidence_all", ())
    single = read.pop("evidence", None)
    if bool(together) == bool(single):
        raise ValueError("evidence or evidence_all, one of the two")
    return _into(Acceptance)({**read, "evidence": tuple(together) or (single,)})


def _yield(read: dict[str, Any]) -> Yield:
    standards = read.pop("standards", ())
    return _into(Yield)({**read, "standards": tuple(s for s in standards if s != "destination"), "destination_standard": "destination" in standards})


def _scheme(read: dict[str, Any]) -> dict[str, Any]:
    applies = Period(start=read.pop("applies_from", None), end=read.pop("applies_until", None))
    return {**read, "applies": applies}


SOURCE: Final = Table(
    {
        "id!": Word(r"[a-z0-9][a-z0-9.-]*"),
        "title!": TEXT,
        "publisher!": WORD,
        "tier!": Choice("tier"),
        "address!": ADDRESS,
        "read_at": ADDRESS,
        "published": DAY,
        "checked!": DAY,
        "confidence!": Choice("confidence"),
        "note": TEXT,
    },
    lambda read: Source(**read),
)
CONDITIONS: Final = Table(
    {
        "standard": Word("element"),
        "standards": EDITIONS,
        "form": Choice("form"),
        "max_age_months": NUMBER,
        "product_list": Ref("product-list"),
        "body_on_list": Ref("body-list"),
        "lab_on_list": Ref("body-list"),
        "lab_not_on_list": Ref("body-list"),
        "accredited_by_signatory_of": Ref("instrument"),
        "endorsed": FLAG,
        "origin": Ref("economy"),
        "direct_shipment": FLAG,
        "stages": Many(Choice("stage")),
        "same_factory": FLAG,
        "national_differences": Ref("economy"),
        "registered_in_market": FLAG,
        "scheme_elements": Many(Choice("activity")),
        "max_quantity": NUMBER,
        "channel": WORDS,
        "applicant": WORDS,
    },
    lambda read: Conditions(**read),
)
ACCEPTANCE: Final = Table(
    {
        "evidence": Ref("evidence", keywords=frozenset({"any"})),
        "evidence_all": Many(Ref("evidence")),
        "how!": Choice("how"),
        "via": Ref("instrument"),
        "conditions": CONDITIONS,
        "products": PRODUCTS,
        "when": Conditional(),
        **PERIOD_KEYS,
        "clock": Choice("clock"),
        "delta": TEXTS,
        "open": TEXTS,
        "confidence": Choice("confidence"),
        "note": TEXT,
        "sources!": SOURCES,
    },
    _acceptance,
)
ELEMENT: Final = Table(
    {
        "id!": Word(r"[a-z0-9][a-z0-9-]*"),
        "label": TEXT,
        "nature!": Choice("nature"),
        "activity!": Choice("activity"),
        "topic!": Choice("topic"),
        "frequency": Choice("frequency"),
        "standards": EDITIONS,
        "products": PRODUCTS,
        "when": Conditional(),
        **PERIOD_KEYS,
        "accepts_only_listed": FLAG,
        "searched": Table({"on!": DAY, "by!": WORD, "where!": TEXT}, lambda read: Searched(**read)),
        "aliases": WORDS,
        "note": TEXT,
        "sources!": SOURCES,
        "accepts": Many(ACCEPTANCE),
    },
    _into(Element),
)
ROUTE: Final = Table(
    {
        "id!": Word(r"[a-z0-9][a-z0-9-]*"),
        "label": TEXT,
        "products": PRODUCTS,
        "when": Conditional(),
        **PERIOD_KEYS,
        "sources": SOURCES,
        "note": TEXT,
        "element!": Many(ELEMENT),
    },
    _into(Route, element="elements"),
)
SCOPE: Final = Table(
    {"products!": PRODUCTS, "hs": WORDS, "when": Conditional(), "text": TEXT, **PERIOD_KEYS, "sources": SOURCES},
    _into(Scope),
)
NUMBER_FORMAT: Final = Table(
    {"pattern!": NumberPattern(), "examples!": WORDS, "decoys!": WORDS, "sources!": SOURCES},
    lambda read: NumberFormat(**read),
)
SCHEME: Final = Table(
    {
        "label!": TEXT,
        "aliases": WORDS,
        "family!": Choice("family"),
        "authority": TEXT,
        "route_kind!": Choice("route-kind"),
        "mandatory!": FLAG,
        "mandatory_when": TEXT,
        "scheme_type": Choice("scheme-type"),
        "subject": Choice("subject"),
        "applies_from": DAY,
        "applies_until": DAY,
        "replaces": Many(Ref("scheme")),
        "where": WORD,
        "validity_months": NUMBER,
        "lookup": ADDRESS,
        "certificate_number": NUMBER_FORMAT,
        "issues": Many(Ref("evidence")),
        "issuing_bodies": Ref("body-list"),
        "marks": TEXTS,
        "operator": TEXT,
        "statuses": Many(Choice("status")),
        "surveillance": TEXT,
        "legal_basis": SOURCES,
        "sources!": SOURCES,
        "confidence": Choice("confidence"),
        "note": TEXT,
        "scope!": Many(SCOPE),
        "exclusion": Many(SCOPE),
        "exception": Many(Table({"condition!": TEXT, "authority!": TEXT, "sources!": SOURCES}, lambda read: ExceptionClause(**read))),
        "route": Many(ROUTE),
    },
    _scheme,
)
MEMBER: Final = Table({"economy!": Ref("economy"), "body": WORD, **PERIOD_KEYS, "activities": Many(Choice("activity")), "sources": SOURCES}, _into(Member))
LIST: Final = Table(
    {
        "id!": Word(r"[a-z0-9][a-z0-9-]*"),
        "label!": TEXT,
        "complete!": FLAG,
        "products!": PRODUCTS,
        "sources!": SOURCES,
        "item": Many(Table({"products": PRODUCTS, "text!": TEXT, "standards": WORDS, "sources": SOURCES})),
    },
    lambda read: ProductList(**{key: value for key, value in read.items() if key != "item"}),
)
INSTRUMENT: Final = Table(
    {
        "label!": TEXT,
        "aliases": WORDS,
        "mechanism!": Choice("mechanism"),
        "direction": Choice("direction"),
        "activities!": Many(Choice("activity")),
        "topics": Many(Choice("topic")),
        "recognizes!": Many(Choice("recognizes")),
        "status!": Choice("status"),
        **PERIOD_KEYS,
        "succeeded_by": Ref("instrument"),
        "restrictions": TEXTS,
        "confidence": Choice("confidence"),
        "note": TEXT,
        "sources!": SOURCES,
        "member": Many(MEMBER),
        "list": Many(LIST),
    },
)
YIELD: Final = Table(
    {
        "products!": PRODUCTS,
        "topic!": Choice("topic", keywords=frozenset({"any"})),
        "activity!": Choice("activity"),
        "standards": Many(Ref("edition", through=lambda text: text if text == "destination" else slug(text), keywords=frozenset({"destination"}))),
        "form!": Choice("form"),
        "standard_open": FLAG,
        **PERIOD_KEYS,
        "when": Conditional(),
        "note": TEXT,
        "confidence": Choice("confidence"),
        "sources!": SOURCES,
    },
    _yield,
)
EVIDENCE: Final = Table(
    {
        "label!": TEXT,
        "scheme": WORD,
        "issuer_economy!": Ref("economy"),
        "validity_months": NUMBER,
        "note": TEXT,
        "sources!": SOURCES,
        "yields": Many(YIELD),
    },
)
ECONOMY: Final = Table(
    {
        "code!": Word(r"[A-Z]{2}(-[A-Z0-9]{1,3})?|[A-Z]{3,5}"),
        "label!": TEXT,
        "sources!": SOURCES,
        "member_of": Many(Table({"bloc!": Ref("economy"), **PERIOD_KEYS, "sources!": SOURCES}, lambda read: _into(Membership)({"from": None, **read}))),
        "coverage": Many(
            Table(
                {
                    "family!": Choice("family"),
                    "level!": Choice("coverage-level"),
                    "products!": PRODUCTS,
                    "reviewed": DAY,
                    "open": TEXTS,
                    "sources!": SOURCES,
                },
                lambda read: Coverage(**{"reviewed": None, **read}),
            )
        ),
    },
    _into(Economy, member_of="memberships"),
)
GROUP: Final = Table(
    {
        "id!": Word(r"[a-z0-9][a-z0-9-]*"),
        "label!": TEXT,
        "broader": Ref("product"),
        "families!": Many(Choice("family")),
        "synonyms!": Table({"en!": WORDS, "zh!": WORDS}),
        "attributes!": Open(),
        "ask": Many(Choice("attribute")),
    },
    lambda read: ProductGroup(**read),
)
BODY_LIST: Final = Table(
    {"id!": Word(r"[a-z0-9][a-z0-9-]*"), "label!": TEXT, "complete!": FLAG, "as_of!": DAY, "sources!": SOURCES},
    lambda read: BodyList(**read),
)

#: Files that hold several records, in an array of tables of this name.
SOURCES_FILE: Final = Table({"source!": Many(SOURCE)})
GROUPS_FILE: Final = Table({"group!": Many(GROUP)})
LISTS_FILE: Final = Table({"list!": Many(BODY_LIST)})


def build_scheme(identifier: str, economy: str, read: Mapping[str, Any]) -> Scheme:
    """The scheme of a file that was read in the form ``SCHEME``."""
    renamed = {"scope": "scopes", "exclusion": "exclusions", "exception": "exceptions", "route": "routes"}
    return Scheme(id=identifier, economy=economy, **{renamed.get(key, key): value for key, value in read.items()})


def build_instrument(identifier: str, read: Mapping[str, Any]) -> Instrument:
    """The instrument of a file that was read in the form ``INSTRUMENT``."""
    return _into(Instrument, member="members", list="lists")({"id": identifier, **read})


def build_evidence(identifier: str, read: Mapping[str, Any]) -> EvidenceKind:
    """The kind of evidence of a file that was read in the form ``EVIDENCE``."""
    return EvidenceKind(id=identifier, **read)
