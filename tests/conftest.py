"""What all tests share: the real knowledge base, read once, and the tiny one of ``tests/bases.py``."""

import shutil

import pytest
from hypothesis import settings

from mra.gap.answer import Answers
from mra.gap.live import LiveSource, open_live
from mra.knowledge.base import Knowledge
from mra.knowledge.locate import Location
from mra.recognition.criteria import Criteria
from tests.bases import ROOT, tiny_base

settings.register_profile("steady", derandomize=True, deadline=None, database=None, max_examples=100)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def real_location(tmp_path_factory: pytest.TempPathFactory) -> Location:
    """The real knowledge base, as it is when the tests begin: somebody may be editing it."""
    folder = tmp_path_factory.mktemp("real")
    for name in ("mappings", "ontologies"):
        shutil.copytree(ROOT / name, folder / name)
    return Location(folder)


@pytest.fixture(scope="session")
def answers(real_location: Location) -> Answers:
    """Live answers of the real knowledge base."""
    return Answers(real_location, None)


@pytest.fixture(scope="session")
def live(answers: Answers) -> LiveSource:
    """The real knowledge base with its criteria and its directory."""
    return answers.live


@pytest.fixture(scope="session")
def knowledge(live: LiveSource) -> Knowledge:
    """The real knowledge base."""
    return live.knowledge


@pytest.fixture(scope="session")
def criteria(live: LiveSource) -> Criteria:
    """The criteria of the recognition shapes."""
    return live.criteria


@pytest.fixture(scope="session")
def tiny_location(tmp_path_factory: pytest.TempPathFactory) -> Location:
    """The tiny knowledge base, not to be changed; a test that changes it writes its own."""
    return tiny_base(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny(tiny_location: Location) -> LiveSource:
    """The tiny knowledge base, loaded."""
    return open_live(tiny_location)
