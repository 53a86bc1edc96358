"""One tiny broken file for each rule of the constitution: code, file, line, field, value and nothing else."""

import ast
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mra.errors import KnowledgeError
from mra.knowledge import checks
from mra.knowledge.checks import RULES, check, shape_sources
from mra.knowledge.load import load
from mra.knowledge.locate import Location
from mra.knowledge.shelf import Shelf
from mra.knowledge.vocabulary import read_concepts
from mra.language import catalogue_keys, say
from mra.model.concept import Concepts
from mra.model.problem import Problem
from mra.model.text import Bilingual
from tests.bases import FILES, ROOT, tiny_base

SCHEME = "economies/zz/lamp-certificate.toml"
BLOC_SCHEME = "economies/blc/lamp-declaration.toml"
SOURCES = "sources/all.toml"
GROUPS = "products/groups.toml"
EDITIONS = "standards/all.editions.tsv"
ADOPTIONS = "standards/all.sssom.tsv"
CODES = "products/hs2022.sssom.tsv"
BODIES = "bodies/zz-bodies.tsv"
TREATY = "instruments/lamp-treaty.toml"
AGENCY, BLOG = (f"[[source]]{part}" for part in FILES[SOURCES].split("[[source]]")[1:3])
CB_ACCEPTANCE = 'evidence = "cb_report"\nhow = "as_is"\nvia = "lamp-treaty"\nconditions = { body_on_list = "zz-bodies" }\nsources = ["law-zz"]'


@dataclass(frozen=True, kw_only=True)
class Broken:
    """In ``file`` replace ``old`` by ``new``: one problem, on the line that begins with ``at`` (``None``: the whole file, line 0)."""

    code: str
    file: str
    old: str
    new: str
    at: str | None
    field: str
    value: str
    nth: int = 1

    @property
    def text(self) -> str:
        before = FILES.get(self.file, "")
        assert self.old in before, f"{self.file} has no {self.old!r}"
        return before.replace(self.old, self.new, 1)

    @property
    def line(self) -> int:
        """The number of the ``nth`` line that begins with ``at``."""
        if self.at is None:
            return 0
        found = [number for number, line in enumerate(self.text.split("\n"), start=1) if line.startswith(self.at)]
        return found[self.nth - 1]


