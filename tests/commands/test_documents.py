"""Documents on the command line: HTML, workbook and PDF."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from mra.knowledge.locate import Location
from tests.bases import ROOT
from tests.commands.conftest import Call
from tests.commands.test_process import GAP, PROGRAM, imported

LAMP = ("gap", "--product", "lamp", "--to", "ZZ", "--as-of", "2026-06-01", "--held", "ccc")
BEGINNINGS = {"html": b"<!doctype html>", "xlsx": b"PK\x03\x04", "pdf": b"%PDF-1."}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("format_name", BEGINNINGS)
def test_a_document_goes_to_a_file(call: Call, tmp_path: Path, format_name: str, language: str) -> None:
    target = tmp_path / f"report.{format_name}"
    result = call("--quiet", *LAMP, "--format", format_name, "--output", str(target), language=language)  # type: ignore[arg-type]
    assert (result.exit_code, result.output) == (0, "")
    assert target.read_bytes().startswith(BEGINNINGS[format_name])
    assert [file.name for file in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("format_name", BEGINNINGS)
@pytest.mark.parametrize("output", [(), ("--output", "-")])
def test_a_document_goes_through_a_pipe_byte_for_byte(call: Call, tmp_path: Path, format_name: str, output: tuple[str, ...]) -> None:
    target = tmp_path / "report"
    assert call(*LAMP, "--format", format_name, "--output", str(target)).exit_code == 0
    result = call("--quiet", *LAMP, "--format", format_name, *output)
    assert result.exit_code == 0
    assert result.stdout_bytes == target.read_bytes()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("format_name", ["xlsx", "pdf"])
@pytest.mark.parametrize("output", [(), ("--output", "-")])
def test_a_terminal_is_spared_and_told_what_to_do(released: Location, format_name: str, language: str, output: tuple[str, ...]) -> None:
    program = PROGRAM.format(root=str(ROOT), arguments=("--data", str(released.root), *GAP, "--format", format_name, "--lang", language, *output))
    ours, terminal = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", program], stdout=terminal, stderr=subprocess.PIPE, check=False, timeout=120, env={**os.environ, "PYTHONUTF8": "1"}
        )
        os.set_blocking(ours, False)
        with pytest.raises(BlockingIOError):
            os.read(ours, 1)
    finally:
        os.close(terminal)
        os.close(ours)
    told = done.stderr.decode("utf-8")
    assert done.returncode == 2
    assert told.count("\n") == 1
    assert (f"{format_name} is not text" if language == "en" else f"{format_name} 不是文本") in told
    assert "--output FILE" in told


def test_a_pdf_without_a_font_leaves_nothing(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MRA_FONTS", str(tmp_path))
    result = call("--quiet", *LAMP, "--format", "pdf", "--output", str(tmp_path / "report.pdf"))
    assert result.exit_code == 2
    assert "fonts-noto-cjk" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("format_name", "module"), [("html", "jinja2"), ("xlsx", "xlsxwriter"), ("pdf", "typst")])
def test_a_missing_extra_is_one_line(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_name: str, module: str) -> None:
    from mra.reports import templating

    templating._environment.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    result = call("--quiet", *LAMP, "--format", format_name, "--output", str(tmp_path / "report"))
    assert result.exit_code == 2
    assert result.stderr == f'Error: The format {format_name} needs an extra of this program: pip install "mra[report]"\n'
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("format_name", "needed"), [("html", "jinja2"), ("xlsx", "xlsxwriter"), ("pdf", "typst")])
def test_a_format_imports_its_own_library_only(released: Location, tmp_path: Path, format_name: str, needed: str) -> None:
    found = imported("--data", str(released.root), *GAP, "--format", format_name, "--output", str(tmp_path / "report"))
    assert {"jinja2", "xlsxwriter", "typst", "rdflib", "pandas", "pyshacl"} & found == {needed}


def test_fail_on_still_gives_the_document(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    assert call(*LAMP, "--format", "xlsx", "--output", str(target), "--fail-on", "duplicate").exit_code == 1
    assert target.read_bytes().startswith(BEGINNINGS["xlsx"])
