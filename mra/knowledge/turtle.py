"""Read Turtle files into one graph; a file that is not Turtle is named with its line."""

import re
from collections.abc import Iterable
from pathlib import Path

import rdflib
from rdflib.plugins.parsers.notation3 import BadSyntax

from mra.errors import KnowledgeError
from mra.knowledge.forms import Reading
from mra.language import say


def read_turtle(files: Iterable[Path]) -> rdflib.Graph:
    """All ``files``, sorted, in one graph. Raises ``KnowledgeError`` for the first one that is not Turtle."""
    graph = rdflib.Graph()
    for file in sorted(files):
        try:
            graph.parse(file, format="turtle")
        except BadSyntax as error:
            reading = Reading(_name(file), {("turtle",): error.lines + 1})
            why = re.search(r"Bad syntax \((.*?)\) at \^", str(error), re.DOTALL)
            reading.problem("not-turtle", ("turtle",), why[1] if why else type(error).__name__)
            raise KnowledgeError(say("check.summary", count=1), reading.problems) from None
    return graph


def _name(file: Path) -> str:
    """The path from the folder ``ontologies`` on."""
    parts = file.parts
    return "/".join(parts[max(number for number, part in enumerate(parts) if part == "ontologies") :]) if "ontologies" in parts else file.name
