"""``mra gap`` with published fees: from the files and from the release, and converted at the rates that the user gives."""

import json
from pathlib import Path

import pytest

from mra.knowledge.costs import COST_COLUMNS
from mra.knowledge.locate import Location
from mra.release.write import build_release
from tests.bases import table, tiny_base
from tests.commands.conftest import Call

LAMP = ("gap", "--product", "lamp", "--to", "ZZ", "--as-of", "2026-06-01", "--held", "cb_report:issuer=GOOD")
ROWS = (
    "zz-lamp-certificate|a-cb|registration|days||20|working-days||One application|一次申请|||agency",
    "zz-lamp-certificate|a-cb|registration|fee|100|120|USD|appliance|One model|一个型号|2026-01-01|2026-07-01|agency",
    "zz-lamp-certificate|a-cb|registration|fee|90|90|USD|appliance|One model (before)|一个型号（此前）||2026-01-01|agency",
)
RATES = ("--rate", "USD=7.10,EUR=8", "--rate-day", "2026-05-29")


@pytest.fixture
def priced(tmp_path: Path) -> Location:
    """The tiny knowledge base with published fees."""
    return tiny_base(tmp_path, {"costs/zz.tsv": table(COST_COLUMNS, *ROWS)})


def certificate(text: str) -> dict:
    found = json.loads(text)["destinations"][0]["requirements"]
    return next(entry for entry in found if entry["scheme"]["id"] == "zz-lamp-certificate")


def test_a_fee_stands_in_the_answer_with_its_source(call: Call, priced: Location) -> None:
    entry = certificate(call(*LAMP, "--format", "json", data=priced.root).stdout)
    assert entry["cost"]["at_least"] == [{"currency": "USD", "low": 100, "high": 120}]
    assert entry["lead_time_days"]["at_least"] == [{"unit": "working-days", "low": None, "high": 20}]
    (registration,) = [part for part in entry["elements"] if part["id"] == "registration"]
    assert {figure["source"]["id"] for figure in registration["figures"]} == {"agency"}


def test_both_sides_of_the_day_on_which_a_fee_changes(call: Call, priced: Location) -> None:
    for day, low in (("2025-12-31", 90), ("2026-01-01", 100), ("2026-06-30", 100)):
        entry = certificate(call(*LAMP, "--as-of", day, "--format", "json", data=priced.root).stdout)
        assert entry["cost"]["at_least"][0]["low"] == low, day
    assert certificate(call(*LAMP, "--as-of", "2026-07-01", "--format", "json", data=priced.root).stdout)["cost"] is None


def test_the_release_gives_the_same(call: Call, priced: Location) -> None:
    live = call(*LAMP, "--format", "json", "--live", data=priced.root)
    build_release(priced, priced.release)
    released = call(*LAMP, "--format", "json", data=priced.root)
    assert "built release" in released.stderr
    assert released.stdout == live.stdout
    specimen = call(*LAMP[:-1], "cb_report", "--as-of", "2026-01-02", "--format", "json", data=priced.root)
    assert certificate(specimen.stdout)["cost"]["at_least"][0]["low"] == 100


def test_rates_convert_and_a_rate_that_nothing_needs_is_named(call: Call, priced: Location) -> None:
    result = call(*LAMP, *RATES, "--format", "json", data=priced.root)
    assert certificate(result.stdout)["cost"]["converted"] == {"currency": "CNY", "low": 710, "high": 852, "without": []}
    assert "No fee of this report is published in EUR" in result.stderr
    assert "USD" not in result.stderr
    alone = call(*LAMP, "--rate", "USD=7.10", "--rate-day", "2026-05-29", "--format", "table", data=priced.root)
    assert "or CNY 710 to 852 at the rates given for 2026-05-29" in " ".join(alone.stdout.split())
    assert "not needed" not in alone.stderr


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--rate", "USD=7.10"), "--rate needs the day of the rates"),
        (("--rate-day", "2026-05-29"), "--rate-day says the day of rates, and none is given"),
        (("--rate", "USD=7.10", "--rate-day", "soon"), "soon"),
        *(
            (("--rate", text, "--rate-day", "2026-05-29"), f"“{text.rpartition(',')[2]}” is no rate")
            for text in ("USD", "USD=", "USD=0", "USD=-1", "CNY=1", "USD=1e3")
        ),
        (("--rate", "USD=7,usd=8", "--rate-day", "2026-05-29"), "“usd=8” is no rate, or names a currency twice"),
        (("--rate", "", "--rate-day", "2026-05-29"), "“” is no rate"),
    ],
)
def test_what_is_no_rate_is_refused(options: tuple[str, ...], sentence: str, call: Call) -> None:
    result = call(*LAMP, *options)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_in_chinese(call: Call, priced: Location) -> None:
    result = call(*LAMP, *RATES, language="zh", data=priced.root)
    assert "按所给2026-05-29汇率折合CNY710至852" in "".join(result.stdout.split())
    assert "没有以 EUR 公布的费用" in result.stderr
