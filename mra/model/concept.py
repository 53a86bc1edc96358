"""One entry of a concept list."""

from collections.abc import Mapping
from dataclasses import dataclass

from mra.model.text import Bilingual


@dataclass(frozen=True, slots=True)
class Concept:
    """A notation with its label; an attribute also says of which type its values are (``boolean``, ``decimal``, ``string``, ``date``)."""

    notation: str
    label: Bilingual
    value_type: str | None = None


Concepts = Mapping[str, Mapping[str, Concept]]
