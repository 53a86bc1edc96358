"""The knowledge base itself, read from its files."""

from collections.abc import Mapping

from mra.gap.source import LiveSource
from mra.knowledge.base import Knowledge
from mra.knowledge.load import load_with_files
from mra.knowledge.locate import Location
from mra.model.directory import Directory
from mra.recognition.shapes import EVIDENCE, read_criteria

__all__ = ["LiveSource", "directory_of", "open_live", "open_with_files"]


def open_live(location: Location) -> LiveSource:
    """Load the knowledge base at ``location``. Raises ``KnowledgeError`` if it fails its checks."""
    return open_with_files(location)[0]


def open_with_files(location: Location) -> tuple[LiveSource, Mapping[tuple[str, str], str]]:
    """The same, and the file that each record, by kind and id, came from."""
    knowledge, files = load_with_files(location)
    criteria, integrity = read_criteria(location.ontologies), read_criteria(location.ontologies, EVIDENCE)
    return LiveSource(knowledge, criteria, directory_of(knowledge), integrity), files


def directory_of(knowledge: Knowledge) -> Directory:
    """What questions to ``knowledge`` can be about."""
    return Directory(
        kb_version=knowledge.fingerprint,
        groups=knowledge.groups,
        kinds={identifier: kind.label for identifier, kind in knowledge.evidence.items()},
        markets={code: economy.label for code, economy in knowledge.economies.items()},
        concepts=knowledge.concepts,
        editions={identifier: edition.designation for identifier, edition in knowledge.editions.items()},
        schemes={identifier: scheme.label for identifier, scheme in knowledge.schemes.items()},
        instruments={identifier: instrument.label for identifier, instrument in knowledge.instruments.items()},
    )
