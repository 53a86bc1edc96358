"""Records with every key that a form knows arrive in the model as they were written."""

import datetime
import tomllib

import pytest

from mra.knowledge import records
from mra.knowledge.forms import Form, Many, Reading, Table
from mra.model.condition import When
from mra.model.evidence import EvidenceKind
from mra.model.instrument import Instrument
from mra.model.period import ALWAYS, Period
from mra.model.scheme import Scheme
from mra.model.text import Bilingual


def read(form: Form, text: str) -> object:
    reading = Reading("file.toml", {})
    result = form.read(tomllib.loads(text), (), reading)
    assert reading.problems == [], reading.problems
    return result


SCHEME = """
label = { en = "A", zh = "甲" }
aliases = ["A mark"]
family = "energy"
authority = { en = "Agency", zh = "机构" }
route_kind = "registration"
mandatory = false
mandatory_when = { en = "A claim is made", zh = "作出声明时" }
scheme_type = "1a"
subject = "product"
applies_from = 2020-01-01
applies_until = 2030-01-01
replaces = ["zz-older"]
where = "US-CA"
validity_months = 60
lookup = "https://agency.example/look-up"
certificate_number = { pattern = "^[0-9]$", examples = ["1"], decoys = ["x"], sources = ["law"] }
operator = { en = "O", zh = "司" }
issues = ["ccc"]
issuing_bodies = "bodies"
marks = [{ en = "M", zh = "标" }]
statuses = ["valid", "withdrawn"]
surveillance = { en = "S", zh = "督" }
legal_basis = ["law"]
sources = ["law"]
confidence = "medium"
note = { en = "N", zh = "注" }

[[scope]]
products = ["lamp"]
hs = ["9405"]
when = { radio = true }
text = { en = "Lamps", zh = "灯" }
from = 2021-01-01
sources = ["law"]

[[exclusion]]
products = ["toy"]

[[exception]]
condition = { en = "Transit", zh = "过境" }
authority = { en = "Customs", zh = "海关" }
sources = ["law"]

[[route]]
id = "a"
label = { en = "R", zh = "途" }
products = ["lamp"]
when = { worn = false }
until = 2029-01-01
sources = ["law"]
note = { en = "N", zh = "注" }

[[route.element]]
id = "test"
label = { en = "T", zh = "测" }
nature = "assessment"
activity = "testing"
topic = "radio"
frequency = "periodic"
standards = ["AS/NZS 1.2:2020"]
products = ["lamp"]
when = { worn = false }
from = 2022-01-01
accepts_only_listed = true
searched = { on = 2026-01-01, by = "reader", where = { en = "W", zh = "处" } }
aliases = ["RF test"]
note = { en = "N", zh = "注" }
sources = ["law"]

[[route.element.accepts]]
evidence_all = ["cb_report", "iso9001_cnas"]
how = "difference_tests"
via = "treaty"
products = ["lamp"]
when = { worn = false }
from = 2023-01-01
until = 2028-01-01
clock = "report_issue"
delta = [{ en = "D", zh = "差" }]
open = [{ en = "O", zh = "未" }]
confidence = "low"
note = { en = "N", zh = "注" }
sources = ["law"]

[route.element.accepts.conditions]
standard = "element"
standards = ["IEC 1:2018"]
form = "report"
max_age_months = 36
product_list = "p"
body_on_list = "b"
lab_on_list = "l"
lab_not_on_list = "x"
accredited_by_signatory_of = "ilac-mra"
endorsed = true
origin = "CN"
direct_shipment = true
stages = ["TL"]
same_factory = true
national_differences = "KR"
registered_in_market = true
scheme_elements = ["surveillance"]
max_quantity = 3
channel = ["b2b"]
applicant = ["manufacturer"]

[[route.element.accepts]]
evidence = "any"
how = "as_is"
sources = ["law"]
"""


@pytest.fixture
def scheme() -> Scheme:
    return records.build_scheme("zz-a", "ZZ", read(records.SCHEME, SCHEME))


def test_a_scheme_with_every_key(scheme: Scheme) -> None:
    assert (scheme.id, scheme.economy, scheme.label, scheme.aliases) == ("zz-a", "ZZ", Bilingual("A", "甲"), ("A mark",))
    assert scheme.applies == Period(start=datetime.date(2020, 1, 1), end=datetime.date(2030, 1, 1))
    assert (scheme.family, scheme.route_kind, scheme.mandatory, scheme.scheme_type, scheme.where) == ("energy", "registration", False, "1a", "US-CA")
    assert (scheme.replaces, scheme.validity_months, scheme.lookup) == (("zz-older",), 60, "https://agency.example/look-up")
    assert (scheme.confidence, scheme.legal_basis, scheme.sources) == ("medium", ("law",), ("law",))
    assert scheme.mandatory_when == Bilingual("A claim is made", "作出声明时")
    assert [clause.authority.en for clause in scheme.exceptions] == ["Customs"]


