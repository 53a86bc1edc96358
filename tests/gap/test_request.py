"""What somebody typed: product, markets, evidence, attributes, days, and the one clear line where it is not understood."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from mra.errors import InputError
from mra.gap.live import LiveSource
from mra.gap.request import QUALIFIERS, SPECIMEN, find_product, parse_attribute, parse_day, parse_destinations, parse_held, understand
from mra.model.condition import Value
from mra.model.directory import Directory
from tests.recognition.judging import DAY, held


@pytest.fixture(scope="module")
def directory(tiny: LiveSource) -> Directory:
    """What questions to the tiny knowledge base can be about."""
    return tiny.directory


# ── evidence ──


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["ccc"], [("ccc", {})]),
        (["ccc,cb_report"], [("ccc", {}), ("cb_report", {})]),
        (["ccc", "cb_report"], [("ccc", {}), ("cb_report", {})]),
        ([" ccc , cb_report "], [("ccc", {}), ("cb_report", {})]),
        (["ccc,ccc"], [("ccc", {}), ("ccc", {})]),
        ([], []),
        (["ccc,"], [("ccc", {})]),
        # a part that holds "=" before any ":" qualifies the kind before it
        (["cb_report:issuer=CQC,date=2025-03-01"], [("cb_report", {"issuer": "CQC", "date": "2025-03-01"})]),
        (["cb_report:issuer=CQC,ccc"], [("cb_report", {"issuer": "CQC"}), ("ccc", {})]),
        (["ccc,cb_report:report=yes,ccc:status=valid"], [("ccc", {}), ("cb_report", {"report": "yes"}), ("ccc", {"status": "valid"})]),
        (["cb_report : issuer = CQC , stage = TMP"], [("cb_report", {"issuer": "CQC", "stage": "TMP"})]),
        # the id in any writing, or the label; signs of a Chinese input method
        (["CB-Report"], [("cb_report", {})]),
        (["CCC证书"], [("ccc", {})]),
        (["ccc，cb_report：issuer＝CQC"], [("ccc", {}), ("cb_report", {"issuer": "CQC"})]),
        # words with a closed list of values are read in either language
        (["cb_report:stage=tmp,status=有效,report=是,factory=same"], [("cb_report", {"stage": "TMP", "status": "valid", "report": "yes", "factory": "same"})]),
        (["cb_report:differences=zedland"], [("cb_report", {"differences": "ZZ"})]),
        # quotes hold a comma; a colon inside a value is part of it
        (['cb_report:holder="Lamps, Ltd",number=A:1'], [("cb_report", {"holder": "Lamps, Ltd", "number": "A:1"})]),
        (['cb_report:standard="IEC 1:2018"'], [("cb_report", {"standard": "IEC 1:2018"})]),
        (["cb_report:standard=IEC 1:2018|EN 1:2019"], [("cb_report", {"standard": "IEC 1:2018|EN 1:2019"})]),
        # the example of the contract
        (
            ['cb_report:standard="IEC 1:2018",issuer=CQC,date=2025-03-01,stage=TMP,report=yes'],
            [("cb_report", {"standard": "IEC 1:2018", "issuer": "CQC", "date": "2025-03-01", "stage": "TMP", "report": "yes"})],
        ),
    ],
)
def test_kinds_and_qualifiers(directory: Directory, texts: Sequence[str], expected: Sequence[tuple[str, Mapping[str, str]]]) -> None:
    found = parse_held(directory, texts)
    assert [(piece.kind, dict(piece.qualifiers)) for piece in found] == list(expected)
    assert all(piece.is_specimen for piece in found)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["cbreport"], "“cbreport” is not a kind of evidence. Did you mean: cb_report?"),
        (["xyz"], "“xyz” is not a kind of evidence. Did you mean: cb_report, ccc, none?"),
        (["issuer=CQC"], "“issuer=CQC” is not understood."),
        ([""], "“” is not understood."),
        ([","], "“,” is not understood."),
        (["ccc,none"], "“none” says that nothing is held; it cannot stand beside other kinds."),
        (["cb_report:status=lovely"], "cb_report: status “lovely” is not known. Use one of: "),
        (["cb_report:factory=elsewhere"], "cb_report: factory “elsewhere” is not known. Use one of: same, other."),
        (["cb_report:economy=QQ"], "cb_report: economy “QQ”: there is no market “QQ” in the knowledge base."),
        (["cb_report:date=20250301"], "“20250301” is not a day"),
        # a qualifier does not reach back into another --held
        (["cb_report", "issuer=CQC"], "“issuer=CQC” is not understood."),
        (["cb_report:colour=red"], "“colour=red” does not qualify cb_report. Known: date, differences,"),
        (["cb_report:issuer="], "“issuer=” does not qualify cb_report."),
        (['cb_report:issuer=""'], "does not qualify cb_report."),
        (["ccc,cb_report:"], "“cb_report:” does not qualify ccc."),
        (["cb_report:standard=IEC 1:2019"], "The standard “IEC 1:2019” is not recorded in this edition. Near: "),
        (["cb_report:standard=IEC 1:2018|qqqqqqq"], "The standard “qqqqqqq” is not recorded in this edition. Near: —"),
        (["cb_report:date=2025-02-30"], "“2025-02-30” is not a day; write yyyy-mm-dd."),
        (["cb_report:valid_until=soon"], "“soon” is not a day"),
        (["cb_report:test_date=1.2.2025"], "“1.2.2025” is not a day"),
    ],
)
def test_evidence_that_is_not_understood(directory: Directory, texts: Sequence[str], message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_held(directory, texts)
    assert message in caught.value.text.en
    assert "\n" not in caught.value.text.en
    assert caught.value.text.zh != caught.value.text.en
    assert caught.value.exit_status == 2


def test_a_near_standard_is_proposed(directory: Directory) -> None:
    with pytest.raises(InputError, match=r"Near: .*IEC 1:2018"):
        parse_held(directory, ["cb_report:standard=IEC 1:2019"])


def test_every_qualifier_of_the_contract_is_known() -> None:
    assert {"standard", "issuer", "date", "stage", "report"} <= set(QUALIFIERS)


# ── destinations ──


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["ZZ"], ["ZZ"]),
        (["zz, cn"], ["ZZ", "CN"]),
        (["ZZ,CN", "BLC"], ["ZZ", "CN", "BLC"]),
        (["CN,ZZ,CN"], ["CN", "ZZ"]),
        (["ZZ，CN；BLC;"], ["ZZ", "CN", "BLC"]),
        (["ZZ CN"], ["ZZ", "CN"]),
        # names, in either language
        (["Zedland, 中国"], ["ZZ", "CN"]),
        (["The Bloc；泽国"], ["BLC", "ZZ"]),
        # a region of a known economy
        (["zz-x"], ["ZZ-X"]),
    ],
)
def test_destinations(directory: Directory, texts: Sequence[str], expected: Sequence[str]) -> None:
    assert parse_destinations(directory, texts) == list(expected)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([], "No destination was given"),
        ([" , "], "No destination was given"),
        (["QQ"], "There is no market “QQ” in the knowledge base. Known: BLC, CN, ZZ"),
        (["ZZ,QQ-X"], "There is no market “QQ-X”"),
        (["ZZ-TOOLONG"], "“ZZ-TOOLONG” is not a region"),
    ],
)
def test_destinations_that_are_not_understood(directory: Directory, texts: Sequence[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_destinations(directory, texts)


def test_a_bloc_has_no_regions(live: LiveSource) -> None:
    with pytest.raises(InputError, match="“EU-X” is not a region: write a state, city or emirate as in US-CA; a bloc has none"):
        parse_destinations(live.directory, ["EU-X"])


# ── attributes ──


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("radio=wifi", ("radio", "wifi")),
        ("radio=wifi+bluetooth", ("radio", ("wifi", "bluetooth"))),
        ("radio=true", ("radio", True)),
        ("radio=no", ("radio", False)),
        (" mains_powered = Yes ", ("mains_powered", True)),
        ("mains_powered=否", ("mains_powered", False)),
        ("power_w=40", ("power_w", 40)),
        ("power_w=40.5", ("power_w", 40.5)),
        ("power_w=-1", ("power_w", -1)),
        ("power_w=12+230", ("power_w", (12, 230))),
        # keyed by market
        ("medical_class.vn=C", ("medical_class.vn", "C")),
        ("consignment.routing=direct", ("consignment.routing", "direct")),
        ("authorised_before=2024-01-31", ("authorised_before", "2024-01-31")),
    ],
)
def test_an_attribute(directory: Directory, text: str, expected: tuple[str, Value]) -> None:
    name, value = parse_attribute(directory, text)
    assert (name, value) == expected
    assert type(value) is type(expected[1])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("radio", "“radio” is not an attribute with a value"),
        ("radio=", "“radio=” is not an attribute with a value"),
        ("radoi=wifi", "Did you mean: .*radio"),
        ("zzzz=1", "Did you mean: .*battery.*radio"),
        ("power_w=much", "“power_w=much”: a number is wanted."),
        ("power_w=1e3", "a number is wanted"),
        ("mains_powered=maybe", "“mains_powered=maybe”: true or false is wanted."),
        ("authorised_before=2024", "“2024” is not a day"),
    ],
)
def test_an_attribute_that_is_not_understood(directory: Directory, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_attribute(directory, text)


@pytest.mark.parametrize("text", ["2025-02-29", "today", "", "2025-13-01"])
def test_a_day_that_is_none(text: str) -> None:
    with pytest.raises(InputError, match="is not a day"):
        parse_day(text)


def test_a_day() -> None:
    assert parse_day("2024-02-29") == date(2024, 2, 29)


# ── the whole question ──


def _understood(directory: Directory, **changes: Any) -> Any:
    usual: dict[str, Any] = {"product": "lamp", "destinations": ["ZZ"], "held": [held()], "attributes": [], "as_of": DAY}
    return understand(directory, **{**usual, **changes})


def test_a_request_knows_what_was_given_and_what_is_default(directory: Directory) -> None:
    request = _understood(directory, attributes=["made_in=VN", "power_w=40"], destinations=["zz,cn"])
    question = request.question
    assert (question.product, question.as_of, request.destinations, request.held) == ("lamp", DAY, ("ZZ", "CN"), (held(),))
    assert question.given == {"made_in": "VN", "power_w": 40}
    assert question.defaults["made_in"] == "CN"
    assert question.attributes["made_in"] == "VN"
    # a generic piece of evidence comes from a laboratory and a factory in China
    assert all(question.attributes[name] == value for name, value in SPECIMEN.items())


def test_an_attribute_for_which_no_default_is_honest_stops_the_call(directory: Directory) -> None:
    with pytest.raises(InputError, match=r"For Gadget no honest default exists for: battery\. Give it, as in --attr battery=…"):
        _understood(directory, product="gadget")
    assert _understood(directory, product="gadget", attributes=["battery=li_ion"]).question.given == {"battery": "li_ion"}


@pytest.mark.parametrize(
    ("text", "expected"), [("lamp", "lamp"), ("台灯", "lamp"), ("Desk Lamp", "lamp"), ("9405.21", "lamp"), ("HS 851671", "appliance"), ("家电", "appliance")]
)
def test_a_product_by_id_name_or_goods_code(directory: Directory, text: str, expected: str) -> None:
    assert find_product(directory, text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("steam engine", "No product group fits “steam engine”. Search with: mra products steam engine"),
        ("0000", "No product group fits “0000”"),
        ("具", "“具” fits more than one product group: .*gadget .Gadget.*lamp .Lamp.*Give the id."),
    ],
)
def test_a_product_is_never_guessed(directory: Directory, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        find_product(directory, text)
