"""A build after an edit judges only what the edit can have changed, and writes the bytes of a build in full."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from mra.commands.root import root
from mra.errors import KnowledgeError
from mra.gap.live import LiveSource
from mra.knowledge.base import Knowledge
from mra.knowledge.locate import Location
from mra.release import cache as caching
from mra.release import write
from mra.release.cache import cache_file, read_cache
from mra.release.edits import nearest
from mra.release.tracked import ALL, track
from mra.release.write import ReleaseInfo, build_release
from tests.bases import ROOT, tiny_base

#: Markets times groups that ask nothing.
ALL_SHEETS = 6


@pytest.fixture
def base(tmp_path: Path) -> Location:
    """A tiny knowledge base with ontologies of its own, built once."""
    location = tiny_base(tmp_path / "base")
    (location.root / "ontologies").unlink()
    shutil.copytree(ROOT / "ontologies", location.root / "ontologies")
    assert build_release(location, location.release).judged == ALL_SHEETS
    return location


def edit(location: Location, name: str, old: str, new: str) -> None:
    """Replace the first ``old`` in a file."""
    file = location.root / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def rebuilt(location: Location) -> ReleaseInfo:
    """Build again, and in full elsewhere: the bytes must be the same."""
    info = build_release(location, location.release)
    in_full = location.root / "full.sqlite"
    whole = build_release(location, in_full, full=True, remember=False)
    assert replace(info, judged=whole.judged) == whole
    assert whole.judged == whole.sheets
    assert location.release.read_bytes() == in_full.read_bytes()
    in_full.unlink()
    return info


@dataclass(frozen=True)
class Edited:
    """An edit, and how many sheets it makes judge again."""

    what: str
    file: str
    old: str
    new: str
    judged: int


ZZ = "mappings/economies/zz/lamp-certificate.toml"
EDITS = [
    Edited("a scheme's acceptance", ZZ, 'how = "as_is"', 'how = "formality"', 2),
    Edited("a scheme's label", ZZ, "Certificate for lamps", "Certificate of lamps", 2),
    Edited("what a scheme covers", ZZ, 'products = ["appliance"]', 'products = ["lamp"]', 2),
    Edited("a scheme's words", ZZ, "mains_powered = true", 'radio = "wifi"', 2),
    Edited("a word that is a number", ZZ, "mains_powered = true", "mains_powered = 1", 2),
    Edited("a scheme's first day", ZZ, "applies_from = 2022-06-01", "applies_from = 2022-06-02", 2),
    Edited("only a comment", ZZ, "aliases", "# a remark\naliases", 0),
    Edited("another market's scheme", "mappings/economies/blc/lamp-declaration.toml", "[[scope]]", '[[scope]]\nproducts = ["lamp"]\n\n[[scope]]', 2),
    Edited("how far was read", "mappings/economies/zz/economy.toml", "Fees were not read", "Fees are not read", 2),
    Edited("a market's name", "mappings/economies/zz/economy.toml", "Zedland", "Zetland", 2),
    Edited("an instrument's far first day", "mappings/instruments/lamp-treaty.toml", "status", "until = 2090-01-01\nstatus", ALL_SHEETS),
    Edited("an instrument's old first day", "mappings/instruments/lamp-treaty.toml", "from = 2021-01-01\nsources", "from = 2019-05-05\nsources", 2),
    Edited("an instrument's list", "mappings/instruments/lamp-treaty.toml", 'products = ["lamp"]', 'products = ["appliance"]', 2),
    Edited("an instrument's name", "mappings/instruments/lamp-treaty.toml", "Lamp Treaty", "Treaty of Lamps", 2),
    Edited("a yield", "mappings/evidence/ccc.toml", 'activity = "initial-inspection"', 'activity = "surveillance"', ALL_SHEETS),
    Edited(
        "a yield of lamps", "mappings/evidence/ccc.toml", '[[yields]]\nproducts = ["appliance"]\ntopic', '[[yields]]\nproducts = ["lamp"]\ntopic', ALL_SHEETS
    ),
    Edited("a source's trust", "mappings/sources/all.toml", 'checked = 2026-01-03\nconfidence = "high"', 'checked = 2026-01-03\nconfidence = "medium"', 4),
    Edited("a source of nothing judged", "mappings/sources/all.toml", "A laboratory's blog", "A laboratory's page", 0),
    Edited("a body's last day", "mappings/bodies/zz-bodies.tsv", "2024-01-01", "2023-01-01", ALL_SHEETS),  # the nearest of all days
    Edited("a body's name", "mappings/bodies/zz-bodies.tsv", "Good Body", "Best Body", 2),
    Edited("a list's name", "mappings/bodies/lists.toml", "Bodies recognised by ZZ", "Bodies known to ZZ", 2),
]
#: Those that reach further than can be told.
FAR = [
    Edited("a day of checking", "mappings/sources/all.toml", "2026-01-03", "2026-01-04", ALL_SHEETS),
    Edited("a membership", "mappings/economies/zz/economy.toml", "from = 2020-01-01", "from = 2020-02-02", ALL_SHEETS),
    Edited("the name of a kind", "mappings/evidence/ccc.toml", "CCC certificate", "CCC mark", ALL_SHEETS),
    Edited("an adoption", "mappings/standards/all.sssom.tsv", "modifiedAdoptionOf", "identicalAdoptionOf", ALL_SHEETS),
    Edited("an edition", "mappings/standards/all.editions.tsv", "Lamps", "Lights", ALL_SHEETS),
    Edited("a goods code", "mappings/products/hs2022.sssom.tsv", "940521", "940511", ALL_SHEETS),
    Edited("a product group", "mappings/products/groups.toml", "mains_powered = true", "mains_powered = false", ALL_SHEETS),
    Edited("a concept's label", "ontologies/concepts/topic.ttl", "lectrical safety", "lectric safety", ALL_SHEETS),
    Edited("a shape", "ontologies/shapes/recognition/evidence.ttl", "is not known.", "is unknown.", ALL_SHEETS),
    Edited("a core term", "ontologies/core.ttl", '"scope"@en', '"the scope"@en', ALL_SHEETS),
]


@pytest.mark.parametrize("edited", [*EDITS, *FAR], ids=lambda entry: entry.what)
def test_the_bytes_are_those_of_a_full_build(base: Location, edited: Edited) -> None:
    before, file = base.release.read_bytes(), base.root / edited.file
    text = file.read_text(encoding="utf-8")
    edit(base, edited.file, edited.old, edited.new)
    info = rebuilt(base)
    assert info.judged == edited.judged
    file.write_text(text, encoding="utf-8")
    rebuilt(base)
    assert base.release.read_bytes() == before


def test_edits_of_several_files_are_built_together(base: Location) -> None:
    for entry in EDITS:
        if entry.what in ("a scheme's acceptance", "a list's name", "a body's name", "a source's trust", "an instrument's name"):
            edit(base, entry.file, entry.old, entry.new)
    assert rebuilt(base).judged == 4


def test_one_edit_after_another(base: Location) -> None:
    """What a sheet rests on is remembered anew each time."""
    edit(base, ZZ, 'conditions = { body_on_list = "zz-bodies" }', "")
    assert rebuilt(base).judged == 2
    edit(base, ZZ, 'via = "lamp-treaty"', 'via = "lamp-treaty"\nconditions = { product_list = "treaty-list" }')
    assert rebuilt(base).judged == 2
    edit(base, "mappings/instruments/lamp-treaty.toml", "complete = true", "complete = false")
    assert rebuilt(base).judged == 2
    edit(base, "mappings/bodies/zz-bodies.tsv", "Good Body", "Best Body")
    rebuilt(base)


def test_nothing_edited_is_nothing_judged(base: Location) -> None:
    assert rebuilt(base).judged == 0


@pytest.mark.parametrize("change", ["added", "removed", "renamed", "another record", "another order"])
def test_records_that_come_or_go_are_built_in_full(base: Location, change: str) -> None:
    folder = base.mappings / "evidence"
    if change == "added":
        shutil.copy(folder / "none.toml", folder / "more.toml")
    elif change == "removed":
        (folder / "none.toml").unlink()
    elif change == "renamed":
        (folder / "none.toml").rename(folder / "nothing.toml")
    elif change == "another record":
        file = base.mappings / "sources" / "all.toml"
        first = file.read_text(encoding="utf-8").split("[[source]]")[1]
        edit(base, "mappings/sources/all.toml", "[[source]]", "[[source]]" + first.replace('"agency"', '"a-new-one"') + "[[source]]")
    else:
        file = folder / "ccc.toml"
        head, *yields = re.split(r"(?=\[\[yields\]\])", file.read_text(encoding="utf-8"))
        file.write_text(head + "".join(f"{part.rstrip()}\n\n" for part in reversed(yields)), encoding="utf-8")
    assert rebuilt(base).judged >= ALL_SHEETS


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (ZZ, 'how = "as_is"', 'how = "perhaps"'),
        (ZZ, 'sources = ["law-zz"]', 'sources = ["no-such-source"]'),
        (ZZ, 'via = "lamp-treaty"', 'via = "no-such-treaty"'),
        (ZZ, 'topic = "electrical-safety"', 'topic = "no-such-topic"'),
        ("mappings/sources/all.toml", "[[source]]", "[[source"),
        ("mappings/bodies/lists.toml", 'id = "zz-bodies"', 'id = "other-bodies"'),
    ],
)
def test_a_broken_edit_is_refused_as_ever_and_mended_again(base: Location, name: str, old: str, new: str) -> None:
    before = base.release.read_bytes()
    edit(base, name, old, new)
    with pytest.raises(KnowledgeError):
        build_release(base, base.release)
    assert base.release.read_bytes() == before
    edit(base, name, new, old)
    assert rebuilt(base).judged == 0


def test_edits_of_the_real_knowledge_base(real_location: Location, live: LiveSource, tmp_path: Path) -> None:
    """One record of each kind, one edit after another: each as a full build would have it, and few sheets judged."""
    for name in ("mappings", "ontologies"):
        shutil.copytree(real_location.root / name, tmp_path / name)
    base, knowledge = Location(tmp_path), live.knowledge
    info = build_release(base, base.release)
    scheme = next(entry.id for entry in knowledge.schemes.values() if entry.economy == "JP" and entry.routes)
    instrument = next(entry.id for entry in knowledge.instruments.values() if entry.note)
    bodies = next(entry for entry in knowledge.body_lists.values() if entry.bodies)
    edits = [
        (f"mappings/economies/jp/{scheme.removeprefix('jp-')}.toml", 'label = { en = "', 'label = { en = "The '),
        (f"mappings/instruments/{instrument}.toml", 'note = { en = "', 'note = { en = "So: '),
        (f"mappings/bodies/{bodies.id}.tsv", bodies.bodies[0].name.en, f"{bodies.bodies[0].name.en} Ltd"),
        ("mappings/economies/jp/economy.toml", 'label = { en = "', 'label = { en = "The '),
    ]
    for name, old, new in edits:
        edit(base, name, old, new)
        assert rebuilt(base).judged < info.sheets / 4, name


# ── what is remembered ──


def test_another_release_than_the_one_remembered_is_not_taken_over(base: Location) -> None:
    edit(base, ZZ, 'how = "as_is"', 'how = "formality"')
    with base.release.open("ab") as file:
        file.write(b"tampered")
    assert rebuilt(base).judged == ALL_SHEETS
    base.release.unlink()
    assert rebuilt(base).judged == ALL_SHEETS


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: "{}",
        lambda text: "[1]",
        lambda text: text[:-5],
        lambda text: text.replace('"places":[', '"places":7,"x":['),
        lambda text: text.replace('"program":"', '"program":"x'),
        lambda text: text.replace('"format":"', '"format":"x'),
        lambda text: text.replace('"day":"', '"day":"x'),
    ],
)
def test_a_cache_that_cannot_be_used_is_as_good_as_none(base: Location, spoil: Callable[[str], str]) -> None:
    file = cache_file(base)
    file.write_text(spoil(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert read_cache(base) is None
    assert rebuilt(base).judged == ALL_SHEETS


def test_another_program_builds_in_full(base: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one with another catalogue of sentences is."""
    monkeypatch.setattr(caching, "program", lambda: "another")
    assert rebuilt(base).judged == ALL_SHEETS


