"""Drafts of SSSOM tables for policy staff, out of adoptions read from standards; nobody's review is claimed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from mra.ingest.formats.sts import Adopted
from mra.model.sssom import DEGREES, SSSOM_COLUMNS
from mra.model.standard import Degree, slug

__all__ = ["draft_table"]

PREDICATES: Final[Mapping[Degree, str]] = {degree: predicate for predicate, degree in DEGREES.items()}
#: The knowledge base does not take this justification: a person has to look, and to write his own.
UNREVIEWED: Final = "semapv:UnspecifiedMatching"
_HEAD: Final = """#mapping_set_id: https://w3id.org/mra/mappings/draft
#mapping_set_version: "{day}"
#comment: "Draft, not reviewed: fill author_id, confidence, see_also and ext_source, and set mapping_justification."
#curie_map:
#  mra: https://w3id.org/mra/core/
#  std: https://w3id.org/mra/standard/
#  semapv: https://w3id.org/semapv/vocab/
#extension_definitions:
#  - slot_name: ext_source
#    property: https://w3id.org/mra/core/source
#    type_hint: http://www.w3.org/2001/XMLSchema#string
"""


def draft_table(adoptions: Iterable[tuple[str, Adopted]], day: date) -> str:
    """The draft of a table of adoptions, each with the name of the file it was read from; sorted, one row a pair."""
    rows: dict[tuple[str, str], tuple[str, ...]] = {}
    for file, entry in adoptions:
        cells = _cells(file, entry, day)
        rows.setdefault((cells[0], cells[3]), cells)
    lines = ["\t".join(SSSOM_COLUMNS), *("\t".join(cells) for _, cells in sorted(rows.items()))]
    return _HEAD.format(day=day.isoformat()) + "\n".join(lines) + "\n"


def _cells(file: str, entry: Adopted, day: date) -> tuple[str, ...]:
    subject, target = slug(entry.subject), slug(entry.object)
    comment = f"{file}: {entry.words}".replace("\t", " ").replace("\n", " ")
    ends = (f"std:{subject}", entry.subject, PREDICATES[entry.degree], f"std:{target}", entry.object)
    return (*ends, UNREVIEWED, "", day.isoformat(), "", "", "", comment)
