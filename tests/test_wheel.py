"""The built wheel answers outside the checkout: ontologies, mappings and the release travel in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", str(wheel), "--no-deps", "--target", str(folder / "site")], check=True)
    return folder / "site"


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    script = "import sys; from mra.commands import main; sys.argv = ['mra', *sys.argv[1:]]; main()"
    return subprocess.run([sys.executable, "-c", script, *arguments], cwd=installed.parent, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_holds_the_knowledge_and_its_release(installed: Path) -> None:
    data = installed / "mra" / "data"
    assert (data / "release.sqlite").is_file()
    assert {file.name for file in (installed / "mra" / "reports" / "templates").iterdir()} >= {"gap.html", "gap.typ", "report.css"}
    assert (data / "mappings" / "economies" / "hk" / "epsr-certificate.toml").is_file()
    assert (data / "ontologies" / "shapes" / "recognition" / "mechanism.ttl").is_file()


def test_the_installed_command_answers_from_its_release(installed: Path) -> None:
    arguments = ["gap", "--product", "蓝牙耳机", "--held", "cb_report,srrc", "--to", "EU,NZ", "--as-of", "2026-11-22", "--lang", "en"]
    result = run(installed, *arguments)
    assert result.returncode == 0, result.stderr
    assert "Radio Equipment Directive" in result.stdout


def test_the_installed_command_judges_live_what_the_release_does_not_hold(installed: Path) -> None:
    arguments = ["gap", "--product", "bluetooth-headset", "--held", "cb_report,srrc", "--to", "EU", "--as-of", "2025-07-31", "--lang", "en", "--format", "json"]
    result = run(installed, *arguments)
    assert result.returncode == 0, result.stderr
    assert '"not-yet-applicable"' in result.stdout