BROKEN = [
    Broken(
        code="not-toml", file=SCHEME, old="mandatory = true", new="mandatory = ", at="mandatory = ", field="toml", value="Invalid value (at line 7, column 13)"
    ),
    Broken(code="unknown-key", file=SCHEME, old="aliases =", new="alias =", at="alias =", field="alias", value="alias"),
    Broken(code="missing-key", file=SCHEME, old='family = "electrical-safety"\n', new="", at=None, field="family", value=""),
    Broken(
        code="missing-key",
        file=SCHEME,
        old='nature = "duty"\nactivity = "registration"\n',
        new='nature = "duty"\n',
        at="[[route.element]]",
        nth=2,
        field="route[1].element[2].activity",
        value="",
    ),
    Broken(code="wrong-type", file=SCHEME, old='aliases = ["Lamp Mark"]', new="aliases = [1]", at="aliases", field="aliases[1]", value="1"),
    Broken(code="wrong-type", file=SCHEME, old='family = "electrical-safety"', new="family = 1", at="family", field="family", value="1"),
    Broken(code="wrong-type", file=TREATY, old='[[member]]\neconomy = "CN"', new="[[member]]\neconomy = 7", at="economy", field="member[1].economy", value="7"),
    Broken(code="wrong-type", file=SCHEME, old="mandatory = true", new='mandatory = "yes"', at="mandatory", field="mandatory", value="yes"),
    Broken(
        code="wrong-type",
        file="evidence/ccc.toml",
        old="validity_months = 60",
        new="validity_months = 60.5",
        at="validity_months",
        field="validity_months",
        value="60.5",
    ),
    Broken(
        code="wrong-type",
        file=SCHEME,
        old="applies_from = 2022-06-01",
        new='applies_from = "2022-06-01"',
        at="applies_from",
        field="applies_from",
        value="2022-06-01",
    ),
    Broken(code="wrong-type", file=SCHEME, old='aliases = ["Lamp Mark"]', new='aliases = "Lamp Mark"', at="aliases", field="aliases", value="Lamp Mark"),
    Broken(
        code="wrong-type",
        file=SCHEME,
        old='conditions = { body_on_list = "zz-bodies" }',
        new='conditions = "zz-bodies"',
        at="conditions",
        field="route[1].element[1].accepts[1].conditions",
        value="zz-bodies",
    ),
    Broken(code="wrong-type", file=SCHEME, old="when = { mains_powered = true }", new="when = true", at="when", field="scope[1].when", value="True"),
    Broken(
        code="wrong-type",
        file=SCHEME,
        old="when = { mains_powered = true }",
        new='when = { power_w = { min = "50" } }',
        at="when",
        field="scope[1].when.power_w",
        value="{'min': '50'}",
    ),
    Broken(
        code="wrong-type", file=SCHEME, old="when = { mains_powered = true }", new="when = { radio = [] }", at="when", field="scope[1].when.radio", value="[]"
    ),
    Broken(
        code="wrong-type",
        file=GROUPS,
        old='attributes = { made_in = "CN" }',
        new="attributes = 1",
        at="attributes",
        nth=2,
        field="group[2].attributes",
        value="1",
    ),
    Broken(
        code="wrong-type",
        file=GROUPS,
        old='attributes = { made_in = "CN" }',
        new='attributes = { radio = ["wifi", []] }',
        at="attributes",
        nth=2,
        field="group[2].attributes.radio",
        value="['wifi', []]",
    ),
    Broken(
        code="wrong-pattern",
        file=SOURCES,
        old='address = "https://lab.example/blog"',
        new='address = "lab.example"',
        at="address",
        nth=2,
        field="source[2].address",
        value="lab.example",
    ),
    Broken(code="wrong-pattern", file=SCHEME, old='id = "a-cb"', new='id = "A CB"', at="id", field="route[1].id", value="A CB"),
    Broken(code="wrong-pattern", file=SCHEME, old='aliases = ["Lamp Mark"]', new='aliases = [" "]', at="aliases", field="aliases[1]", value=" "),
    Broken(code="not-bilingual", file=SCHEME, old=', zh = "灯具证书"', new="", at="label", field="label", value="{'en': 'Certificate for lamps'}"),
    Broken(
        code="not-bilingual", file=SCHEME, old='zh = "灯具证书"', new='zh = " "', at="label", field="label", value="{'en': 'Certificate for lamps', 'zh': ' '}"
    ),
    Broken(code="not-bilingual", file=EDITIONS, old="GB 1-2022\tLamps\t灯具", new="GB 1-2022\tLamps\t", at="GB 1-2022", field="[3].title_zh", value=""),
    Broken(code="not-bilingual", file=BODIES, old="GOOD\tGood Body", new="GOOD\t", at="GOOD", field="[3].name_en", value=""),
    Broken(
        code="contradiction",
        file=TREATY,
        old='[[member]]\neconomy = "CN"\nfrom = 2021-01-01',
        new='[[member]]\neconomy = "CN"\nfrom = 2021-01-01\nuntil = 2021-01-01',
        at="[[member]]",
        field="member[1]",
        value="period ends 2021-01-01, on or before its start 2021-01-01",
    ),
    Broken(
        code="contradiction",
        file=SCHEME,
        old='evidence = "cb_report"',
        new='evidence = "cb_report"\nevidence_all = ["ccc"]',
        at="[[route.element.accepts]]",
        field="route[1].element[1].accepts[1]",
        value="evidence or evidence_all, one of the two",
    ),
    Broken(
        code="contradiction",
        file=BODIES,
        old="2020-01-01\t2024-01-01",
        new="2020-01-01\t2019-01-01",
        at="ENDED",
        field="[2].until",
        value="period ends 2019-01-01, on or before its start 2020-01-01",
    ),
    Broken(code="duplicate-id", file=SOURCES, old=BLOG, new=AGENCY + BLOG, at="[[source]]", nth=2, field="agency", value="agency"),
    Broken(code="unsorted", file=SOURCES, old=BLOG, new=AGENCY.replace("agency", "journal", 1) + BLOG, at='id = "blog"', field="source[3].id", value="blog"),
    Broken(
        code="unsorted",
        file=EDITIONS,
        old="GB 1-2022",
        new="ISO 1:2019\tLamps\t灯具\t\t\t\t\tagency\thigh\t\nGB 1-2022",
        at="GB 1-2022",
        field="[4].designation",
        value="GB 1-2022",
    ),
    Broken(
        code="undefined",
        file=SCHEME,
        old='via = "lamp-treaty"',
        new='via = "lamp-traety"',
        at="via",
        field="route[1].element[1].accepts[1].via",
        value="lamp-traety",
    ),
    Broken(
        code="undefined",
        file=SCHEME,
        old='standards = ["IEC 1:2018"]',
        new='standards = ["IEC 1:2019"]',
        at="standards",
        field="route[1].element[1].standards[1]",
        value="iec-1-2019",
    ),
    Broken(code="undefined", file=BODIES, old="2024-01-01\tagency", new="2024-01-01\tagancy", at="ENDED", field="[2].source", value="agancy"),
    Broken(
        code="not-in-list",
        file=SCHEME,
        old='topic = "electrical-safety"',
        new='topic = "electric-safety"',
        at="topic",
        field="route[1].element[1].topic",
        value="electric-safety",
    ),
    Broken(
        code="not-in-list",
        file=SCHEME,
        old="when = { mains_powered = true }",
        new="when = { mains = true }",
        at="when",
        field="scope[1].when.mains",
        value="mains",
    ),
    Broken(
        code="not-in-list",
        file=GROUPS,
        old='attributes = { made_in = "CN" }',
        new='attributes = { maid_in = "CN" }',
        at="attributes",
        nth=2,
        field="group[2].attributes.maid_in",
        value="maid_in",
    ),
    Broken(
        code="not-allowed",
        file=ADOPTIONS,
        old="mra:identicalAdoptionOf",
        new="skos:exactMatch",
        at="std:en-1",
        field="[2].predicate_id",
        value="skos:exactMatch",
    ),
    Broken(
        code="not-allowed",
        file=CODES,
        old="semapv:ManualMappingCuration",
        new="semapv:LexicalMatching",
        at="group:appliance",
        field="[2].mapping_justification",
        value="semapv:LexicalMatching",
    ),
    Broken(code="wrong-day", file=EDITIONS, old="\t2023-08-01\t", new="\t2023-08\t", at="GB 1-2022", field="[3].in_force", value="2023-08"),
    Broken(code="wrong-share", file=ADOPTIONS, old="\t0.9\t", new="\thigh\t", at="std:en-1", field="[2].confidence", value="high"),
    Broken(
        code="wrong-columns",
        file=BODIES,
        old="economy\tnumber",
        new="number\teconomy",
        at="body",
        field="head",
        value="body name_en name_zh number economy scope from until source",
    ),
    Broken(code="too-many-cells", file=BODIES, old="2024-01-01\tagency", new="2024-01-01\tagency\tx", at="ENDED", field="[2].source", value="10"),
    Broken(
        code="duplicate-row",
        file=BODIES,
        old="ENDED\tEnded Body\t已撤销机构\tCN\t\t\t2020-01-01\t2024-01-01",
        new="GOOD\tGood Body\t合格机构\tCN\t\t\t2020-01-01\t",
        at="GOOD",
        nth=2,
        field="[3].body",
        value="GOOD  2020-01-01",
    ),
    Broken(code="id-not-label", file=ADOPTIONS, old="std:en-1-2019", new="std:en-1", at="std:en-1", field="[2].subject_id", value="std:en-1"),
    Broken(code="id-not-label", file=CODES, old="group:appliance", new="appliance", at="appliance", field="[2].subject_id", value="appliance"),
    Broken(code="wrong-goods-code", file=CODES, old="hs:8516", new="hs:85160", at="group:appliance", field="[2].object_id", value="hs:85160"),
    Broken(code="wrong-goods-code", file=CODES, old="hs:8516", new="8516", at="group:appliance", field="[2].object_id", value="8516"),
    Broken(
        code="low-without-reason",
        file=SOURCES,
        old='confidence = "medium"',
        new='confidence = "low"',
        at='confidence = "low"',
        field="source[1].confidence",
        value="agency",
    ),
    Broken(
        code="low-without-reason",
        file=SCHEME,
        old="mandatory = true",
        new='mandatory = true\nconfidence = "low"',
        at="confidence",
        field="confidence",
        value="zz-lamp-certificate",
    ),
    Broken(
        code="low-without-reason",
        file=TREATY,
        old='status = "in-force"',
        new='status = "in-force"\nconfidence = "low"',
        at="confidence",
        field="confidence",
        value="lamp-treaty",
    ),
    Broken(
        code="low-without-reason",
        file=SCHEME,
        old='how = "as_is"',
        new='how = "as_is"\nconfidence = "low"',
        at="confidence",
        field="route[1].element[1].accepts[1].confidence",
        value="cb_report",
    ),
    Broken(
        code="low-without-reason",
        file="evidence/ccc.toml",
        old='form = "inspection"',
        new='form = "inspection"\nconfidence = "low"',
        at="confidence",
        field="yields[2].confidence",
        value="electrical-safety",
    ),
    Broken(
        code="without-source",
        file=SCHEME,
        old='applies_from = 2022-06-01\nsources = ["law-zz"]',
        new="sources = []",
        at="sources",
        field="sources",
        value="zz-lamp-certificate",
    ),
    Broken(
        code="without-source",
        file=SCHEME,
        old='accepts_only_listed = true\nsources = ["law-zz"]',
        new="sources = []",
        at="sources = []",
        field="route[1].element[1].sources",
        value="safety-test",
    ),
    Broken(
        code="bare-acceptance",
        file=SCHEME,
        old=CB_ACCEPTANCE,
        new=CB_ACCEPTANCE.replace("law-zz", "blog"),
        at='sources = ["blog"]',
        field="route[1].element[1].accepts[1].sources",
        value="cb_report",
    ),
    Broken(
        code="no-rest-named",
        file=SCHEME,
        old='how = "as_is"',
        new='how = "report_reused"',
        at="how",
        field="route[1].element[1].accepts[1].how",
        value="cb_report",
    ),
    Broken(
        code="duplicate-element",
        file=SCHEME,
        old='id = "registration"',
        new='id = "safety-test"',
        at='id = "safety-test"',
        nth=2,
        field="route[1].element[2].id",
        value="safety-test",
    ),
    Broken(
        code="partial-without-points",
        file="economies/zz/economy.toml",
        old='open = [{ en = "Fees were not read", zh = "未审阅费用" }]\n',
        new="",
        at="level",
        field="coverage[1].level",
        value="electrical-safety",
    ),
    Broken(
        code="reviewed-without-day",
        file="economies/blc/economy.toml",
        old="reviewed = 2026-01-01\n",
        new="",
        at="level",
        field="coverage[1].level",
        value="electrical-safety",
    ),
    Broken(
        code="reviewed-on-weak-source",
        file="economies/blc/economy.toml",
        old='reviewed = 2026-01-01\nsources = ["law-zz"]',
        new='reviewed = 2026-01-01\nsources = ["blog"]',
        at="level",
        field="coverage[1].level",
        value="electrical-safety",
    ),
    *(
        Broken(
            code=code,
            file=SCHEME,
            old="mandatory = true\n",
            new=f"mandatory = true\ncertificate_number = {{ pattern = '{pattern}', examples = {examples}, decoys = {decoys}, sources = [\"agency\"] }}\n",
            at="certificate_number",
            field=f"certificate_number.{field}",
            value=value,
        )
        for code, pattern, examples, decoys, field, value in (
            ("number-not-anchored", "[0-9]{4}$", '["1234"]', '["12"]', "pattern", "[0-9]{4}$"),
            ("number-not-plain", "^[0-9]+$", '["1234"]', '["x"]', "pattern", "^[0-9]+$"),
            ("number-refused", "^[0-9]{4}$", '["1234", "123"]', '["12"]', "examples[2]", "123"),
            ("number-taken", "^[0-9]{4}$", '["1234"]', '["4321"]', "decoys[1]", "4321"),
            ("number-untried", "^[0-9]{4}$", '["1234"]', "[]", "decoys", "^[0-9]{4}$"),
        )
    ),
    Broken(code="unused-source", file="evidence/ccc.toml", old='sources = ["blog"]', new='sources = ["agency"]', at=None, field="source[2].id", value="blog"),
    Broken(
        code="shape",
        file=SCHEME,
        old="[[scope]]",
        new='[[exception]]\ncondition = { en = "Transit", zh = "过境" }\nauthority = { en = "Customs", zh = "海关" }\nsources = []\n\n[[scope]]',
        at="sources = []",
        field="exception[1].sources",
        value="scheme/zz-lamp-certificate/exception/1",
    ),
]
#: Rules that need more than one changed file; each has a test of its own below.
OTHERS = {
    "figure-empty",
    "figure-order",
    "figure-without-element",
    "wrong-number",
    "notice-without-number",
    "not-turtle",
    "not-utf8",
    "wrong-folder",
    "list-not-named",
    "unknown-shacl-word",
}


