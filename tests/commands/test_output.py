"""Where results go, how wide they are, and what happens when they cannot go there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mra.commands import root as root_module
from mra.commands.output import checked_target, deliver, page_width
from mra.errors import InputError
from mra.knowledge.locate import Location
from mra.reports.layout import display_width
from tests.bases import tiny_base
from tests.commands.conftest import Call
from tests.commands.test_process import GAP, PROGRAM, ROOT

LAMP = ("gap", "--product", "lamp", "--to", "ZZ", "--held", "ccc")


def test_only_a_regular_file_is_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for target, said in ((pipe, "no regular file"), (tmp_path, "it is a folder"), ("", "no file is named")):
        with pytest.raises(InputError, match=said):
            checked_target(target)
    assert pipe.is_fifo()
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old")
    link.symlink_to(real)
    deliver("new", str(link))
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_build_does_not_replace_a_device_either(call: Call, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    result = call("build", "--output", str(pipe))
    assert result.exit_code == 2
    assert "no regular file" in result.stderr
    assert pipe.is_fifo()


@pytest.mark.parametrize(("columns", "width"), [("80", 80), ("120", 120), ("10", 60), ("1000", 160), ("wide", 100), ("0", 100), (None, 100)])
def test_the_width_of_a_page(monkeypatch: pytest.MonkeyPatch, columns: str | None, width: int) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    assert page_width("file") == width


@pytest.mark.parametrize("columns", [80, 100, 120])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "arguments",
    [
        LAMP,
        ("explain", "lamp", "ZZ", "zz-lamp-certificate", "--held", "ccc"),
        ("compare", "zz-lamp-certificate", "blc-lamp-declaration", "--product", "lamp"),
        ("products", "--all"),
        ("show", "zz-lamp-certificate"),
    ],
)
def test_no_line_is_wider_than_the_page(call: Call, monkeypatch: pytest.MonkeyPatch, columns: int, language: str, arguments: tuple[str, ...]) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    result = call(*arguments, language=language)  # type: ignore[arg-type]
    assert result.exit_code == 0, result.output
    assert max(display_width(line) for line in result.stdout.splitlines() if "://" not in line) <= columns


def _ended(redirection: str, *arguments: str) -> tuple[int, str]:
    program = PROGRAM.format(root=str(ROOT), arguments=arguments)
    names = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "MRA_LANG", "LANGUAGE", "MRA_HOME")}
    call = ["bash", "-c", f'"$0" -c "$1" {redirection}', sys.executable, program]
    done = subprocess.run(call, env={**names, "LANG": "en_GB.UTF-8"}, capture_output=True, check=False, timeout=120)
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize(("redirection", "said"), [("> /dev/full", "no space left"), (">&-", "it is closed")])
def test_standard_output_that_takes_nothing_is_one_clear_line(released: Location, redirection: str, said: str) -> None:
    status, error = _ended(redirection, "--data", str(released.root), "--quiet", *GAP)
    assert status == 2
    assert said in error
    assert error.count("\n") == 1


def test_help_that_cannot_be_written_is_one_clear_line() -> None:
    status, error = _ended("> /dev/full", "--help")
    assert (status, error) == (2, "Error: standard output: no space left\n")


def test_a_fault_of_the_program_is_no_traceback_and_not_status_1(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object, *arguments: object) -> object:
        raise ZeroDivisionError("one\ntwo")

    monkeypatch.setattr(root_module.Root, "get_command", fail)
    result = call(*LAMP)
    assert result.exit_code == 4
    assert result.stderr.startswith("Error: mra itself failed (ZeroDivisionError: one two)")
    assert result.stderr.count("\n") == 1
    monkeypatch.setenv("MRA_TRACEBACK", "1")
    assert isinstance(call(*LAMP).exception, ZeroDivisionError)


def test_reasons_of_the_system_are_chinese_in_chinese(call: Call, tmp_path: Path) -> None:
    result = call(*LAMP, "--quiet", "--output", str(tmp_path / "none" / "report"), language="zh")
    assert result.stderr == f"错误：无法写入 {tmp_path / 'none' / 'report'}：文件或文件夹不存在\n"


def test_half_a_knowledge_base_is_not_exported(call: Call, tmp_path: Path) -> None:
    location = tiny_base(tmp_path, {"evidence/none.toml": 'label = { en = "Nothing", zh = "无" }\nissuer_economy = "CN"\nzzz = 1\n'})
    result = call("export", data=location.root)
    assert (result.exit_code, result.stdout) == (3, "")


def test_help_in_chinese_uses_wide_colons_and_no_line_begins_with_a_stop(call: Call) -> None:
    for arguments in (("--help",), ("gap", "--help"), ("explain", "--help")):
        lines = call(*arguments, language="zh").stdout.splitlines()
        assert lines[0].startswith("用法：mra")
        assert "选项：" in lines
        assert not [line for line in lines if line.lstrip().startswith(("。", "，", "；", "."))]


def test_click_sentences_are_joined_in_chinese(call: Call) -> None:
    assert call("completion", language="zh").stderr == "错误：缺少参数 '{bash|zsh|fish}'。可选：bash, zsh, fish（见 mra completion --help）\n"


def test_a_broken_case_file_is_named_once(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "b.toml").write_text("x = [")
    (tmp_path / "c.toml").write_text('product = "lamp"\n')
    for language in ("en", "zh"):
        result = call("verify", str(tmp_path), language=language)  # type: ignore[arg-type]
        assert result.exit_code == 1
        lines = result.stdout.splitlines()
        assert len(lines) == 4
        assert all(line.count(".toml") == 1 for line in lines[:3])
    assert "不是 UTF-8 文本" in lines[0]
