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
            place = re.search(r"at line (\d+)", str(error))
            reading = Reading(file.as_posix(), {("turtle",): int(place[1]) if place else 0})
            reading.problem("not-turtle", ("turtle",), " ".join(str(error).split())[:200])
            raise KnowledgeError(say("check.summary", count=1), reading.problems) from None
    return graph
