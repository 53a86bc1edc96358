"""Put the sheets of several markets together into one report."""

from collections.abc import Mapping, Sequence

from mra.gap.request import Request
from mra.model.directory import Directory
from mra.model.report import GapReport, HeldEvidence
from mra.model.sheet import Sheet
from mra.model.source import Source
from mra.recognition.rollup import destination_report


def assemble(directory: Directory, request: Request, sheets: Sequence[Sheet], sources: Mapping[str, Source]) -> GapReport:
    """The report on ``request`` out of one sheet a market."""
    kinds = [piece.kind for piece in request.held]
    group = directory.groups[request.question.product]
    return GapReport(
        as_of=request.question.as_of,
        kb_version=directory.kb_version,
        product=group.id,
        product_label=group.label,
        hs=group.hs,
        attributes=dict(sorted(request.question.attributes.items())),
        assumed=tuple(name for name in sorted(request.question.attributes) if request.question.is_assumed(name)),
        held=tuple(HeldEvidence(held=piece, label=directory.kinds[piece.kind]) for piece in request.held),
        destinations=tuple(destination_report(sheet, kinds) for sheet in sheets),
        sources=sources,
        labels={
            **{name: {notation: concept.label for notation, concept in entries.items()} for name, entries in directory.concepts.items()},
            "kind": directory.kinds,
            "scheme": directory.schemes,
            "instrument": directory.instruments,
        },
    )
