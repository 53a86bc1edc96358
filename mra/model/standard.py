"""Editions of standards and how one relates to another."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from mra.model.source import Confidence
from mra.model.text import Bilingual

Degree = Literal["identical", "modified", "not_equivalent", "legacy", "unknown"]
#: How the evidence's standard relates to the element's, from best to worst; ``unknown`` where only the fact of an adoption is known.
Relation = Literal["identical", "edition", "modified", "modified_edition", "comparison", "unknown", "not_equivalent", "none"]
RELATIONS: Final[tuple[Relation, ...]] = (
    "identical",
    "edition",
    "modified",
    "modified_edition",
    "comparison",
    "unknown",
    "not_equivalent",
    "none",
)


def slug(designation: str) -> str:
    """The id of an edition: lower case, ``/`` dropped, every other run of signs one ``-``.

    >>> slug("AS/NZS 60335.1:2020")
    'asnzs-60335-1-2020'
    """
    return re.sub(r"[^a-z0-9]+", "-", designation.lower().replace("/", "")).strip("-")


def series(designation: str) -> str:
    """The id of the standard without its edition: what stands before the year and its amendments.

    A European standard that was renumbered from EN to EN IEC is the same standard.

    >>> series("IEC 62368-1:2018+AMD1:2020"), series("GB 4943.1-2022"), series("EN IEC 62368-1:2024+A11:2024")
    ('iec-62368-1', 'gb-4943-1', 'en-62368-1')
    """
    designation = re.sub(r"\bEN IEC\b", "EN", designation)
    return slug(re.split(r"[:(+]|[-–](?=(?:19|20)\d\d(?:\D|$))|\s+[vV]\d", designation, maxsplit=1)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One dated edition of a standard."""

    designation: str
    title: Bilingual
    source: str
    confidence: Confidence
    published: date | None = None
    in_force: date | None = None
    withdrawn: date | None = None
    replaced_by: str | None = None

    @property
    def id(self) -> str:
        """The slug of the designation."""
        return slug(self.designation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """The edition ``subject`` adopts the edition ``object`` (ids) to this degree; directed."""

    subject: str
    object: str
    degree: Degree
    confidence: float
    source: str
    comment: str = ""
