"""What the tests of digital certificates share. No test here may open a connection."""

import socket
from pathlib import Path
from typing import NoReturn

import pytest

from mra.gap.live import LiveSource
from tests.ingest.credential_reading import Read, reader


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def read(tmp_path: Path, tiny: LiveSource) -> Read:
    return reader(tmp_path, tiny.directory)