@pytest.fixture(scope="module")
def concepts() -> Concepts:
    return read_concepts(ROOT / "ontologies" / "concepts")


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch, concepts: Concepts) -> None:
    """The concept lists and the sources of the shapes are the real ones and do not change: read them once."""
    known = list(_SHAPE_SOURCES or shape_sources(Location(ROOT)))
    _SHAPE_SOURCES[:] = known
    monkeypatch.setattr(checks, "read_concepts", lambda folder: concepts)
    monkeypatch.setattr(checks, "shape_sources", lambda location: known)


_SHAPE_SOURCES: list = []


def is_sentence(text: Bilingual) -> bool:
    """Whether both texts are plain sentences: they begin like one, end like one, and no slot was left empty."""
    english = re.fullmatch(r"(?s)[^a-z{].*[.:…]|[a-z\[(].*\.", text.en) is not None
    return english and text.zh.endswith(("。", "：")) and re.search(r"[\u4e00-\u9fff]", text.zh) is not None and "{}" not in text.en + text.zh


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.code}-{broken.field}")
def test_a_broken_file_has_exactly_its_problem(broken: Broken, tmp_path: Path) -> None:
    location = tiny_base(tmp_path, {broken.file: broken.text})
    problems = check(location, shapes=broken.code == "shape")
    if broken.code == "unused-source":  # the file that was changed is not the one to mend
        assert [(entry.code, entry.file, entry.value) for entry in problems] == [("unused-source", f"mappings/{SOURCES}", "blog")]
        assert (location.root / problems[0].file).read_text(encoding="utf-8").split("\n")[problems[0].line - 1] == 'id = "blog"'
    else:
        found = [(entry.code, entry.file, entry.line, entry.field, entry.value) for entry in problems]
        assert found == [(broken.code, f"mappings/{broken.file}", broken.line, broken.field, broken.value)]
    assert is_sentence(problems[0].message), problems[0].message
    assert is_sentence(problems[0].remedy), problems[0].remedy