def test_scopes_routes_and_elements_keep_their_own_periods(scheme: Scheme) -> None:
    (scope,), (exclusion,), (route,) = scheme.scopes, scheme.exclusions, scheme.routes
    assert (scope.products, scope.hs, scope.period, scope.when.names) == (("lamp",), ("9405",), Period(start=datetime.date(2021, 1, 1)), ("radio",))
    assert (exclusion.products, exclusion.period, exclusion.when) == (("toy",), ALWAYS, When())
    assert (route.id, route.period, route.products) == ("a", Period(end=datetime.date(2029, 1, 1)), ("lamp",))
    (element,) = route.elements
    assert (element.nature, element.activity, element.topic, element.frequency) == ("assessment", "testing", "radio", "periodic")
    assert (element.standards, element.period, element.accepts_only_listed) == (("asnzs-1-2-2020",), Period(start=datetime.date(2022, 1, 1)), True)
    assert element.searched is not None
    assert (element.searched.on, element.searched.by) == (datetime.date(2026, 1, 1), "reader")


def test_a_scheme_says_what_its_certificates_look_like_and_who_issues_them(scheme: Scheme) -> None:
    number = scheme.certificate_number
    assert number is not None
    assert (number.pattern, number.examples, number.decoys, number.sources) == ("^[0-9]$", ("1",), ("x",), ("law",))
    assert (number.fits("1"), number.fits("12"), number.fits("1\n"), number.fits("１")) == (True, False, False, False)
    assert (scheme.issues, scheme.issuing_bodies, scheme.statuses) == (("ccc",), "bodies", ("valid", "withdrawn"))
    assert (scheme.operator, scheme.marks, scheme.surveillance) == (Bilingual("O", "司"), (Bilingual("M", "标"),), Bilingual("S", "督"))


def test_acceptances_with_every_condition(scheme: Scheme) -> None:
    together, generic = scheme.routes[0].elements[0].accepts
    assert (together.evidence, together.how, together.via, together.clock) == (("cb_report", "iso9001_cnas"), "difference_tests", "treaty", "report_issue")
    assert together.period == Period(start=datetime.date(2023, 1, 1), end=datetime.date(2028, 1, 1))
    conditions = together.conditions
    unset = [name for name in conditions.__slots__ if not getattr(conditions, name)]
    assert unset == []
    assert (conditions.standards, conditions.max_quantity, conditions.lab_not_on_list) == (("iec-1-2018",), 3, "x")
    assert generic.is_generic
    assert (generic.period, generic.clock) == (ALWAYS, "placing")


@pytest.mark.parametrize("keys", ["", 'evidence = "ccc"\nevidence_all = ["ccc"]'])
def test_an_acceptance_names_one_kind_or_several_together_never_both_or_none(keys: str) -> None:
    reading = Reading("file.toml", {})
    assert records.ACCEPTANCE.read(tomllib.loads(f'{keys}\nhow = "as_is"\nsources = []'), (), reading) is None
    assert [problem.code for problem in reading.problems] == ["contradiction"]


def test_a_kind_of_evidence_and_what_it_yields() -> None:
    text = """
label = { en = "K", zh = "种" }
scheme = "cn-ccc"
issuer_economy = "CN"
validity_months = 60
note = { en = "N", zh = "注" }
sources = ["law"]

[[yields]]
products = ["lamp"]
topic = "any"
activity = "testing"
standards = ["destination", "GB 1-2022"]
form = "report"
standard_open = true
from = 2020-01-01
when = { radio = true }
note = { en = "N", zh = "注" }
confidence = "low"
sources = ["law"]
"""
    kind = records.build_evidence("ccc", read(records.EVIDENCE, text))
    assert isinstance(kind, EvidenceKind)
    assert (kind.id, kind.scheme, kind.issuer_economy, kind.validity_months) == ("ccc", "cn-ccc", "CN", 60)
    (brought,) = kind.yields
    assert (brought.destination_standard, brought.standards, brought.standard_open) == (True, ("gb-1-2022",), True)
    assert (brought.period, brought.topic, brought.form) == (Period(start=datetime.date(2020, 1, 1)), "any", "report")


