import json
import tomllib
from pathlib import Path

import pytest
import rdflib

from mra.knowledge.locate import Location
from mra.knowledge.lookup import KINDS, find_records
from mra.knowledge.shelf import read_shelf
from mra.language import catalogue_keys
from mra.model import evidence, instrument, market, scheme, source, standard
from tests.bases import tiny_base
from tests.commands.conftest import Call

RECORDS = {
    "scheme:zz-lamp-certificate": "Certificate for lamps",
    "lamp mark": "Certificate for lamps",
    "lamp-treaty": "Lamp Treaty",
    "灯具条约": "Lamp Treaty",
    "cb-report": "CB report",
    "CCC": "CCC certificate",
    "lamp": "Desk lamp",
    "appliance": "Appliance",
    "zz": "Zedland",
    "IEC 1:2018": "IEC 1:2018",
    "law-zz": "Lamp Safety Act",
    "zz-bodies": "Bodies recognised by ZZ",
    "treaty-list": "Products of the treaty",
}


@pytest.mark.parametrize(("name", "said"), RECORDS.items())
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_of_record_is_shown(call: Call, name: str, said: str, language: str) -> None:
    result = call("show", name, language=language)  # type: ignore[arg-type]
    assert result.exit_code == 0, result.output
    assert said.casefold() in result.stdout.casefold()
    assert "mappings/" in result.stdout


@pytest.mark.parametrize("name", RECORDS)
def test_toml_is_what_the_file_says(call: Call, name: str) -> None:
    result = call("show", name, "--format", "toml")
    assert result.stdout.startswith("# mappings/")
    assert tomllib.loads(result.stdout)


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize(("format_name", "parser"), [("turtle", "turtle"), ("jsonld", "json-ld")])
def test_rdf_speaks_of_the_record(call: Call, name: str, format_name: str, parser: str) -> None:
    result = call("show", name, "--format", format_name)
    assert result.exit_code == 0, result.output
    graph = rdflib.Graph().parse(data=result.stdout, format=parser)
    assert len(graph) >= 3


def test_rdf_holds_what_belongs_to_the_record_and_no_more(call: Call) -> None:
    data = json.loads(call("show", "zz-lamp-certificate", "--format", "jsonld").stdout)
    names = {node["@id"] for node in data["@graph"]}
    assert "https://w3id.org/mra/scheme/zz-lamp-certificate" in names
    assert not any("blc" in name for name in names)


def test_what_is_not_there_is_answered_with_what_is_near(call: Call) -> None:
    result = call("show", "lamp-traety")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "lamp-treaty" in result.stderr


def test_a_name_of_several_lists_them(call: Call, tmp_path: Path) -> None:
    text = 'label = { en = "Lamp", zh = "灯" }\nissuer_economy = "CN"\nsources = ["agency"]\n'
    location = tiny_base(tmp_path, {"evidence/lamp.toml": text})
    result = call("show", "lamp", data=location.root)
    assert result.exit_code == 2
    assert "evidence:lamp, product:lamp" in result.stderr
    assert call("show", "product:lamp", data=location.root).exit_code == 0


def test_conditions_and_periods_are_readable(call: Call) -> None:
    text = call("show", "zz-lamp-certificate").stdout
    assert "mains_powered = true" in text
    assert "2022-06-01 – …" in text
    assert "Body on list: zz-bodies" in text
    assert "Searched, found none" in text


def test_ranges_and_absences_are_readable(call: Call, tmp_path: Path) -> None:
    scheme_text = (tiny_base(tmp_path / "a").mappings / "economies/zz/lamp-certificate.toml").read_text(encoding="utf-8")
    changed = scheme_text.replace("mains_powered = true", 'power_w = { min = 5, max = 50 }, rated_voltage_v = { min = 50 }, plug = { not = ["G"] }')
    location = tiny_base(tmp_path / "b", {"economies/zz/lamp-certificate.toml": changed})
    text = call("show", "zz-lamp-certificate", data=location.root).stdout
    assert "power_w ≥ 5 ≤ 50; rated_voltage_v ≥ 50; plug ≠ G" in text


def test_every_field_of_the_model_has_a_name() -> None:
    classes = [scheme.Scheme, scheme.Scope, scheme.Route, scheme.Element, scheme.Acceptance, scheme.Conditions, scheme.Searched, scheme.ExceptionClause]
    classes += [instrument.Instrument, instrument.Member, instrument.ProductList, evidence.EvidenceKind, evidence.Yield, source.Source, standard.Edition]
    classes += [market.Economy, market.Membership, market.Coverage, market.ProductGroup, market.BodyList, market.ListedBody]
    names = {name for entry in classes for name in entry.__dataclass_fields__}
    assert {f"field.{name}" for name in names} <= catalogue_keys()


def test_records_of_every_kind_are_found_by_id(tiny_location: Location) -> None:
    shelf = read_shelf(tiny_location)
    for kind in KINDS:
        for identifier in shelf.kind(kind):
            assert find_records(shelf, f"{kind}:{identifier}") == [(kind, identifier)]
    assert find_records(shelf, "scheme:nothing") == []
