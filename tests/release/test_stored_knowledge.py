"""The knowledge base inside a release is the one that was read from the files, and gives the same answers to every question."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mra.gap.live import LiveSource
from mra.knowledge.base import Knowledge
from mra.knowledge.derived import Derived
from mra.knowledge.locate import Location
from mra.model.condition import Value
from mra.model.evidence import Held
from mra.release.knowledge import StoredKnowledge
from mra.release.read import Release
from mra.release.write import build_release
from tests.recognition.judging import held
from tests.release.test_release import ask, same


@pytest.fixture(scope="module")
def source(real_location: Location, tmp_path_factory: pytest.TempPathFactory) -> LiveSource:
    """The real knowledge base, out of its release."""
    file = tmp_path_factory.mktemp("stored") / "release.sqlite"
    build_release(real_location, file)
    return Release(file).source


def test_every_part_is_the_same(source: LiveSource, live: LiveSource) -> None:
    for part in fields(Knowledge):
        kept, read = getattr(source.knowledge, part.name), getattr(live.knowledge, part.name)
        if isinstance(read, Mapping):
            assert list(kept) == list(read), part.name
            assert len(kept) == len(read)
            assert dict(kept) == dict(read), part.name
        elif isinstance(read, Sequence) and not isinstance(read, str):
            assert len(kept) == len(read), part.name
            assert tuple(kept) == tuple(read), part.name
        elif part.name != "derived":
            assert kept == read, part.name
    for closure in fields(Derived):
        kept, read = getattr(source.knowledge.derived, closure.name), getattr(live.knowledge.derived, closure.name)
        assert len(kept) == len(read)
        assert dict(kept) == dict(read), closure.name
    assert source.criteria == live.criteria
    assert source.directory == live.directory


def test_what_is_looked_up_is_what_a_walk_finds(source: LiveSource, live: LiveSource) -> None:
    assert isinstance(source.knowledge, StoredKnowledge)
    assert dict(source.knowledge.product_lists) == dict(live.knowledge.product_lists)
    assert source.knowledge.shared_boundaries == live.knowledge.shared_boundaries
    for economy in live.knowledge.economies:
        assert source.knowledge.schemes_of(economy) == live.knowledge.schemes_of(economy)


def test_a_changed_copy_walks_over_what_was_changed(source: LiveSource, live: LiveSource) -> None:
    changed = replace(source.knowledge, schemes=dict(live.knowledge.schemes), instruments={}, evidence=dict(live.knowledge.evidence))
    assert changed.schemes_of("EU") == live.knowledge.schemes_of("EU")
    assert changed.product_lists == {}
    assert changed.shared_boundaries == replace(live.knowledge, instruments={}).shared_boundaries


@pytest.mark.parametrize("part", ["sources", "schemes", "economies"])
def test_what_is_not_there_is_not_found(source: LiveSource, part: str) -> None:
    with pytest.raises(KeyError, match="no-such-thing"):
        getattr(source.knowledge, part)["no-such-thing"]
    assert "no-such-thing" not in getattr(source.knowledge, part)


def test_closures_and_relations_of_what_is_not_there_are_empty(source: LiveSource) -> None:
    assert source.knowledge.derived.relation("no-such-edition", "another") == "none"
    assert source.knowledge.derived.ancestors("no-such-group") == {"no-such-group"}


def _drawn(live: LiveSource, chance: random.Random) -> tuple[str, list[str], list[Held], date, dict[str, Value]]:
    """A random question: several pieces with qualifiers, real certificates among them, any day, some attributes."""
    knowledge = live.knowledge
    group = chance.choice(sorted(knowledge.groups))
    day = date(2019, 1, 1) + timedelta(days=chance.randrange(365 * 11))
    bodies = sorted({body.body for bodies in knowledge.body_lists.values() for body in bodies.bodies}) or ["CQC"]
    editions = sorted(edition.designation for edition in knowledge.editions.values())
    choices: dict[str, Any] = {
        "issuer": lambda: chance.choice([*bodies, "Somebody"]),
        "lab": lambda: chance.choice([*bodies, "Some laboratory"]),
        "standard": lambda: chance.choice(editions),
        "date": lambda: str(day - timedelta(days=chance.randrange(2500))),
        "valid_until": lambda: str(day + timedelta(days=chance.randrange(-100, 900))),
        "status": lambda: chance.choice(["valid", "suspended", "withdrawn"]),
        "stage": lambda: chance.choice(["TMP", "CTF", "WMT"]),
        "report": lambda: chance.choice(["yes", "no"]),
        "economy": lambda: chance.choice(["CN", "HK", "DE"]),
        "factory": lambda: chance.choice(["same", "other"]),
    }
    pieces = []
    for kind in chance.choices(sorted(knowledge.evidence), k=chance.randint(1, 5)):
        names = chance.sample(sorted(choices), chance.randint(0, 4))
        pieces.append(held(kind, specimen=chance.random() < 0.8, **{name: choices[name]() for name in names}))
    given: dict[str, Value] = dict.fromkeys(knowledge.groups[group].ask, "li_ion")
    given |= chance.choice([{}, {"radio": "wifi"}, {"mains_powered": False}, {"made_in": "VN"}, {"channel": "b2b", "power_w": 40}])
    markets = chance.sample(sorted(live.directory.markets), 4)
    return group, [*markets, chance.choice(["US-NY", "GB-NIR", "AU-NSW"])], pieces, day, given


@pytest.mark.parametrize("seed", range(60))
def test_any_question_has_the_same_answer(source: LiveSource, live: LiveSource, seed: int) -> None:
    group, markets, pieces, day, given = _drawn(live, random.Random(seed))
    request = ask(live, group, markets, pieces, day, given)
    same(source.report(request), live.report(request))


def test_a_release_of_the_tiny_base_judges_what_no_sheet_holds(tiny: LiveSource, tiny_location: Location, tmp_path: Path) -> None:
    file = tmp_path / "release.sqlite"
    build_release(tiny_location, file)
    release = Release(file)
    request = ask(tiny, "lamp", ["ZZ", "CN"], [held(issuer="GOOD")], date(2025, 5, 5), {"made_in": "ZZ"})
    assert release.report(request) is None
    same(release.source.report(request), tiny.report(request))
