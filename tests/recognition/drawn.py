"""Random cases: fact sets out of what each fact can be, and real cases of the knowledge base."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle

from mra.knowledge.base import Knowledge
from mra.model.condition import Value
from mra.model.evidence import Held
from mra.model.question import Question
from mra.model.scheme import Route, Scheme
from mra.model.sheet import FactValue
from mra.recognition.applicability import open_elements
from mra.recognition.case_facts import CaseFacts
from mra.recognition.cases import Case, candidate_cases
from mra.recognition.compiled import CompiledCriteria

#: What no fact should be and any fact may turn out to be.
_ANYTHING: Sequence[FactValue] = (True, False, -1, 0, 1, 7, "", "no such word", "true", "0")


def domains(compiled: CompiledCriteria) -> Mapping[str, tuple[FactValue, ...]]:
    """Per fact every value that some shape names, those just beside a limit, and values of other types."""
    found: dict[str, list[FactValue]] = {name: list(_ANYTHING) for name in compiled.by_fact}
    for shape in compiled.shapes:
        if shape.id != compiled.witness and shape.operator in ("in", "hasValue"):
            found[shape.path] += shape.operand
        elif shape.operator in ("minInclusive", "maxInclusive"):
            (limit,) = shape.operand
            found[shape.path] += [int(limit) + step for step in (-1, 0, 1)]
    return {name: tuple({(type(value), value): value for value in values}.values()) for name, values in sorted(found.items())}


def drawn_facts(compiled: CompiledCriteria, chance: random.Random, number: int) -> list[CaseFacts]:
    """Fact sets of any classes, each fact absent or anything that it could be."""
    possible, classes = domains(compiled), sorted(compiled.by_class)
    cases = []
    for _ in range(number):
        some, present = chance.random() / 2, chance.random() / 2
        values = {name: chance.choice(values) for name, values in possible.items() if chance.random() < present}
        cases.append(CaseFacts(classes={name for name in classes if chance.random() < some}, values=values))
    return cases


def drawn_cases(knowledge: Knowledge, chance: random.Random, number: int, part: slice = slice(None)) -> list[Case]:
    """Real cases of some markets, turn and turn about: random products, routes, evidence with qualifiers, days and attributes."""
    markets = sorted({scheme.economy for scheme in knowledge.schemes.values() if any(route.elements for route in scheme.routes)})[part]
    drawn: list[Case] = []
    for market in cycle(markets):
        if len(drawn) >= number:
            break
        scheme = chance.choice([scheme for scheme in knowledge.schemes_of(market) if scheme.routes])
        question = _question(knowledge, chance, [group for scope in scheme.scopes for group in scope.products])
        drawn += _cases(knowledge, chance.choice(scheme.routes), scheme, question, chance)
    return drawn


def _cases(knowledge: Knowledge, route: Route, scheme: Scheme, question: Question, chance: random.Random) -> Iterator[Case]:
    pieces = [_held(knowledge, kind, question.as_of, chance) for kind in sorted(knowledge.evidence)]
    for element, _ in open_elements(knowledge, route, question):
        yield from candidate_cases(knowledge, scheme.economy, element, pieces, question)


def _question(knowledge: Knowledge, chance: random.Random, products: Sequence[str]) -> Question:
    group = knowledge.groups[chance.choice(products or sorted(knowledge.groups))]
    given: dict[str, Value] = chance.choice(
        [{}, {"made_in": "VN"}, {"consignment.routing": "via_third_country"}, {"channel": "b2b"}, {"applicant.origin": "KR"}]
    )
    given |= chance.choice([{}, {"consignment.quantity": chance.randrange(10)}, {"radio": "wifi"}, {"mains_powered": False}])
    return Question(product=group.id, as_of=date(2018, 1, 1) + timedelta(days=chance.randrange(4000)), given=given, defaults=group.attributes)


def _held(knowledge: Knowledge, kind: str, day: date, chance: random.Random) -> Held:
    editions = [edition.designation for edition in knowledge.editions.values()]
    bodies = [body.body for bodies in knowledge.body_lists.values() for body in bodies.bodies]
    possible = {
        "issuer": chance.choice([*bodies, "Nobody"]),
        "lab": chance.choice([*bodies, "Nobody"]),
        "standard": "|".join(chance.sample(editions, chance.randint(1, 2))),
        "date": str(day - timedelta(days=chance.choice([0, 30, 365, 730, 1095, chance.randrange(4000)]))),
        "test_date": str(day - timedelta(days=chance.randrange(4000))),
        "valid_until": str(day + timedelta(days=chance.choice([-1, 0, 1, 500]))),
        "status": chance.choice(["valid", "suspended", "withdrawn", "expired"]),
        "stage": chance.choice(["TMP", "CTF1", "WMT", "SMT", "CTF"]),
        "report": chance.choice(["yes", "no"]),
        "endorsed": chance.choice(["yes", "no"]),
        "scope": chance.choice(["yes", "no"]),
        "factory": chance.choice(["same", "other"]),
        "differences": chance.choice(["US", "JP", "EU|KR", "AU"]),
        "registered": chance.choice(["EU", "US|JP", "KR"]),
        "economy": chance.choice(["CN", "HK", "DE", "QQ"]),
    }
    names = chance.sample(sorted(possible), chance.choice([0, 0, 1, 2, 4, 8]))
    return Held(kind=kind, qualifiers={name: possible[name] for name in names}, is_specimen=chance.random() < 0.7)
