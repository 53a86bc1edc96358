"""Put the sheets of several markets together into one report."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mra.gap.request import Request
from mra.language import say
from mra.model.directory import Directory
from mra.model.evidence import Held
from mra.model.report import GapReport, HeldEvidence
from mra.model.sheet import Sheet
from mra.model.source import Source
from mra.model.usability import Usability
from mra.recognition.rollup import destination_report

if TYPE_CHECKING:
    from mra.gap.sifting import Sifted


def assemble(directory: Directory, request: Request, sheets: Sequence[Sheet], sources: Mapping[str, Source], sifted: "Sifted | None" = None) -> GapReport:
    """The report on ``request`` out of one sheet a market; without ``sifted`` all that is held is a specimen."""
    usable = request.held if sifted is None else sifted.usable
    found = sifted.found if sifted else (None,) * len(request.held)
    kinds = [piece.kind for piece in usable]
    group = directory.groups[request.question.product]
    return GapReport(
        as_of=request.question.as_of,
        kb_version=directory.kb_version,
        product=group.id,
        product_label=group.label,
        hs=group.hs,
        attributes=dict(sorted(request.question.attributes.items())),
        assumed=tuple(name for name in sorted(request.question.attributes) if request.question.is_assumed(name)),
        held=tuple(_held(directory, piece, judged) for piece, judged in zip(request.held, found, strict=True)),
        destinations=tuple(destination_report(sheet, kinds) for sheet in sheets),
        sources=sources,
        labels={
            **{name: {notation: concept.label for notation, concept in entries.items()} for name, entries in directory.concepts.items()},
            "kind": directory.kinds,
            "scheme": directory.schemes,
            "instrument": directory.instruments,
        },
    )


def _held(directory: Directory, piece: Held, judged: Usability | None) -> HeldEvidence:
    """A piece of evidence as the report names it; of a certificate, whether it may be used and why not."""
    label = directory.kinds[piece.kind]
    if judged is None:
        return HeldEvidence(held=piece, label=label)
    number = piece.qualifiers.get("number", "—")
    deciding = [reason for reason in judged.reasons if judged.usable != "no" or reason.severity == "no"]
    problems = [replace(reason, message=say(f"usability.{judged.usable}.problem", kind=label, number=number, sentence=reason.message)) for reason in deciding]
    return HeldEvidence(held=piece, label=label, problems=tuple(problems), usable=judged.usable)