def test_every_rule_has_a_broken_file() -> None:
    rules = {key.removeprefix("check.").removesuffix(".remedy") for key in catalogue_keys() if key.startswith("check.") and key.endswith(".remedy")}
    assert {broken.code for broken in BROKEN} | OTHERS == rules


def test_the_tiny_base_is_in_order(tmp_path: Path) -> None:
    assert check(tiny_base(tmp_path)) == []


def only(problems: list[Problem]) -> tuple[str, str, int, str, str]:
    assert len(problems) == 1, [entry.message.en for entry in problems]
    assert is_sentence(problems[0].message)
    assert is_sentence(problems[0].remedy)
    return problems[0].code, problems[0].file, problems[0].line, problems[0].field, problems[0].value


@pytest.mark.parametrize("name", [SCHEME, SOURCES, GROUPS, TREATY, "evidence/ccc.toml", "economies/zz/economy.toml", BODIES])
@pytest.mark.parametrize("coding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_file_in_another_coding_is_named_and_nothing_else(name: str, coding: str, tmp_path: Path) -> None:
    location = tiny_base(tmp_path)
    (location.mappings / name).write_bytes(FILES[name].encode(coding))
    assert only(check(location, shapes=False)) == ("not-utf8", f"mappings/{name}", 1, "text", name.rpartition("/")[2])


def test_a_file_that_ends_too_early_is_reported_at_its_end(tmp_path: Path) -> None:
    text = FILES[SCHEME] + "aliases = ["
    code, _, line, _, value = only(check(tiny_base(tmp_path, {SCHEME: text}), shapes=False))
    assert (code, line) == ("not-toml", text.count("\n") + 1)
    assert "end of document" in value


def test_a_code_that_does_not_fit_its_folder(tmp_path: Path) -> None:
    location = tiny_base(tmp_path, {"economies/yy/economy.toml": FILES["economies/cn/economy.toml"].replace("CN", "XX")})
    assert only(check(location, shapes=False)) == ("wrong-folder", "mappings/economies/yy/economy.toml", 1, "code", "XX")


def test_a_list_that_no_file_names(tmp_path: Path) -> None:
    location = tiny_base(tmp_path, {"bodies/others.tsv": FILES[BODIES]})
    assert only(check(location, shapes=False)) == ("list-not-named", "mappings/bodies/others.tsv", 1, "", "others")


def test_two_paths_that_give_one_id(tmp_path: Path) -> None:
    economy = FILES["economies/zz/economy.toml"].replace('"ZZ"', '"ZZ-1"')
    changes = {"economies/zz-1/economy.toml": economy, "economies/zz-1/lamp.toml": FILES[SCHEME], "economies/zz/1-lamp.toml": FILES[SCHEME]}
    problem = check(tiny_base(tmp_path, changes), shapes=False)
    assert only(problem) == ("duplicate-id", "mappings/economies/zz-1/lamp.toml", 1, "zz-1-lamp", "zz-1-lamp")
    assert "mappings/economies/zz/1-lamp.toml" in problem[0].message.en


def test_an_edition_of_another_table_is_named_with_its_line(tmp_path: Path) -> None:
    other = FILES[EDITIONS].split("\n")
    location = tiny_base(tmp_path, {"standards/more.editions.tsv": "\n".join(["#comment", other[0], "AA 1:2000\tA\t甲\t\t\t\t\tagency\thigh\t", other[2], ""])})
    assert only(check(location, shapes=False)) == ("duplicate-id", "mappings/standards/more.editions.tsv", 4, "gb-1-2022", "gb-1-2022")


def test_all_problems_of_a_file_come_at_once_and_in_order(tmp_path: Path) -> None:
    text = (
        FILES[SCHEME]
        .replace("aliases =", "alias =")
        .replace("mandatory = true", "mandatory = 1")
        .replace('topic = "electrical-safety"', 'topic = "light"', 1)
        .replace('nature = "duty"\n', "")
        .replace('zh = "在泽国检测"', 'zh = ""')
    )
    problems = check(tiny_base(tmp_path, {SCHEME: text}), shapes=False)
    assert [entry.code for entry in problems] == ["unknown-key", "wrong-type", "not-in-list", "missing-key", "not-bilingual"]
    assert [entry.line for entry in problems] == sorted(entry.line for entry in problems)


def test_problems_of_several_files_come_together(tmp_path: Path) -> None:
    changes = {SCHEME: FILES[SCHEME].replace("aliases =", "alias ="), BODIES: FILES[BODIES].replace("2020-01-01\t2024", "yesterday\t2024")}
    assert [entry.file for entry in check(tiny_base(tmp_path, changes), shapes=False)] == [f"mappings/{BODIES}", f"mappings/{SCHEME}"]


def test_a_record_that_cannot_be_read_is_not_reported_as_absent_too(tmp_path: Path) -> None:
    changes = {
        SOURCES: FILES[SOURCES].replace('tier = "law"', "tier = 1"),
        TREATY: FILES[TREATY].replace('status = "in-force"', "status = 1"),
        "evidence/cb_report.toml": FILES["evidence/cb_report.toml"].replace("sources", "source", 1),
        "economies/blc/economy.toml": FILES["economies/blc/economy.toml"].replace('code = "BLC"', "code = 1"),
        SCHEME: FILES[SCHEME].replace('body_on_list = "zz-bodies"', 'product_list = "treaty-list"'),
    }
    assert {entry.code for entry in check(tiny_base(tmp_path, changes), shapes=False)} == {"wrong-type", "unknown-key", "missing-key"}


def test_a_source_that_a_criterion_rests_on_must_exist(tmp_path: Path) -> None:
    location = tiny_base(tmp_path, {"sources/rules.toml": '[[source]]\nid = "zz"\n' + FILES[SOURCES].split("[[source]]")[1].split("\n", 2)[2]})
    problems = check(location, shapes=False)
    assert {entry.code for entry in problems} == {"undefined"}
    assert all(entry.file.startswith("ontologies/shapes/") and entry.field.endswith(".source") for entry in problems)
    assert "iso-iec-17000" in {entry.value for entry in problems}


def own_ontologies(location: Location) -> Path:
    """Put a copy in place of the link to the real ontologies."""
    folder = location.ontologies
    folder.unlink()
    shutil.copytree(ROOT / "ontologies", folder, ignore=shutil.ignore_patterns("imports"))
    return folder


def test_a_word_that_shacl_does_not_have(tmp_path: Path) -> None:
    location = tiny_base(tmp_path)
    mistyped = own_ontologies(location) / "shapes" / "recognition" / "body.ttl"
    text = mistyped.read_text(encoding="utf-8").replace("sh:minCount 1", "sh:minCuont 1", 1)
    mistyped.write_text(text, encoding="utf-8")
    line = next(number for number, row in enumerate(text.split("\n"), start=1) if "minCuont" in row)
    assert only(check(location)) == ("unknown-shacl-word", "ontologies/shapes/recognition/body.ttl", line, "sh:minCuont", "sh:minCuont")


@pytest.mark.parametrize("name", ["concepts/topic.ttl", "rules/derivation.ttl"])
def test_a_file_that_is_no_turtle(name: str, tmp_path: Path) -> None:
    location = tiny_base(tmp_path)
    file = own_ontologies(location) / name
    text = file.read_text(encoding="utf-8")
    line = text[: text.index("\n\n", 400)].count("\n") + 2
    file.write_text("\n".join([*text.split("\n")[: line - 1], "this is no Turtle", *text.split("\n")[line - 1 :]]), encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        load(location)
    code, where, found, _, value = only(list(raised.value.problems))
    assert (code, where) == ("not-turtle", f"ontologies/{name}")
    assert found in (line, line + 1)  # the parser stops at the word or behind it
    assert "this" in value


def test_rules_hold_what_they_say_only_where_it_matters(tmp_path: Path) -> None:
    """What must not be reported: a weak source under a refusal or a low mark; low with a note; a rest that is open."""
    note = 'note = { en = "No better text was found", zh = "未找到更好的文本" }'
    harmless = [
        CB_ACCEPTANCE.replace("law-zz", "blog").replace("as_is", "refused"),
        CB_ACCEPTANCE.replace("law-zz", "blog") + f'\nconfidence = "low"\n{note}',
        CB_ACCEPTANCE.replace("as_is", "difference_tests") + '\ndelta = [{ en = "The plug", zh = "插头" }]',
        CB_ACCEPTANCE.replace("as_is", "report_reused") + '\nopen = [{ en = "The plug", zh = "插头" }]',
    ]
    for number, acceptance in enumerate(harmless):
        assert check(tiny_base(tmp_path / str(number), {SCHEME: FILES[SCHEME].replace(CB_ACCEPTANCE, acceptance)}), shapes=False) == []


def test_an_acceptance_without_source_is_a_problem_too(tmp_path: Path) -> None:
    text = FILES[SCHEME].replace(CB_ACCEPTANCE, CB_ACCEPTANCE.replace('["law-zz"]', "[]"))
    problems = check(tiny_base(tmp_path, {SCHEME: text}), shapes=False)
    assert [(entry.code, entry.field) for entry in problems] == [
        ("bare-acceptance", "route[1].element[1].accepts[1].sources"),
        ("without-source", "route[1].element[1].accepts[1].sources"),
    ]


def test_every_public_rule_of_the_module_is_run() -> None:
    public = {
        name
        for name, value in vars(checks).items()
        if callable(value) and getattr(value, "__module__", "") == checks.__name__ and getattr(value, "__annotations__", {}).get("shelf") is Shelf
    }
    assert {rule.__name__ for rule in RULES} == {name for name in public if not name.startswith("_")}
    assert all((rule.__doc__ or "").strip().endswith(".") for rule in RULES)


def test_the_real_knowledge_base_is_in_order() -> None:
    assert [f"{entry.file}:{entry.line} {entry.field}: {entry.message.en}" for entry in check(Location(ROOT))] == []


# -- the catalogue against the code


def _calls() -> Iterator[ast.Call]:
    for file in sorted((ROOT / "mra").rglob("*.py")):
        yield from (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _constants() -> set[str]:
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "mra").rglob("*.py"))]
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _pattern(formatted: ast.JoinedStr) -> str:
    """An f-string as a pattern: each hole is a group, holes that touch are one."""
    parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.*?)" for part in formatted.values]
    return "".join(part for number, part in enumerate(parts) if number == 0 or part != "(.*?)" or parts[number - 1] != part)


