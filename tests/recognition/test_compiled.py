"""The compiled criteria: the same over rows and over columns, nothing strange let through, and they travel."""

import pickle
import random

import numpy as np
import pytest

from mra.recognition.case_facts import CaseFacts
from mra.recognition.columns import Column, failed_columns
from mra.recognition.compiled import CompiledCriteria, StrangeFactsError, facts_key, failed_criteria
from mra.recognition.criteria import Criteria
from mra.release.codec import decode, encode
from tests.recognition.drawn import drawn_facts


@pytest.fixture
def compiled(criteria: Criteria) -> CompiledCriteria:
    return criteria.compiled


def columns(cases: list[CaseFacts]) -> tuple[dict[str, np.ndarray], dict[str, Column]]:
    """The same cases as columns."""
    classes = {name: np.array([name in case.classes for case in cases]) for name in {name for case in cases for name in case.classes}}
    values = {}
    for name in {name for case in cases for name in case.values}:
        keys = [(type(case.values[name]), case.values[name]) if name in case.values else None for case in cases]
        distinct = [key for key in dict.fromkeys(keys) if key is not None]
        codes = np.array([-1 if key is None else distinct.index(key) for key in keys], dtype=np.int16)
        values[name] = Column(codes, [value for _, value in distinct])
    return classes, values


@pytest.mark.parametrize("seed", range(3))
def test_columns_and_rows_find_the_same(compiled: CompiledCriteria, seed: int) -> None:
    cases = drawn_facts(compiled, random.Random(seed), 2000)
    found = failed_columns(*columns(cases), compiled, rows=len(cases))
    assert set(found) == {shape.id for shape in compiled.shapes} - {compiled.witness}
    rows = [frozenset(name for name, failing in found.items() if failing[number]) for number in range(len(cases))]
    assert rows == failed_criteria(cases, compiled)


def test_a_criterion_that_no_row_fails_is_left_out(compiled: CompiledCriteria) -> None:
    cases = [CaseFacts(classes={"CaseWithExpiry"}, values={"daysLeft": days}) for days in (5, -1)]
    found = failed_columns(*columns(cases), compiled, rows=2)
    assert found["evidence-unexpired"].tolist() == [False, True]
    assert found["acceptance-known"].tolist() == [True, True]  # the fact has no column: it is absent everywhere
    assert "datatype-days-left" not in found


def test_no_rows_give_no_findings(compiled: CompiledCriteria) -> None:
    assert failed_columns({}, {}, compiled, rows=0) == {}
    assert failed_criteria([], compiled) == []


@pytest.mark.parametrize(
    ("classes", "values", "named"), [({"CaseWithTypo"}, {}, "CaseWithTypo"), (set(), {"daysLft": 1}, "daysLft"), ({"A"}, {"b": 1}, "A, b")]
)
def test_what_no_shape_reads_is_refused(compiled: CompiledCriteria, classes: set[str], values: dict[str, int], named: str) -> None:
    cases = [CaseFacts(classes=classes, values=dict(values))]
    with pytest.raises(StrangeFactsError, match=f"no shape reads {named}"):
        failed_criteria(cases, compiled)
    with pytest.raises(StrangeFactsError, match=f"no shape reads {named}"):
        failed_columns(*columns(cases), compiled, rows=1)


def test_a_column_of_another_length_is_refused(compiled: CompiledCriteria) -> None:
    with pytest.raises(StrangeFactsError, match="daysLeft has 2 rows, not 3"):
        failed_columns({}, {"daysLeft": Column(np.array([0, -1]), [5])}, compiled, rows=3)
    with pytest.raises(StrangeFactsError, match="CaseWithExpiry has 1 rows, not 3"):
        failed_columns({"CaseWithExpiry": np.array([True])}, {}, compiled, rows=3)


def test_the_type_of_a_fact_counts() -> None:
    assert facts_key(CaseFacts(values={"a": True})) != facts_key(CaseFacts(values={"a": 1}))
    assert facts_key(CaseFacts(values={"a": True}, classes={"B"})) == facts_key(CaseFacts(values={"a": True}, classes={"B"}))


def test_equal_fact_sets_are_judged_once(compiled: CompiledCriteria) -> None:
    first, again = failed_criteria([CaseFacts(values={"ladder": "as_is"}), CaseFacts(values={"ladder": "as_is"})], compiled)
    assert first is again


def test_compiled_criteria_travel(criteria: Criteria) -> None:
    assert pickle.loads(pickle.dumps(criteria)) == criteria
    assert decode(Criteria, encode(criteria)) == criteria
    again = decode(CompiledCriteria, encode(criteria.compiled))
    assert [[type(value) for value in shape.operand] for shape in again.shapes] == [
        [type(value) for value in shape.operand] for shape in criteria.compiled.shapes
    ]
