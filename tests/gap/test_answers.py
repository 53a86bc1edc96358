"""Two ways to an answer, the same words: out of the release where it fits, else live."""

import shutil
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mra.errors import InputError, KnowledgeError
from mra.gap.answer import Answers, open_answers
from mra.gap.request import Request, understand
from mra.knowledge.locate import Location
from mra.library import assess, gap_report, load_knowledge
from mra.release.write import build_release
from tests.bases import FILES, tiny_base
from tests.recognition.judging import DAY, held


@pytest.fixture
def built(tmp_path: Path) -> Location:
    """A tiny knowledge base with its release."""
    location = tiny_base(tmp_path)
    build_release(location, location.release)
    return location


def request(answers: Answers, **changes: Any) -> Request:
    """A lamp for ZZ."""
    usual: dict[str, Any] = {"product": "lamp", "destinations": ["ZZ"], "held": [held()], "attributes": [], "as_of": DAY}
    return understand(answers.directory, **{**usual, **changes})


def test_a_fitting_release_answers_without_the_knowledge_base(built: Location) -> None:
    answers = open_answers(built)
    stored = answers.report(request(answers))
    assert answers.origin == "release"
    assert "live" not in vars(answers)
    live = open_answers(built, live=True)
    assert stored == live.report(request(live))
    assert live.origin == "live"


def test_without_a_release_the_answer_is_live(tiny_location: Location) -> None:
    answers = open_answers(tiny_location)
    assert answers.report(request(answers)).destinations[0].requirements
    assert answers.origin == "live"


@pytest.mark.parametrize("change", ["edited", "added", "removed"])
def test_a_stale_release_is_not_used(built: Location, change: str) -> None:
    file = built.mappings / "economies" / "zz" / "lamp-certificate.toml"
    if change == "edited":
        file.write_text(file.read_text(encoding="utf-8").replace("mandatory = true", "mandatory = false"), encoding="utf-8")
    elif change == "added":
        (built.mappings / "evidence" / "more.toml").write_text(FILES["evidence/none.toml"], encoding="utf-8")
    else:
        file.unlink()
    answers = open_answers(built)
    report = answers.report(request(answers))
    assert answers.origin == "live"
    certificate = [entry.requirement.mandatory for entry in report.destinations[0].requirements if entry.requirement.scheme == "zz-lamp-certificate"]
    assert certificate == {"edited": [False], "added": [True], "removed": []}[change]


def test_the_release_of_an_installed_package_is_trusted_without_reading_the_files_again(built: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    def unread(_: Location) -> str:
        raise AssertionError("the files were read")

    monkeypatch.setattr(Location, "fingerprint", unread)
    answers = open_answers(replace(built, is_sealed=True))
    answers.report(request(answers))
    assert answers.origin == "release"
    with pytest.raises(AssertionError, match="the files were read"):
        open_answers(built)


def test_a_release_that_another_program_built_is_not_used(built: Location) -> None:
    with sqlite3.connect(built.release) as database:
        database.execute("UPDATE about SET value = 'another' WHERE name = 'program'")
    database.close()
    answers = open_answers(built)
    answers.report(request(answers))
    assert answers.origin == "live"


def test_a_release_of_another_form_is_not_used(built: Location) -> None:
    with sqlite3.connect(built.release) as database:
        database.execute("UPDATE about SET value = '0' WHERE name = 'format'")
    database.close()
    answers = open_answers(built)
    answers.report(request(answers))
    assert answers.origin == "live"


@pytest.mark.parametrize("content", [b"", b"this is no database, whatever its name says" * 100])
def test_a_file_that_is_no_release_is_not_used(built: Location, content: bytes) -> None:
    built.release.write_bytes(content)
    answers = open_answers(built)
    answers.report(request(answers))
    assert answers.origin == "live"


def test_a_release_answers_what_no_sheet_of_it_holds(built: Location) -> None:
    answers, live = open_answers(built), open_answers(built, live=True)
    (built.mappings / "evidence" / "none.toml").write_text("broken", encoding="utf-8")  # nothing is read of the files any more
    for changes in (
        {"attributes": ["power_w=40"]},
        {"held": [held(issuer="GOOD")]},
        {"held": [held(), held()]},
        {"as_of": date(2019, 12, 31)},
        {"destinations": ["ZZ-XX"]},
        {"product": "gadget", "attributes": ["battery=none"]},
    ):
        assert answers.report(request(answers, **changes)) is not None
        assert answers.origin == "release"
        with pytest.raises(KnowledgeError):
            live.report(request(live, **changes))


def test_criteria_and_words_are_the_same_both_ways(built: Location) -> None:
    answers, live = open_answers(built), open_answers(built, live=True)
    assert answers.criteria == live.criteria
    assert dict(answers.words) == {name: tuple(sorted(words)) for name, words in live.words.items()}


def test_both_ways_know_the_same_words(built: Location) -> None:
    assert open_answers(built).directory == open_answers(built, live=True).directory


# ── the library face ──


def test_the_library_answers_as_the_command_line_does(built: Location) -> None:
    knowledge = load_knowledge(built.root)
    answers = open_answers(built, live=True)
    report = gap_report(knowledge, "台灯", ["ZZ,CN"], ["cb_report"], as_of=DAY, folder=built.root)
    assert report == answers.report(request(answers, destinations=["ZZ", "CN"]))
    single = assess(knowledge, "lamp", "ZZ", ["cb_report"], as_of=DAY)
    assert single == report.destinations[0]


def test_the_library_takes_attributes_as_values(built: Location) -> None:
    knowledge = load_knowledge(built.root)
    report = gap_report(knowledge, "lamp", ["ZZ"], ["cb_report"], as_of=date(2026, 1, 10), attributes={"mains_powered": False}, folder=built.root)
    assert report.destinations[0].summary["not_required"] == 1
    assert "mains_powered" not in report.assumed


def test_the_library_refuses_what_it_does_not_understand(built: Location, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(InputError, match="no market “QQ”"):
        gap_report(load_knowledge(built.root), "lamp", ["QQ"], [], as_of=DAY, folder=built.root)
    empty = tmp_path_factory.mktemp("empty")
    with pytest.raises(InputError, match="No knowledge base in"):
        load_knowledge(empty)
    broken = tiny_base(tmp_path_factory.mktemp("broken"), {"evidence/ccc.toml": "label = 1\n"})
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(broken.root)
    assert {problem.file for problem in caught.value.problems} == {"mappings/evidence/ccc.toml"}
    shutil.rmtree(broken.root)
