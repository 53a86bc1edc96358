"""A call of the command line inside the test, on the tiny knowledge base."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mra.commands.root import root
from mra.commands.tongue import bind
from mra.knowledge.locate import Location
from mra.model.text import Language
from mra.release.write import build_release
from tests.bases import tiny_base

Call = Callable[..., Result]


@pytest.fixture
def call(tiny_location: Location, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")  # 2026-01-01

    def run(*arguments: str, language: Language = "en", data: Path | None = None) -> Result:
        bind(language)
        return CliRunner().invoke(root(language), ["--data", str(data or tiny_location.root), *arguments])

    return run


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Location:
    """The tiny knowledge base with its release."""
    location = tiny_base(tmp_path_factory.mktemp("released"))
    build_release(location, location.release)
    return location