def test_an_instrument_with_members_and_lists() -> None:
    text = """
label = { en = "I", zh = "文" }
aliases = ["MRA"]
mechanism = "mutual-recognition-agreement"
direction = "inbound"
activities = ["testing"]
topics = ["radio"]
recognizes = ["reports"]
status = "ended"
from = 2010-01-01
until = 2026-01-01
succeeded_by = "other"
restrictions = [{ en = "R", zh = "限" }]
confidence = "medium"
note = { en = "N", zh = "注" }
sources = ["law"]

[[member]]
economy = "CN"
body = "CNCA"
until = 2026-01-01
activities = ["testing"]
sources = ["law"]

[[list]]
id = "l"
label = { en = "L", zh = "单" }
complete = true
products = ["lamp"]
sources = ["law"]
[[list.item]]
products = ["lamp"]
text = { en = "lamps", zh = "灯" }
standards = ["X"]
sources = ["law"]
"""
    instrument = records.build_instrument("i", read(records.INSTRUMENT, text))
    assert isinstance(instrument, Instrument)
    assert (instrument.id, instrument.status, instrument.succeeded_by, instrument.direction) == ("i", "ended", "other", "inbound")
    assert instrument.period == Period(start=datetime.date(2010, 1, 1), end=datetime.date(2026, 1, 1))
    assert [(member.economy, member.body, member.period) for member in instrument.members] == [("CN", "CNCA", Period(end=datetime.date(2026, 1, 1)))]
    assert [(entry.id, entry.complete, entry.products) for entry in instrument.lists] == [("l", True, ("lamp",))]


def test_an_economy_with_membership_and_coverage() -> None:
    text = """
code = "US-CA"
label = { en = "E", zh = "经" }
sources = ["law"]
[[member_of]]
bloc = "EU"
sources = ["law"]
[[coverage]]
family = "energy"
level = "partial"
products = ["lamp"]
open = [{ en = "O", zh = "未" }]
sources = ["law"]
"""
    economy = read(records.ECONOMY, text)
    assert (economy.code, economy.memberships[0].bloc, economy.memberships[0].period) == ("US-CA", "EU", ALWAYS)
    assert (economy.coverage[0].level, economy.coverage[0].reviewed, economy.coverage[0].open) == ("partial", None, (Bilingual("O", "未"),))


@pytest.mark.parametrize("code", ["cn", "C", "CHN1", "US-CALI", "US_CA"])
def test_a_code_of_a_market_has_its_form(code: str) -> None:
    reading = Reading("file.toml", {})
    records.ECONOMY.read(tomllib.loads(f'code = "{code}"\nlabel = {{ en = "E", zh = "经" }}\nsources = []'), (), reading)
    assert [problem.code for problem in reading.problems] == ["wrong-pattern"]


def test_sources_groups_and_lists() -> None:
    (source,) = read(
        records.SOURCES_FILE,
        '[[source]]\nid = "cn-1.2"\ntitle = { en = "T", zh = "题" }\npublisher = "P"\ntier = "law"\naddress = "https://a.example/x"\n'
        'read_at = "http://b.example/y"\npublished = 2020-01-01\nchecked = 2026-01-01\nconfidence = "high"\nnote = { en = "N", zh = "注" }\n',
    )["source"]
    assert (source.id, source.tier, source.read_at, source.published) == ("cn-1.2", "law", "http://b.example/y", datetime.date(2020, 1, 1))
    (group,) = read(
        records.GROUPS_FILE,
        '[[group]]\nid = "lamp"\nlabel = { en = "L", zh = "灯" }\nbroader = "thing"\nfamilies = ["energy"]\nsynonyms = { en = ["light"], zh = ["灯具"] }\n'
        'attributes = { "consignment.routing" = "direct" }\nask = ["battery"]\n',
    )["group"]
    assert (group.id, group.broader, group.synonyms, group.attributes, group.ask) == (
        "lamp",
        "thing",
        {"en": ("light",), "zh": ("灯具",)},
        {"consignment.routing": "direct"},
        ("battery",),
    )
    (bodies,) = read(records.LISTS_FILE, '[[list]]\nid = "b"\nlabel = { en = "B", zh = "名" }\ncomplete = false\nas_of = 2026-01-01\nsources = ["law"]\n')[
        "list"
    ]
    assert (bodies.id, bodies.complete, bodies.bodies) == ("b", False, ())


def _keys(form: Form) -> set[str]:
    inner = form.item if isinstance(form, Many) else form
    if not isinstance(inner, Table):
        return set()
    return {key.rstrip("!") for key in inner.keys} | {name for part in inner.keys.values() for name in _keys(part)}


def test_the_examples_above_use_every_key_of_a_scheme() -> None:
    used = {line.split("=")[0].strip() for line in SCHEME.split("\n") if "=" in line} | {
        "scope",
        "exclusion",
        "exception",
        "route",
        "element",
        "accepts",
        "conditions",
    }
    inline = {"pattern", "examples", "decoys", "on", "by", "where", "condition", "authority"}
    assert _keys(records.SCHEME) - used - inline == set()
