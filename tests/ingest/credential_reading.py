"""Reading a document in a test: a file of its bytes, the tiny knowledge base, one moment."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from mra.errors import InputError
from mra.ingest.credential import CredentialCertificate
from mra.ingest.credentials import read_credential
from mra.ingest.trust import Trust
from mra.model.directory import Directory
from mra.model.problem import Problem
from tests.ingest.digital_made import AT

Read = Callable[..., tuple[list[CredentialCertificate], list[Problem]]]


def reader(folder: Path, directory: Directory) -> Read:
    """A function that reads a document out of a file."""

    def read(
        document: Any, *, trust: Trust | None = None, at: datetime = AT, kind: str | None = None, name: str = "certificate"
    ) -> tuple[list[CredentialCertificate], list[Problem]]:
        data = document if isinstance(document, bytes) else document.encode() if isinstance(document, str) else json.dumps(document).encode()
        file = folder / name
        file.write_bytes(data)
        return read_credential(file, directory, trust, at, kind=kind)

    return read


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def refusal(read: Read, document: Any, **settings: Any) -> str:
    """The English sentence with which a document is refused: as a file, or its only certificate."""
    try:
        found, problems = read(document, **settings)
    except InputError as error:
        assert error.text.zh
        return error.text.en
    assert found == []
    refused = [problem for problem in problems if not problem.code.startswith("note-")]
    assert len(refused) == 1, [problem.message.en for problem in problems]
    assert refused[0].message.zh
    assert refused[0].remedy.en
    assert refused[0].remedy.zh
    return refused[0].message.en
