"""A release: whole or not at all, the same bytes for the same input, and the same answers as live."""

import random
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mra.errors import KnowledgeError
from mra.gap.live import LiveSource
from mra.gap.request import SPECIMEN, Request
from mra.knowledge.locate import Location
from mra.model.condition import Value
from mra.model.evidence import Held
from mra.model.question import Question
from mra.model.report import GapReport
from mra.release import write
from mra.release.contents import Contents
from mra.release.read import Release
from mra.release.write import build_release
from tests.bases import FILES, tiny_base
from tests.recognition.judging import held

GROUPS = ("power-adapter", "bluetooth-headset", "electric-kettle", "toy", "surgical-mask", "led-luminaire")
MARKETS = ("EU", "GB", "US", "JP", "KR", "NZ", "IN", "SA", "HK")
#: The last day on which a source of the tiny knowledge base was checked.
TINY_DAY = date(2026, 1, 3)


def ask(source: LiveSource, product: str, markets: Sequence[str], pieces: Sequence[Held], as_of: date, given: dict[str, Value] | None = None) -> Request:
    """A question in the words of the knowledge base."""
    defaults = {**SPECIMEN, **source.directory.groups[product].attributes}
    return Request(question=Question(product=product, as_of=as_of, given=given or {}, defaults=defaults), destinations=tuple(markets), held=tuple(pieces))


def same(stored: GapReport | None, live: GapReport) -> None:
    """Every field of two reports is equal; where one is not, say which."""
    assert stored is not None
    for field in fields(GapReport):
        if field.name not in ("destinations", "sources"):
            assert getattr(stored, field.name) == getattr(live, field.name), field.name
    for one, other in zip(stored.destinations, live.destinations, strict=True):
        for field in fields(one):
            assert getattr(one, field.name) == getattr(other, field.name), f"{other.sheet.destination} {field.name}"


# ── the real knowledge base ──


