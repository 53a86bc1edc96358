"""Values go into a release and come out the same; the same value gives the same bytes."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mra.gap.live import LiveSource
from mra.model.concept import Concept
from mra.model.condition import When
from mra.model.directory import Directory
from mra.model.evidence import EvidenceKind
from mra.model.instrument import Instrument, ProductList
from mra.model.market import BodyList, Economy, ProductGroup
from mra.model.period import Period
from mra.model.scheme import Acceptance, Element, Route, Scheme
from mra.model.sheet import Applicability, CaseVerdict, Sheet, SheetElement, SheetRequirement
from mra.model.source import Source
from mra.model.standard import Adoption, Edition
from mra.model.text import Bilingual
from mra.recognition.compiled import CompiledShape
from mra.recognition.criteria import Criteria
from mra.release.codec import decode, encode
from tests.recognition.made import covered, judged_as, made_case, made_requirement, made_route, made_sheet

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
STORED = (
    *(Sheet, SheetRequirement, SheetElement, CaseVerdict, Directory, Source, ProductGroup, Concept, Bilingual),
    *(Scheme, Route, Element, Acceptance, EvidenceKind, Instrument, ProductList, Economy, BodyList, Edition, Adoption, When, CompiledShape, Criteria),
)


def _values(kind: Any, room: int = 2) -> st.SearchStrategy[Any]:
    """Values of a type of the model; ``room`` limits how many parts a part has, so that trees stay small."""
    origin, arguments = get_origin(kind), get_args(kind)
    plain: dict[Any, st.SearchStrategy[Any]] = {str: TEXTS, int: st.integers(), float: st.floats(allow_nan=False, allow_infinity=False), bool: st.booleans()}
    if kind in plain:
        return plain[kind]
    if kind is date:
        return st.dates()
    if kind is NoneType:
        return st.none()
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of(*(_values(argument, room) for argument in arguments))
    if origin is tuple and arguments[-1] is not ...:
        return st.tuples(*(_values(argument, max(room - 1, 0)) for argument in arguments))
    if origin is tuple:
        return st.lists(_values(arguments[0], max(room - 1, 0)), max_size=room).map(tuple)
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(TEXTS, _values(arguments[1], max(room - 1, 0)), max_size=room)
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    if kind is Bilingual:
        return st.builds(Bilingual, *(TEXTS.filter(str.strip),) * 2)
    if kind is Period:
        return st.lists(st.dates(), min_size=2, max_size=2, unique=True).map(lambda days: Period(start=min(days), end=max(days)))
    assert is_dataclass(kind), kind
    return _made(kind, room)


def _made(kind: Any, room: int) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    needed, optional = {}, {}
    for field in fields(kind):
        needs = field.default is MISSING and field.default_factory is MISSING
        (needed if needs else optional)[field.name] = _values(hints[field.name], room)
    return st.fixed_dictionaries(needed, optional=optional).map(lambda values: kind(**values))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example])
@pytest.mark.parametrize("kind", STORED, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_what_goes_in_comes_out(kind: Any, data: st.DataObject) -> None:
    value = data.draw(_values(kind))
    text = encode(value)
    assert decode(kind, text) == value
    assert encode(decode(kind, text)) == text


def test_the_types_of_what_comes_out_are_those_that_went_in() -> None:
    """``==`` does not tell ``1`` from ``True`` nor a list from a tuple within a fact."""
    facts = {"seen": True, "days": 1, "share": 0, "ladder": "as_is"}
    group = ProductGroup(
        id="toy", label=Bilingual("toy", "玩具"), families=("toys",), attributes={"radio": ("wifi", True), "power_w": 1.0, "age": 36, "worn": False}
    )
    case = decode(CaseVerdict, encode(made_case("partial", facts=facts)))
    assert {name: type(value) for name, value in case.facts.items()} == {"seen": bool, "days": int, "share": int, "ladder": str}
    again = decode(ProductGroup, encode(group))
    assert {name: type(value) for name, value in again.attributes.items()} == {"radio": tuple, "power_w": float, "age": int, "worn": bool}


def test_the_bytes_do_not_depend_on_the_order_of_keys() -> None:
    one, other = made_case("partial", facts={"a": 1, "b": 2}), made_case("partial", facts={"b": 2, "a": 1})
    assert encode(one) == encode(other)
    assert encode(one) == json.dumps(json.loads(encode(one)), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def test_what_is_at_its_default_is_left_out_and_comes_back() -> None:
    requirement = made_requirement(made_route(*judged_as("recognized", "missing")), applicability=Applicability.NOT_YET, applies_from=date(2027, 1, 1))
    sheet = made_sheet(requirement, coverage=[covered("partial", date(2026, 1, 1), "fees")])
    text = encode(sheet)
    assert '"applies_from":"2027-01-01"' in text
    assert '"applicability":"not_yet"' in text
    assert "applies_until" not in text
    assert "holds_from" not in text
    assert decode(Sheet, text) == sheet


def test_a_needed_field_that_was_empty_comes_back_empty() -> None:
    case = made_case("partial", reasons=(), failed=(), passed=(), sources=())
    assert "sources" not in encode(case)
    assert decode(CaseVerdict, encode(case)) == case


def test_every_source_and_the_directory_of_the_real_knowledge_base_survive(live: LiveSource) -> None:
    for source in live.knowledge.sources.values():
        assert decode(Source, encode(source)) == source
    assert decode(Directory, encode(live.directory)) == live.directory
