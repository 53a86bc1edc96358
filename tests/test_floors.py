"""Imports go down only, and every library has one door (design, "Imports go down only")."""

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.bases import ROOT

#: From the ground up; packages on one floor may know each other unless ``STRANGERS`` says otherwise.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "model"}),
    frozenset({"language"}),
    frozenset({"system"}),
    frozenset({"knowledge", "ingest"}),
    frozenset({"recognition"}),
    frozenset({"gap", "release"}),
    frozenset({"library", "portfolio"}),
    frozenset({"reports"}),
    frozenset({"commands"}),
)
STRANGERS = frozenset({frozenset({"knowledge", "ingest"})})
#: Libraries with their doors: the only modules, or folders, that may import them.
DOORS: Mapping[str, tuple[str, ...]] = {
    "pyshacl": ("recognition/shacl.py", "knowledge/derive.py", "knowledge/record_shapes.py"),
    "rdflib": ("recognition/shacl.py", "recognition/compiler.py", "recognition/shapes.py", "recognition/twins.py", "knowledge/"),
    "click": ("commands/",),
    "lxml": ("ingest/xml.py",),
    "joserfc": ("ingest/jose.py",),
    "signxml": ("ingest/xml_signature.py",),
    "cryptography": ("ingest/x509.py",),
    "pandas": ("ingest/", "portfolio/summary.py", "portfolio/counting.py"),
    "rapidfuzz": ("gap/likeness.py",),
    "jinja2": ("reports/templating.py",),
    "typst": ("reports/typesetting.py",),
    "tomlkit": ("knowledge/edit.py",),
    "numpy": ("portfolio/", "recognition/columns.py"),
    "pyarrow": ("portfolio/",),
    "distributed": ("portfolio/cluster.py",),
    "xlsxwriter": ("portfolio/", "reports/"),
    "python_calamine": ("ingest/workbook.py",),
}
FACE = "__init__.py"
PACKAGE = ROOT / "mra"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def imported(text: str) -> Iterator[str]:
    """Every module that is imported anywhere in a text: at the top, within functions, for type checks, by name."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def place(part: str) -> int:
    """The floor of a package."""
    return next(number for number, floor in enumerate(FLOORS) if part in floor)


def steps_up(part: str, text: str) -> list[str]:
    """Imports of ``mra`` in a module of ``part`` that lead up, or to a stranger on the same floor."""
    found = {name.split(".")[1] for name in imported(text) if name.startswith("mra.")}
    return sorted(other for other in found if place(other) > place(part) or frozenset({part, other}) in STRANGERS)


def _part(module: str) -> str:
    return module.partition("/")[0].removesuffix(".py")


def test_every_module_has_a_floor() -> None:
    assert {_part(module) for module in MODULES if module != FACE} == set().union(*FLOORS)


@pytest.mark.parametrize("module", [module for module in MODULES if module != FACE])
def test_imports_go_down_only(module: str) -> None:
    assert steps_up(_part(module), (PACKAGE / module).read_text(encoding="utf-8")) == []


def test_the_face_of_the_package_shows_the_library_only() -> None:
    text = (PACKAGE / FACE).read_text(encoding="utf-8")
    assert {name for name in imported(text) if name.startswith("mra")} <= {"mra", "mra.library"} | {
        f"mra.library.{name}" for name in ("assess", "gap_report", "load_knowledge")
    }


@pytest.mark.parametrize(("library", "doors"), DOORS.items())
def test_a_library_is_imported_through_its_doors_only(library: str, doors: tuple[str, ...]) -> None:
    users = [module for module in MODULES if library in {name.partition(".")[0] for name in imported((PACKAGE / module).read_text(encoding="utf-8"))}]
    assert [module for module in users if not module.startswith(doors)] == []


@pytest.mark.parametrize("module", [module for module in MODULES if _part(module) in ("model", "errors", "language")])
def test_the_lowest_floors_need_the_standard_library_only(module: str) -> None:
    roots = {name.partition(".")[0] for name in imported((PACKAGE / module).read_text(encoding="utf-8"))}
    assert roots - {"mra"} <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("part", "text", "expected"),
    [
        ("model", "from mra.language import say", ["language"]),
        ("recognition", "def f():\n    from mra.gap.live import open_live", ["gap"]),
        ("knowledge", "if TYPE_CHECKING:\n    import mra.ingest.delimited", ["ingest"]),
        ("ingest", "from mra import knowledge", ["knowledge"]),
        ("release", "from mra.gap.live import open_live", []),
        ("commands", "from mra.reports import RENDERERS", []),
    ],
)
def test_a_step_up_is_seen(part: str, text: str, expected: list[str]) -> None:
    assert steps_up(part, text) == expected


def test_the_package_is_where_the_tests_look() -> None:
    assert Path(PACKAGE / FACE).is_file()
    assert len(MODULES) > 50