@pytest.fixture(scope="module")
def release(real_location: Location, live: LiveSource, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the real knowledge base."""
    file = tmp_path_factory.mktemp("release") / "release.sqlite"
    info = build_release(real_location, file)
    assert info.fingerprint == live.directory.kb_version
    return Release(file)


@pytest.fixture(scope="module")
def day(live: LiveSource) -> date:
    """The day of the release."""
    return max(source.checked for source in live.knowledge.sources.values())


def _drawn(kinds: Sequence[str], seed: str, sets: int) -> list[list[Held]]:
    chance = random.Random(seed)
    return [[Held(kind=kind) for kind in chance.sample(kinds, size)] for size in (0, 1, *(chance.randint(2, 8) for _ in range(sets - 2)))]


@pytest.mark.parametrize("group", GROUPS)
def test_a_release_answers_exactly_as_live(release: Release, live: LiveSource, day: date, group: str) -> None:
    kinds = sorted(live.directory.kinds)
    for pieces in [*_drawn(kinds, group, 5), [Held(kind=kind) for kind in kinds]]:
        request = ask(live, group, MARKETS, pieces, day)
        same(release.report(request), live.report(request))


def test_a_release_answers_every_market_as_live(release: Release, live: LiveSource, day: date) -> None:
    """Blocs, members, regions with a record, and markets that are not worked out."""
    request = ask(live, "electric-kettle", sorted(live.directory.markets), [Held(kind="ccc"), Held(kind="cb_report")], day)
    same(release.report(request), live.report(request))


def test_a_release_answers_every_product_group_as_live(release: Release, live: LiveSource, day: date) -> None:
    for group in live.directory.groups.values():
        request = ask(live, group.id, ["EU", "HK"], [Held(kind="ccc")], day)
        stored = release.report(request)
        if group.ask:
            assert stored is None, group.id
        else:
            same(stored, live.report(request))


def test_a_release_holds_every_source(release: Release, live: LiveSource) -> None:
    assert len(release.sources) == len(live.knowledge.sources)
    assert dict(release.sources) == dict(live.knowledge.sources)
    with pytest.raises(KeyError, match="no-such-source"):
        release.sources["no-such-source"]


def test_a_release_answers_for_other_days_as_live_or_not_at_all(release: Release, live: LiveSource, day: date) -> None:
    """Wherever it does answer for another day, the answer is the one that live gives for that day."""
    pieces = [Held(kind=kind) for kind in ("ccc", "cb_report", "srrc", "cnas_test_report")]
    answered = 0
    for position, group in enumerate(GROUPS):
        for market in MARKETS[position % 3 :: 3]:
            sheet = live.report(ask(live, group, [market], [], day)).destinations[0].sheet
            days = {day + timedelta(days=shift) for shift in (-1, 1, 400)}
            days |= {edge + timedelta(days=shift) for edge in (sheet.holds_from, sheet.holds_until) if edge for shift in (-1, 0)}
            for other in sorted(days):
                request = ask(live, group, [market], pieces, other)
                stored = release.report(request)
                inside = (sheet.holds_from or date.min) <= other < (sheet.holds_until or date.max)
                assert (stored is not None) is inside, (group, market, other)
                if stored is not None:
                    answered += 1
                    same(stored, live.report(request))
    assert answered


@pytest.mark.parametrize(
    ("pieces", "given", "markets"),
    [
        ([held("ccc")], {"radio": "wifi"}, ["EU"]),
        ([held("ccc", issuer="CQC")], {}, ["EU"]),
        ([held("ccc"), held("cb_report", date="2025-03-01")], {}, ["EU"]),
        ([held("ccc", specimen=False)], {}, ["EU"]),
        ([held("ccc"), held("ccc")], {}, ["EU"]),
        ([held("ccc")], {}, ["US-XX"]),
        ([held("ccc")], {}, ["EU", "US-XX"]),
    ],
)
def test_what_a_release_does_not_hold_it_does_not_answer(
    release: Release, live: LiveSource, day: date, pieces: list[Held], given: dict[str, Value], markets: list[str]
) -> None:
    assert release.report(ask(live, "electric-kettle", markets, pieces, day, given)) is None
    assert release.report(ask(live, "electric-kettle", ["EU"], [held("ccc")], day)) is not None


# ── building ──


@pytest.fixture(scope="module")
def tiny_release(tiny_location: Location, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the tiny knowledge base."""
    file = tmp_path_factory.mktemp("tiny-release") / "release.sqlite"
    build_release(tiny_location, file)
    return file


def test_building_twice_gives_the_same_bytes(tiny_location: Location, tiny_release: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.sqlite"
    build_release(tiny_location, again)
    assert again.read_bytes() == tiny_release.read_bytes()


def test_the_same_files_elsewhere_give_the_same_bytes(tiny_release: Path, tmp_path: Path) -> None:
    location = tiny_base(tmp_path / "elsewhere")
    build_release(location, location.release)
    assert location.release.read_bytes() == tiny_release.read_bytes()


def test_another_fact_gives_other_bytes(tiny_release: Path, tmp_path: Path) -> None:
    changed = FILES["evidence/none.toml"].replace("Nothing", "Nothing at all")  # type: ignore[union-attr]
    location = tiny_base(tmp_path / "changed", {"evidence/none.toml": changed})
    build_release(location, location.release)
    assert location.release.read_bytes() != tiny_release.read_bytes()
    assert Release(location.release).fingerprint != Release(tiny_release).fingerprint


def test_a_build_says_what_it_wrote_and_how_far_it_is(tiny: LiveSource, tiny_location: Location, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    info = build_release(tiny_location, tmp_path / "release.sqlite", progress=lambda *step: steps.append(step))
    assert steps == [("BLC", 0, 3), ("CN", 1, 3), ("ZZ", 2, 3), ("", 3, 3)]
    # a sheet a market and group that asks nothing; the day on which a source was checked last
    assert (info.fingerprint, info.as_of, info.sheets) == (tiny.directory.kb_version, TINY_DAY, 6)
    # lamp and appliance: BLC two of the safety test; ZZ two of each safety test and one of the inspection
    assert info.cases == 2 * (2 + 2 + 2 + 1)


def test_a_release_may_be_built_for_another_day(tiny: LiveSource, tiny_location: Location, tmp_path: Path) -> None:
    file = tmp_path / "release.sqlite"
    assert build_release(tiny_location, file, as_of=date(2021, 6, 1)).as_of == date(2021, 6, 1)
    request = ask(tiny, "lamp", ["ZZ"], [held()], date(2022, 5, 31))
    same(Release(file).report(request), tiny.report(request))
    assert Release(file).report(replace(request, question=replace(request.question, as_of=date(2022, 6, 1)))) is None


def test_a_group_that_asks_is_not_stored(tiny: LiveSource, tiny_release: Path) -> None:
    assert tiny.directory.groups["gadget"].ask == ("battery",)
    assert Release(tiny_release).report(ask(tiny, "gadget", ["ZZ"], [held()], TINY_DAY)) is None


def test_a_member_of_a_bloc_on_another_day_is_not_answered_with_todays_chain(tiny: LiveSource, tiny_release: Path) -> None:
    release = Release(tiny_release)
    assert release.report(ask(tiny, "lamp", ["ZZ"], [held()], TINY_DAY)) is not None
    assert release.report(ask(tiny, "lamp", ["ZZ"], [held()], date(2019, 12, 31))) is None


def test_nothing_is_written_of_a_broken_knowledge_base(tmp_path: Path) -> None:
    location = tiny_base(tmp_path / "broken", {"evidence/ccc.toml": "label = 1\n"})
    with pytest.raises(KnowledgeError):
        build_release(location, location.release)
    assert sorted(path.name for path in location.root.iterdir()) == ["mappings", "ontologies"]


def test_a_build_that_fails_half_way_leaves_the_old_release_and_no_half_one(tiny_location: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "release.sqlite"
    target.write_bytes(b"the old one")
    (tmp_path / ".release.sqlite.half").write_bytes(b"left by a build that was killed")
    written = write.write_contents

    def failing(contents: Contents, file: Path) -> None:
        written(contents, file)
        assert file == tmp_path / ".release.sqlite.half"
        raise OSError("no space left on device")

    monkeypatch.setattr(write, "write_contents", failing)
    with pytest.raises(OSError, match="no space left"):
        build_release(tiny_location, target)
    assert [path.name for path in tmp_path.iterdir()] == ["release.sqlite"]
    assert target.read_bytes() == b"the old one"
    monkeypatch.undo()
    build_release(tiny_location, target)
    assert [path.name for path in tmp_path.iterdir()] == ["release.sqlite"]
    assert Release(target).is_readable


def test_a_release_is_opened_to_be_read_only(tiny_release: Path) -> None:
    before = tiny_release.read_bytes()
    release = Release(tiny_release)
    assert release.directory.markets.keys() == {"BLC", "CN", "ZZ"}
    assert sorted(release.sources) == sorted(release.sources.keys())
    assert tiny_release.read_bytes() == before
    assert [path.name for path in tiny_release.parent.iterdir()] == ["release.sqlite"]
