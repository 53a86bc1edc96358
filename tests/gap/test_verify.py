"""Case files: good ones pass, wrong ones say where they differ, broken ones say what is wrong with their form."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from mra.errors import InputError
from mra.gap.answer import Answers
from mra.gap.verify import case_files, differences, find_element, find_requirement, verify
from mra.knowledge.locate import Location
from mra.model.report import DestinationReport
from mra.recognition.rollup import destination_report
from tests.recognition.made import judged_as, made_element, made_requirement, made_route, made_sheet

HEAD = 'product = "lamp"\nto = "ZZ"\nheld = ["cb_report", "ccc"]\nas_of = 2026-01-10\n'
CERTIFICATE = '[[expect]]\nscheme = "zz-lamp-certificate"\n'


@pytest.fixture(scope="module")
def tiny_answers(tiny_location: Location) -> Answers:
    """Live answers of the tiny knowledge base."""
    return Answers(tiny_location, None)


def differing(text: str, folder: Path, answers: Answers) -> list[str]:
    """Where the answer differs from a case file."""
    file = folder / "case.toml"
    file.write_text(text, encoding="utf-8")
    return [sentence.en for sentence in differences(file, answers)]


@pytest.mark.parametrize(
    "expect",
    [
        CERTIFICATE + 'verdict = "partial"\n',
        # by alias, whatever the case of its letters
        '[[expect]]\nscheme = "lamp MARK"\nverdict = "partial"\nmandatory = true\napplies_from = 2022-06-01\nto_do = 1\nconfidence = "high"\n',
        '[[expect]]\nscheme = "blc-lamp-declaration"\nverdict = "recognized"\nto_do = 1\nnote = { en = "a", zh = "b" }\n',
        '[[expect]]\nscheme = "zz-other"\nabsent = true\n',
        CERTIFICATE + "cost = []\ntime = []\n",
        CERTIFICATE + '[[expect.element]]\nid = "a-cb/safety-test"\nverdict = "partial"\nrules = ["body-listed-stated"]\n',
        CERTIFICATE + '[[expect.element]]\nid = "a-cb/registration"\nverdict = "missing"\nrules = []\nreason = "nothing-held"\n',
        CERTIFICATE + '[[expect.element]]\nid = "b-national/safety-test"\nverdict = "duplicate"\nreason = "derived_standard"\nconfidence = "medium"\n',
        # rules in any order; criteria of equivalence only choose the word
        CERTIFICATE + '[[expect.element]]\nid = "b-national/safety-test"\nrules = ["acceptance-not-searched-in-vain"]\n',
        "",
    ],
)
def test_a_case_that_agrees(expect: str, tmp_path: Path, tiny_answers: Answers) -> None:
    assert differing(HEAD + (expect or "expect = []\n"), tmp_path, tiny_answers) == []


@pytest.mark.parametrize(
    ("expect", "expected"),
    [
        (CERTIFICATE + 'verdict = "missing"\n', ["zz-lamp-certificate: verdict is partial, expected missing."]),
        (CERTIFICATE + 'cost = ["USD 5"]\n', ["zz-lamp-certificate: cost is [], expected ['USD 5']."]),
        (
            CERTIFICATE + 'mandatory = false\napplies_from = 2022-06-02\napplies_until = 2030-01-01\nto_do = 0\nconfidence = "low"\n',
            [
                "zz-lamp-certificate: confidence is high, expected low.",
                "zz-lamp-certificate: to_do is 1, expected 0.",
                "zz-lamp-certificate: mandatory is True, expected False.",
                "zz-lamp-certificate: applies_from is 2022-06-01, expected 2022-06-02.",
                "zz-lamp-certificate: applies_until is None, expected 2030-01-01.",
            ],
        ),
        ('[[expect]]\nscheme = "zz-lamp-certificate"\nabsent = true\n', ["zz-lamp-certificate must not be listed, and is, as partial."]),
        ('[[expect]]\nscheme = "zz-other"\n', ["zz-other is not listed. Listed are: blc-lamp-declaration, zz-lamp-certificate"]),
        (
            CERTIFICATE + '[[expect.element]]\nid = "a-cb/other"\n',
            ["zz-lamp-certificate a-cb/other is not listed. Listed are: a-cb/safety-test, a-cb/registration, b-national/safety-test, b-national/inspection"],
        ),
        (
            CERTIFICATE + '[[expect.element]]\nid = "a-cb/safety-test"\nverdict = "recognized"\nrules = []\nconfidence = "low"\nreason = "same_subject"\n',
            [
                "zz-lamp-certificate a-cb/safety-test: verdict is partial, expected recognized.",
                "zz-lamp-certificate a-cb/safety-test: confidence is high, expected low.",
                "zz-lamp-certificate a-cb/safety-test: rules is ['body-listed-stated'], expected [].",
                "zz-lamp-certificate a-cb/safety-test: reason is body-listed-stated, expected same_subject.",
            ],
        ),
    ],
)
def test_a_case_that_differs_says_where(expect: str, expected: list[str], tmp_path: Path, tiny_answers: Answers) -> None:
    found = differing(HEAD + expect, tmp_path, tiny_answers)
    assert sorted(found) == sorted(expected)


def _without(key: str) -> str:
    return "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(key)) + "expect = []\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("product =", "case.toml: Invalid value"),
        (HEAD + "expect = []\ncolour = 1\n", "case.toml: colour ∉ as_of, attributes, certificates, expect, held, note, product, to"),
        *((_without(key), f"case.toml: {key}") for key in ("product", "to", "held", "as_of")),
        (HEAD, "case.toml: expect"),
        (HEAD.replace("2026-01-10", "2026-01-10T00:00:00") + "expect = []\n", "case.toml: as_of"),
        (HEAD.replace("2026-01-10", '"2026-01-10"') + "expect = []\n", "case.toml: as_of"),
        (HEAD.replace('["cb_report", "ccc"]', '"ccc"') + "expect = []\n", "case.toml: held"),
        (HEAD.replace('["cb_report", "ccc"]', "[1]") + "expect = []\n", "case.toml: held"),
        (HEAD + 'attributes = "radio"\nexpect = []\n', "case.toml: attributes"),
        (HEAD + "expect = 3\n", "case.toml: expect"),
        (HEAD + "expect = [3]\n", "case.toml: expect: scheme"),
        (HEAD + '[[expect]]\nverdict = "missing"\n', "case.toml: expect: scheme"),
        (HEAD + CERTIFICATE + "colour = 1\n", "case.toml: colour ∉ absent, applies_from"),
        (HEAD + CERTIFICATE + '[[expect.element]]\nverdict = "missing"\n', "case.toml: element: id"),
        (HEAD + CERTIFICATE + '[[expect.element]]\nid = "a/b"\ncolour = 1\n', "case.toml: colour ∉ confidence, id, note"),
        (HEAD + CERTIFICATE + '[[expect.element]]\nid = "a/b"\nrules = "x"\n', "case.toml: rules"),
        # what the question itself has wrong
        (HEAD.replace("ZZ", "QQ") + "expect = []\n", "There is no market “QQ”"),
        (HEAD.replace('"lamp"', '"submarine"') + "expect = []\n", "No product group fits “submarine”"),
        (HEAD.replace('"ccc"', '"cc"') + "expect = []\n", "“cc” is not a kind of evidence"),
        (HEAD + "attributes = { power_w = 'much' }\nexpect = []\n", "“power_w=much”: a number is wanted."),
    ],
)
def test_a_broken_case_file_differs_and_does_not_stop_the_others(text: str, expected: str, tmp_path: Path, tiny_answers: Answers) -> None:
    (sentence,) = differing(text, tmp_path, tiny_answers)
    assert expected in sentence


def test_a_case_file_that_is_no_text_differs(tmp_path: Path, tiny_answers: Answers) -> None:
    file = tmp_path / "case.toml"
    file.write_bytes(b"\xff\xfe\x00")
    assert len(list(differences(file, tiny_answers))) == 1


@pytest.mark.parametrize(
    ("attributes", "verdict"),
    [
        ("", "partial"),
        ("attributes = { mains_powered = false }\n", "not_required"),
        # a table within a table, a list, a number
        ('attributes = { mains_powered = true, consignment = { routing = "direct" }, radio = ["wifi", "bluetooth"], power_w = 40 }\n', "partial"),
    ],
)
def test_attributes_of_a_case_are_those_of_the_command_line(attributes: str, verdict: str, tmp_path: Path, tiny_answers: Answers) -> None:
    assert differing(f'{HEAD}{attributes}{CERTIFICATE}verdict = "{verdict}"\n', tmp_path, tiny_answers) == []


def test_all_files_below_a_folder_are_judged_in_order(tmp_path: Path, tiny_answers: Answers) -> None:
    texts: Mapping[str, str] = {"b/one.toml": CERTIFICATE + 'verdict = "partial"\n', "a/two.toml": CERTIFICATE + 'verdict = "missing"\n', "a/notes.md": ""}
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(HEAD + text, encoding="utf-8")
    outcomes = verify(tmp_path, tiny_answers)
    assert [(Path(outcome.file).name, outcome.passed) for outcome in outcomes] == [("two.toml", False), ("one.toml", True)]
    assert case_files(tmp_path / "b" / "one.toml") == [tmp_path / "b" / "one.toml"]


def test_a_folder_without_case_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There are no case files below"):
        case_files(tmp_path)


def _destination() -> DestinationReport:
    named = made_requirement(made_route(*judged_as("recognized"), name="a"), scheme="zz-a", aliases=("zz-b", "Lamp Mark"))
    same = made_requirement(made_route(made_element(), name="a"), made_route(made_element(id="f"), name="b"), scheme="zz-b")
    return destination_report(made_sheet(named, same), ("cb_report",))


@pytest.mark.parametrize(("name", "scheme"), [("zz-a", "zz-a"), ("zz-b", "zz-b"), ("LAMP mark", "zz-a"), ("other", None)])
def test_a_requirement_is_found_by_id_before_alias(name: str, scheme: str | None) -> None:
    found = find_requirement(_destination(), name)
    assert (found.requirement.scheme if found else None) == scheme


@pytest.mark.parametrize(("name", "is_found"), [("a/e", True), ("b/f", True), ("b/e", False), ("e", False)])
def test_an_element_is_found_by_route_and_id(name: str, is_found: bool) -> None:
    requirement = find_requirement(_destination(), "zz-b")
    assert requirement is not None
    assert (find_element(requirement, name) is not None) is is_found
