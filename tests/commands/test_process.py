"""The program as a process: what it imports, how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mra.knowledge.locate import Location
from tests.bases import ROOT

HEAVY = ("rdflib", "pyshacl", "pandas", "tomlkit", "rich", "rapidfuzz", "babel", "lxml", "jinja2", "typst", "xlsxwriter")
PROGRAM = "import sys; sys.path.insert(0, {root!r}); from mra.commands import main; sys.argv = ['mra', *{arguments!r}]; main()"
GAP = ("gap", "--product", "lamp", "--to", "ZZ", "--held", "cb_report", "--as-of", "2026-06-01")


def started(*arguments: str, **environment: str) -> "subprocess.Popen[bytes]":
    program = PROGRAM.format(root=str(ROOT), arguments=arguments)
    names = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "MRA_LANG", "LANGUAGE", "MRA_HOME")}
    return subprocess.Popen(
        [sys.executable, "-c", program],
        env={**names, "LANG": "en_GB.UTF-8", "PYTHONUTF8": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(*arguments: str, **environment: str) -> tuple[int, str, str]:
    process = started(*arguments, **environment)
    out, err = process.communicate(timeout=120)
    return process.returncode, out.decode(errors="replace"), err.decode(errors="replace")


def imported(*arguments: str) -> set[str]:
    program = PROGRAM.format(root=str(ROOT), arguments=arguments).replace("main()", "run(main)")
    report = "import json, sys\ndef run(main):\n    try: main()\n    except SystemExit: print('\\n' + json.dumps(sorted(sys.modules)))\n"
    out = subprocess.run([sys.executable, "-c", report + program], capture_output=True, check=True, timeout=120).stdout
    return set(json.loads(out.decode().splitlines()[-1]))


@pytest.mark.parametrize("arguments", [("--help",), ("gap", "--help"), ("show", "--help"), ("completion", "bash"), ("--lang", "en", "gap")])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert imported(*arguments).isdisjoint((*HEAVY, "sqlite3"))


@pytest.mark.parametrize("arguments", [GAP, (*GAP, "--format", "json"), (*GAP, "--format", "csv"), (*GAP, "--format", "md"), ("products", "lamp")])
def test_an_answer_from_the_release_imports_nothing_heavy(released: Location, arguments: tuple[str, ...]) -> None:
    assert imported("--data", str(released.root), *arguments).isdisjoint(HEAVY)


def test_the_statuses(released: Location) -> None:
    data = ("--data", str(released.root))
    assert ended(*data, *GAP)[0] == 0
    assert ended(*data, *GAP, "--fail-on", "duplicate,missing,unknown")[0] in (0, 1)
    assert ended(*data, *GAP, "--to", "XX")[0] == 2
    assert ended("--data", str(ROOT / "docs"), *GAP)[0] == 2


def test_a_reader_that_goes_away_is_no_error(released: Location) -> None:
    for arguments in (GAP, ("--help",), ("products", "--all")):
        process = started("--data", str(released.root), *arguments)
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read().decode()
        assert process.wait(timeout=120) == 0, errors
        assert "Broken" not in errors
        assert "Traceback" not in errors
        process.stderr.close()


def test_an_interruption_ends_with_130_and_leaves_nothing(tmp_path: Path, released: Location) -> None:
    program = PROGRAM.format(root=str(ROOT), arguments=("--data", str(released.root), "build", "--output", str(tmp_path / "release.sqlite")))
    halfway = "w.write_contents = lambda _, half: [half.write_bytes(b'half'), os.kill(os.getpid(), signal.SIGINT)]"
    interrupt = f"import mra.release.write as w, os, signal; {halfway}; main()"
    result = subprocess.run([sys.executable, "-c", program.replace("main()", interrupt)], capture_output=True, check=False, timeout=120)
    assert result.returncode == 130, result.stderr
    assert b"Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())


def test_an_interruption_before_anything_began_ends_with_130() -> None:
    program = PROGRAM.format(root=str(ROOT), arguments=()).replace("main()", "import mra.commands.root as r; r.root = None; main()")
    interrupted = program.replace("r.root = None", "r.root = lambda _: exec('raise KeyboardInterrupt')")
    assert subprocess.run([sys.executable, "-c", interrupted], capture_output=True, check=False, timeout=120).returncode == 130


def test_an_old_console_gets_signs_that_it_can_print(released: Location) -> None:
    status, _, err = ended("--data", str(released.root), *GAP, "--lang", "zh", PYTHONUTF8="0", PYTHONIOENCODING="gbk")
    assert status == 0, err
    assert ended("--data", str(released.root), *GAP, "--lang", "zh", PYTHONUTF8="0", PYTHONIOENCODING="ascii")[0] == 0


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}])
def test_there_is_no_colour(released: Location, environment: dict[str, str]) -> None:
    _, out, err = ended("--data", str(released.root), *GAP, **environment)
    assert "\x1b" not in out + err


def test_completion_offers_the_commands() -> None:
    _, out, _ = ended(_MRA_COMPLETE="zsh_complete", COMP_WORDS="mra co", COMP_CWORD="1")
    assert out.split("\n")[1] == "compare"
    _, out, _ = ended(_MRA_COMPLETE="zsh_complete", COMP_WORDS="mra co", COMP_CWORD="1", MRA_LANG="zh")
    assert "两项制度逐维度对照。" in out
