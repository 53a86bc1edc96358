"""The parts of a report that its renderers show: sections of a market, elements that deserve a row, open tasks, sources."""

from collections.abc import Mapping
from typing import Final

from mra.language import say
from mra.model.report import DestinationReport, ElementVerdict, RequirementVerdict
from mra.model.sheet import Applicability, Reason, Verdict
from mra.model.text import Bilingual

#: Marks that a GBK console can print; the word always stands beside the mark.
MARKS: Final[Mapping[Verdict, str]] = {
    "recognized": "√",
    "partial": "▲",
    "duplicate": "●",
    "missing": "○",
    "not_required": "→",
    "barred": "×",
    "unknown": "△",
}
_DONE: Final = frozenset({"recognized", "not_required"})


def is_regional(entry: RequirementVerdict, destination: DestinationReport) -> bool:
    """Whether the requirement is due only in a part of the market that was asked about."""
    return entry.requirement.where not in (None, destination.sheet.destination)


def sections(destination: DestinationReport) -> dict[str, list[RequirementVerdict]]:
    """The requirements of a market as ``required``, ``regional``, ``voluntary`` and ``not-required``; each stands once."""
    found: dict[str, list[RequirementVerdict]] = {"required": [], "regional": [], "voluntary": [], "not-required": []}
    for entry in destination.requirements:
        if entry.verdict == "not_required":
            found["not-required"].append(entry)
        elif is_regional(entry, destination):
            found["regional"].append(entry)
        else:
            found["required" if entry.requirement.mandatory else "voluntary"].append(entry)
    return found


def judged(entry: RequirementVerdict) -> list[ElementVerdict]:
    """The elements of the best route that deserve a row: assessments, and duties that something held touches or that are done."""
    elements = entry.best.elements if entry.best else ()
    return [element for element in elements if deserves_row(element)]


def open_tasks(entry: RequirementVerdict, nature: str) -> list[ElementVerdict]:
    """Duties, or what is due for every shipment, for which nothing is held, on the best route."""
    elements = entry.best.elements if entry.best else ()
    return [element for element in elements if element.element.nature == nature and not deserves_row(element)]


def deserves_row(entry: ElementVerdict) -> bool:
    """Whether an element is judged in a row of its own; what does not is an open task, named in a list."""
    return entry.element.nature == "assessment" or entry.best is not None or entry.verdict in _DONE


def reasons_of(entry: RequirementVerdict) -> tuple[Reason, ...]:
    """Why the requirement applies or not; what bars it, or that none of its routes was reviewed, stands first."""
    reasons = entry.requirement.reasons
    if entry.verdict == "barred":
        return Reason(code="barred", message=say("reason.barred")), *reasons
    if entry.verdict == "unknown" and entry.requirement.applicability is Applicability.APPLIES and not entry.routes:
        return Reason(code="not-reviewed", message=say("reason.not-reviewed")), *reasons
    return reasons


def sources_of(entry: ElementVerdict) -> tuple[str, ...]:
    """The sources on which the verdict of an element rests."""
    return entry.best.sources if entry.best else entry.element.sources


def assumptions_of(entry: RequirementVerdict) -> tuple[Bilingual, ...]:
    """What the verdict of a requirement presumes: of the product, and of the evidence on its best route."""
    cases = [element.best for element in (entry.best.elements if entry.best else ()) if element.best]
    return tuple(dict.fromkeys((*entry.requirement.assumptions, *(text for case in cases for text in case.assumptions))))


def open_points(destination: DestinationReport) -> tuple[Bilingual, ...]:
    """What the review of the market left open, each point once."""
    return tuple(dict.fromkeys(point for family in destination.sheet.coverage for point in family.open))