def _said() -> set[str]:
    """The keys that ``say`` is called with, as patterns."""
    found = set()
    for call in _calls():
        if isinstance(call.func, ast.Name) and call.func.id == "say" and call.args:
            key = call.args[0]
            for option in [key.body, key.orelse] if isinstance(key, ast.IfExp) else [key]:
                if isinstance(option, ast.Constant):
                    found.add(re.escape(str(option.value)))
                elif isinstance(option, ast.JoinedStr):
                    found.add(_pattern(option))
    return found


def _formatted() -> set[str]:
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "mra").rglob("*.py"))]
    patterns = {_pattern(node) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)}
    return {pattern for pattern in patterns if re.match(r"[a-z]", pattern)}


def test_every_problem_has_a_sentence_and_a_remedy() -> None:
    keys = {key.removeprefix("check.") for key in catalogue_keys() if key.startswith("check.")}
    twins = {key for key in keys if f"{key}.remedy" in keys}
    assert {key.removesuffix(".remedy") for key in keys if key.endswith(".remedy")} == twins
    assert {key for key in keys - twins if not key.endswith(".remedy")} == {"summary", "clean"}
    noted = {str(call.args[0].value) for call in _calls() if _name(call) in {"problem", "note"} and call.args and isinstance(call.args[0], ast.Constant)}
    ours = {code for code in noted if code in twins}
    assert twins - ours - {"shape", "unknown-shacl-word"} - _constants() == set()


