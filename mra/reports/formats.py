"""The formats of a report by name: the module of a format is imported when it is first used."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from mra.model.text import Language


def text_by(module: str) -> Callable[[Any, Language], str]:
    """What the ``render`` of ``module`` makes of a report: text as it is to be written, with no line ending translated."""

    def render(report: Any, language: Language) -> str:
        text: str = import_module(module).render(report, language)
        return text

    return render


def document_by(module: str) -> Callable[[Any, Language], bytes]:
    """What the ``render`` of ``module`` makes of a report: the bytes of a file."""

    def render(report: Any, language: Language) -> bytes:
        data: bytes = import_module(module).render(report, language)
        return data

    return render
