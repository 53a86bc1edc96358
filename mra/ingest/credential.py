"""A digital certificate as it is read: the same value as a row of a table, and what its signature is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from mra.model.evidence import JOINT, Held
from mra.model.text import Bilingual

#: ``verified``: by a key that the user trusts, at the stated time. ``invalid``: refuted. ``unverified``: nothing trusted to check it
#: with. ``none``: not signed.
SignatureState = Literal["verified", "invalid", "unverified", "none"]
#: Problems with such a code are remarks; the certificate that they speak of was kept.
REMARK: Final = "note-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What was found out about a signature, why, and the id of the key or the subject of the certificate that made it."""

    state: SignatureState
    reason: Bilingual
    signer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one format says in its own words, before the words are read as cells of a table are.

    ``words`` are by qualifier. One of ``standards`` must be known; ``mentions`` are used where they are known. ``schemes`` are the texts
    that may name the kind of evidence, the surest first. ``place`` is where in the file it stands. ``refusal`` is the code of the
    problem for which the certificate is no evidence at all.
    """

    place: str
    words: Mapping[str, str]
    standards: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    accreditations: tuple[str, ...] = ()
    activity: str = ""
    products: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialCertificate:
    """One certificate out of a digital document: kind, qualifiers as in a table, the product in words, goods codes, the signature."""

    kind: str
    format: str
    signature: Signature
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    product: str = ""
    hs: tuple[str, ...] = ()

    def held(self) -> Held:
        """The certificate as a piece of evidence; nothing of it is presumed."""
        more = {"signature": self.signature.state, "product": self.product, "hs": JOINT.join(self.hs)}
        return Held(kind=self.kind, qualifiers={**self.qualifiers, **{name: value for name, value in more.items() if value}}, is_specimen=False)