def test_another_day_is_built_in_full(base: Location) -> None:
    day = date(2026, 1, 3)
    assert build_release(base, base.release, as_of=date(2025, 1, 1)).judged == ALL_SHEETS
    assert build_release(base, base.release, as_of=date(2025, 1, 1)).judged == 0
    assert build_release(base, base.release).judged == ALL_SHEETS
    assert build_release(base, base.release, as_of=day).judged == 0


def test_files_that_change_while_they_are_read_are_not_remembered(base: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    put = write._put

    def editing(*arguments: object) -> None:
        put(*arguments)  # type: ignore[arg-type]
        edit(base, ZZ, 'how = "as_is"', 'how = "formality"')

    monkeypatch.setattr(write, "_put", editing)
    build_release(base, base.release, full=True)
    assert not cache_file(base).exists()


def test_where_nothing_can_be_remembered_nothing_is(base: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(caching, "written_whole", full)
    assert build_release(base, base.release).judged == 0
    assert not cache_file(base).exists()
    monkeypatch.setattr(Path, "unlink", full)
    caching.forget(base)


def test_the_command_says_how_much_was_judged_and_can_build_in_full(base: Location) -> None:
    edit(base, ZZ, 'how = "as_is"', 'how = "formality"')
    result = CliRunner().invoke(root("en"), ["--data", str(base.root), "build"])
    assert (result.exit_code, "2 of 6 sheets were judged again; the others are as before." in result.stderr) == (0, True)
    again = CliRunner().invoke(root("en"), ["--data", str(base.root), "build", "--full"])
    assert (again.exit_code, "judged again" in again.stderr) == (0, False)


def test_reading_is_noted(tiny: object, knowledge: Knowledge) -> None:
    notes: set[tuple[str, str]] = set()
    tracked = track(knowledge, notes)
    assert tracked.sources["iso-iec-17000"] == knowledge.sources["iso-iec-17000"]
    assert notes == {("sources", "iso-iec-17000")}
    assert len(tracked.economies) == len(list(tracked.economies))
    assert ("economies", ALL) in notes
    assert tracked.schemes_of("EU") == knowledge.schemes_of("EU")
    assert tracked.shared_boundaries == knowledge.shared_boundaries
    (name, *_) = knowledge.product_lists
    assert tracked.product_lists[name] == knowledge.product_lists[name]
    assert ("product_lists", name) in notes


def test_only_the_nearest_days_count() -> None:
    days = frozenset({date(2020, 1, 1), date(2025, 1, 1), date(2027, 1, 1), date(2029, 1, 1)})
    assert nearest(days, date(2026, 1, 1)) == (date(2025, 1, 1), date(2027, 1, 1))
    assert nearest(days, date(2027, 1, 1)) == (date(2027, 1, 1), date(2029, 1, 1))
    assert nearest(frozenset(), date(2027, 1, 1)) == (None, None)
