"""The form of the tables of adoptions (SSSOM), for those who read them and for drafts of them."""

from collections.abc import Mapping
from typing import Final

from mra.model.standard import Degree

SSSOM_COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "mapping_date",
    "confidence",
    "see_also",
    "ext_source",
    "comment",
)
#: Degrees by the predicates that say them.
DEGREES: Final[Mapping[str, Degree]] = {
    "mra:identicalAdoptionOf": "identical",
    "mra:modifiedAdoptionOf": "modified",
    "mra:notEquivalentTo": "not_equivalent",
    "mra:legacyEquivalentAdoptionOf": "legacy",
    "mra:adoptionOfUnknownDegree": "unknown",
}
