"""The page on portfolios says what is true: columns, files, options, and an example that runs."""

import re
from typing import Any

import click
import pyarrow as pa
import pytest

from mra.commands.portfolio_report import command as report_command
from mra.commands.portfolio_run import command as run_command
from mra.gap import answer
from mra.gap.answer import Answers
from mra.portfolio.columns import CERTIFICATE_ROWS, CUBE_ROWS, ENTERPRISE_ROWS, PRODUCT_ROWS, REFUSED_ROWS, VERDICT_ROWS
from mra.portfolio.parts import RESULTS
from mra.portfolio.run import MANIFEST
from mra.portfolio.summary import SUMMARY_FILES
from mra.portfolio.template import COLUMNS
from tests.bases import ROOT

TEXT = (ROOT / "docs" / "portfolio.md").read_text(encoding="utf-8")
SCHEMAS = {
    "certificates": list(CERTIFICATE_ROWS),
    "verdicts": [field for field in VERDICT_ROWS if field.name not in CERTIFICATE_ROWS.names],
    "refused": list(REFUSED_ROWS),
    "cube": list(CUBE_ROWS),
    "products": list(PRODUCT_ROWS),
    "enterprises": list(ENTERPRISE_ROWS),
}


def section(heading: str) -> str:
    """The text below a heading, up to the next one."""
    return re.split(r"^##", TEXT.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def word(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "yes or no"
    if pa.types.is_integer(kind):
        return "integer"
    return "number" if pa.types.is_floating(kind) else "text"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_page_gives_the_columns_of_every_table(name: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", section(name), re.MULTILINE)
    assert rows == [(field.name, word(field.type)) for field in SCHEMAS[name]]


def test_the_verdicts_begin_with_the_columns_of_the_certificates() -> None:
    assert VERDICT_ROWS.names[: len(CERTIFICATE_ROWS)] == CERTIFICATE_ROWS.names
    assert "The columns of `certificates`, then:" in section("verdicts")


def test_the_page_gives_the_columns_of_the_template() -> None:
    assert re.findall(r"^\| `(\w+)` \|", section("The template"), re.MULTILINE) == list(COLUMNS)


def test_the_page_names_every_file_of_a_run() -> None:
    assert [name for name in (MANIFEST, *SUMMARY_FILES, *(f"{name}/" for name in RESULTS)) if f"`{name}`" not in section("A run")] == []


@pytest.mark.parametrize("command", [run_command("en"), report_command("en")], ids=["run", "report"])
def test_the_page_names_every_option(command: click.Command) -> None:
    everywhere = {"--data", "--quiet"}
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")} - everywhere
    assert sorted(option for option in options if option not in TEXT) == []


def test_the_example_for_other_engines_runs(answers: Answers, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```", section("Engines"), re.MULTILINE | re.DOTALL)
    monkeypatch.setattr(answer, "open_answers", lambda _: answers)
    names: dict[str, Any] = {}
    exec(example, names)
    assert capsys.readouterr().out.startswith("2\n")
    found = names["judged"].verdicts.to_pylist()
    assert {(row["row"], row["market"]) for row in found} == {(1, "EU"), (1, "HK"), (2, "EU"), (2, "HK")}
    assert {row["verdict"] for row in found if row["requirement"] == "hk-epsr-certificate" and row["row"] == 2} == {"duplicate"}