def test_every_sentence_is_used_and_every_sentence_used_exists() -> None:
    constants, formatted, keys = {word.rstrip("!") for word in _constants()} | _vocabulary(), _formatted(), catalogue_keys()

    def can_fill(hole: str) -> bool:
        """Whether some word of the code, or an f-string over such words, gives ``hole``."""
        if not hole or hole in constants or any(hole[:place] in constants and hole[place:] in constants for place in range(1, len(hole))):
            return True
        return any((match := re.fullmatch(pattern, hole)) and all(part in constants for part in match.groups()) for pattern in formatted)

    said = _said()
    used = {key for key in keys for pattern in said | formatted if (match := re.fullmatch(pattern, key)) and all(map(can_fill, match.groups()))}
    assert keys - used - constants == set(), "sentences that nothing says"
    assert [pattern for pattern in said if not any(re.fullmatch(pattern, key) for key in keys)] == [], "keys without a sentence"


def _vocabulary() -> set[str]:
    """Words of the concept lists, and names of types and kinds that no string holds: they fill the holes of keys."""
    return {notation for entries in read_concepts(ROOT / "ontologies" / "concepts").values() for notation in entries} | {"bool", "concept", "date", "int"}


def test_the_catalogues_do_not_define_a_key_twice() -> None:
    seen: set[str] = set()
    for file in sorted((ROOT / "mra" / "catalogue").glob("*.json")):
        pairs: list[tuple[str, object]] = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=list)
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), file.name
        assert seen.isdisjoint(keys), file.name
        seen.update(keys)


def test_both_languages_of_a_sentence_name_the_same_values() -> None:
    for key in sorted(catalogue_keys()):
        entry = next(
            json.loads(file.read_text(encoding="utf-8"))[key]
            for file in (ROOT / "mra" / "catalogue").glob("*.json")
            if key in json.loads(file.read_text(encoding="utf-8"))
        )
        slots = [set(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", entry[language])) for language in ("en", "zh")]
        assert slots[0] == slots[1], key


def test_a_sentence_without_its_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("check.no-such-sentence")
