import json
from pathlib import Path

import pytest

from mra.knowledge.locate import Location
from mra.recognition.comparison import of_sets
from tests.bases import FILES, _adoption, tiny_base
from tests.commands.conftest import Call

_CN_SCHEME = """
label = { en = "China lamp certificate", zh = "中国灯具证书" }
aliases = ["Shared"]
family = "electrical-safety"
route_kind = "third_party_certification"
mandatory = true
sources = ["agency"]

[[scope]]
products = ["lamp", "gadget"]

[[exclusion]]
products = ["gadget"]
sources = ["agency"]

[[route]]
id = "a"

[[route.element]]
id = "test"
nature = "assessment"
activity = "testing"
topic = "electrical-safety"
standards = ["IEC 1:2018"]
sources = ["agency"]

[[route.element.accepts]]
evidence = "cb_report"
how = "as_is"
via = "lamp-treaty"
conditions = { accredited_by_signatory_of = "lamp-treaty", max_age_months = 12, origin = "CN", direct_shipment = true, lab_on_list = "zz-bodies" }
sources = ["agency"]
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Location:
    kind = FILES["evidence/ccc.toml"].replace('issuer_economy = "CN"', 'issuer_economy = "CN"\nscheme = "cn-lamp"')
    declaration = (
        FILES["economies/blc/lamp-declaration.toml"]
        .replace("[[scope]]", 'aliases = ["Shared"]\n\n[[scope]]', 1)
        .replace('sources = ["law-zz"]\n\naliases = ["Shared"]', 'sources = ["law-zz"]\naliases = ["Shared"]')
    )
    changes = {"economies/cn/lamp.toml": _CN_SCHEME, "evidence/ccc.toml": kind, "economies/blc/lamp-declaration.toml": declaration}
    return tiny_base(tmp_path_factory.mktemp("compare"), changes)


def compared(call: Call, base: Location, *arguments: str) -> dict[str, object]:
    result = call("compare", *arguments, "--format", "json", data=base.root)
    assert result.exit_code == 0, result.output
    data: dict[str, object] = json.loads(result.stdout)
    return data


def likeness(data: dict[str, object]) -> dict[str, object]:
    return {entry["id"]: entry["likeness"] for entry in data["dimensions"]}  # type: ignore[index,attr-defined]


def test_dimension_by_dimension(call: Call, base: Location) -> None:
    data = compared(call, base, "cn-lamp", "Lamp Mark", "--product", "lamp")
    found = likeness(data)
    assert found["mechanism"] == "equivalent"
    assert found["product-scope"] == "narrower"
    assert found["scheme-structure"] == "narrower"
    assert found["standard"] == "related"
    assert data["there"]["evidence"] == ["ccc"]  # type: ignore[index]
    assert data["there"]["verdict"] == "unknown"  # type: ignore[index]
    assert data["back"]["verdict"] is None  # type: ignore[index]


def test_the_other_way_round(call: Call, base: Location) -> None:
    found = likeness(compared(call, base, "zz-lamp-certificate", "cn-lamp", "--product", "lamp"))
    assert (found["product-scope"], found["scheme-structure"]) == ("broader", "broader")


def test_a_scheme_with_itself_is_equivalent(call: Call, base: Location) -> None:
    found = likeness(compared(call, base, "cn-lamp", "cn-lamp", "--product", "lamp"))
    assert {found[name] for name in ("mechanism", "product-scope", "standard", "scheme-structure")} == {"equivalent"}


def test_a_product_that_a_scheme_does_not_know(call: Call, base: Location) -> None:
    data = compared(call, base, "cn-lamp", "zz-lamp-certificate", "--product", "gadget", "--attr", "battery=none")
    assert data["there"]["verdict"] is None  # type: ignore[index]
    text = call("compare", "cn-lamp", "zz-lamp-certificate", "--product", "gadget", "--attr", "battery=none", data=base.root).stdout
    assert "does not speak about" in text


def test_a_scheme_that_does_not_apply_yet_says_why(call: Call, base: Location) -> None:
    text = call("compare", "cn-lamp", "zz-lamp-certificate", "--product", "lamp", "--as-of", "2022-01-01", data=base.root).stdout
    assert "2022-06-01" in text


@pytest.mark.parametrize("format_name", ["table", "md"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_readable(call: Call, base: Location, format_name: str, language: str) -> None:
    result = call("compare", "cn-lamp", "zz-lamp-certificate", "--product", "lamp", "--format", format_name, language=language, data=base.root)  # type: ignore[arg-type]
    assert result.exit_code == 0, result.output
    assert ("贸易条件" if language == "zh" else "Trade") in result.stdout
    assert "ccc" in result.stdout


def test_names_that_fit_several_or_none(call: Call, base: Location) -> None:
    several = call("compare", "shared", "cn-lamp", "--product", "lamp", data=base.root)
    assert several.exit_code == 2
    assert "cn-lamp" in several.stderr
    assert "blc-lamp-declaration" in several.stderr
    none = call("compare", "cn-lmap", "cn-lamp", "--product", "lamp", data=base.root)
    assert none.exit_code == 2
    assert "cn-lamp" in none.stderr


def test_sets() -> None:
    assert of_sets({1, 2}, {2, 1}) == "equivalent"
    assert of_sets({1, 2}, {2}) == "broader"
    assert of_sets({2}, {1, 2}) == "narrower"
    assert of_sets({1, 2}, {2, 3}) == "overlapping"
    assert of_sets({1}, {2}) == "different"
    assert of_sets(set(), {2}) == "unknown"


def test_standards_of_a_scheme_without_elements_come_from_its_evidence(call: Call, tmp_path: Path) -> None:
    kind = FILES["evidence/ccc.toml"].replace('issuer_economy = "CN"', 'issuer_economy = "CN"\nscheme = "cn-lamp"')
    bare = _CN_SCHEME.split("[[route]]", maxsplit=1)[0]
    other = bare.replace("China lamp certificate", "Other").replace('aliases = ["Shared"]\n', "")
    base = tiny_base(tmp_path, {"economies/cn/lamp.toml": bare, "economies/cn/other.toml": other, "evidence/ccc.toml": kind})
    found = likeness(compared(call, base, "cn-lamp", "blc-lamp-declaration", "--product", "lamp"))
    assert found["standard"] == "related" or found["standard"] == "different"
    assert likeness(compared(call, base, "cn-lamp", "cn-other", "--product", "lamp"))["standard"] == "unknown"


def test_standards_are_compared_over_their_adoptions(call: Call, tmp_path: Path) -> None:
    def scheme(*standards: str) -> str:
        text = _CN_SCHEME.replace('aliases = ["Shared"]\n', "").split("[[route.element.accepts]]", maxsplit=1)[0]
        return text.replace('["IEC 1:2018"]', str(list(standards)).replace("'", '"'))

    more = ("UU 1:2020|U|子|||||law-zz|high|", "XX 9:2020|X|甲|||||law-zz|high|", "YY 8:2020|Y|乙|||||law-zz|high|")
    editions = FILES["standards/all.editions.tsv"].replace("ZZ 1:2020", "\n".join((*more, "ZZ 1:2020")).replace("|", "\t"))
    row = _adoption("uu-1-2020", "UU 1:2020", "adoptionOfUnknownDegree", "iec-1-2018", "IEC 1:2018").replace("|", "\t")
    adoptions = FILES["standards/all.sssom.tsv"].replace("std:zz-1-2020", f"{row}\nstd:zz-1-2020", 1)
    schemes = {"both": ("IEC 1:2018", "XX 9:2020"), "iec": ("IEC 1:2018",), "xx": ("XX 9:2020",), "mixed": ("IEC 1:2018", "YY 8:2020"), "uu": ("UU 1:2020",)}
    changes = {f"economies/cn/{name}.toml": scheme(*standards) for name, standards in schemes.items()}
    base = tiny_base(tmp_path, {"standards/all.editions.tsv": editions, "standards/all.sssom.tsv": adoptions, **changes})
    expected = {("both", "iec"): "broader", ("iec", "both"): "narrower", ("iec", "xx"): "different", ("both", "mixed"): "overlapping", ("iec", "uu"): "unknown"}
    for (one, other), word in expected.items():
        assert likeness(compared(call, base, f"cn-{one}", f"cn-{other}", "--product", "lamp"))["standard"] == word, (one, other)
