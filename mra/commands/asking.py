"""What ``gap`` and ``explain`` share: what is held, the answer, and the remarks that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mra.commands.credentials import NO_RELIANCE, Reliance, digital_pieces
from mra.commands.session import Session, chosen_day
from mra.errors import InputError
from mra.language import say
from mra.model.text import Bilingual

if TYPE_CHECKING:
    from mra.gap.answer import Answers
    from mra.gap.request import Request
    from mra.model.directory import Directory
    from mra.model.evidence import Held
    from mra.model.problem import Problem
    from mra.model.report import GapReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options that say what is asked."""

    product: str
    destinations: Sequence[str]
    held: Sequence[str]
    certificates: Path | None
    attributes: Sequence[str]
    as_of: str | None
    live: bool
    reliance: Reliance = NO_RELIANCE


def answer(session: Session, asked: Asked) -> "tuple[GapReport, list[Bilingual], Answers]":
    """The report, the remarks to print once it is delivered, and whence it came. Raises ``InputError`` if the question is not understood."""
    day = chosen_day(asked.as_of)
    if asked.held and asked.certificates:
        raise InputError(say("error.held-twice"))
    from mra.gap.answer import open_answers
    from mra.gap.request import understand

    answers = open_answers(session.location, live=asked.live)
    pieces, remarks = _digital(answers.directory, asked, day) or _pieces_held(answers.directory, asked.held, asked.certificates)
    request = understand(answers.directory, product=asked.product, destinations=asked.destinations, held=pieces, attributes=asked.attributes, as_of=day)
    report = answers.report(request)
    remarks = [*_read_as(answers.directory, asked.product, report.product), *remarks, *_unused(answers, request), *_origin(answers, report)]
    return report, remarks, answers


def _digital(directory: "Directory", asked: Asked, day: date) -> "tuple[list[Held], list[Bilingual]] | None":
    """What is held as digital certificates; ``None`` if it is held otherwise."""
    from mra.ingest.evidence_file import is_credential

    if asked.certificates is not None and is_credential(asked.certificates):
        return digital_pieces(asked.certificates, directory, asked.reliance, day)
    if asked.reliance != NO_RELIANCE:
        raise InputError(say("credential.option-alone"))
    return None


def _pieces_held(directory: "Directory", held: Sequence[str], certificates: Path | None) -> "tuple[list[Held], list[Bilingual]]":
    from mra.gap.request import parse_held

    if certificates is None:
        return parse_held(directory, held or ("none",)), ([] if held else [say("command.gap.nothing-held")])
    from mra.ingest.certificates import read_certificates
    from mra.ingest.places import is_remark, place_of

    pieces, problems = read_certificates(certificates, directory)
    bad_rows = {(entry.sheet, entry.line) for entry in problems if not is_remark(entry)}
    if not pieces and not problems:
        raise InputError(say("certificates.empty", file=certificates))
    if not pieces:
        raise InputError(say("error.certificates", file=certificates, count=len(bad_rows), problems=_first(problems)))
    remarks = [say("certificates.problem", file=certificates, place=place_of(entry), message=entry.message, remedy=entry.remedy) for entry in problems]
    if bad_rows:
        remarks.append(say("certificates.used", file=certificates, left=len(bad_rows), used=len(pieces)))
    return pieces, remarks


def _first(problems: "Sequence[Problem]") -> Bilingual:
    """The first problem of a file, and how many more there are."""
    from mra.ingest.places import is_remark, place_of

    first = next((entry for entry in problems if not is_remark(entry)), problems[0])
    text = say("certificates.place", place=place_of(first), message=first.message, remedy=first.remedy)
    if len(problems) == 1:
        return text
    more = say("certificates.more", count=len(problems) - 1)
    return Bilingual(f"{text.en} {more.en}", f"{text.zh}{more.zh}")


def _read_as(directory: "Directory", text: str, product: str) -> list[Bilingual]:
    """A goods code, a part of a name or a misspelt one is never silently taken for a product group."""
    from mra.gap.products import EXACT, find_products

    if text == product:
        return []
    hit = next((hit for hit in find_products(directory.groups, text) if hit.group == product), None)
    if hit and hit.score == EXACT and not hit.name.isdigit():
        return []
    group = say("report.named", label=directory.groups[product].label, id=product)
    return [say("command.gap.read-as", text=text, group=group)]


def _unused(answers: "Answers", request: "Request") -> list[Bilingual]:
    if not request.question.given:
        return []
    from mra.gap.values import unused_values

    found = unused_values(answers.words, answers.directory.markets, request.question)
    return [say("command.gap.value-unused", name=name, value=word, known=", ".join(known)) for name, word, known in found]


def _origin(answers: "Answers", report: "GapReport") -> list[Bilingual]:
    stale = [say("command.gap.stale", file=answers.location.release)] if answers.is_stale else []
    return [*stale, say(f"command.gap.from-{answers.origin}", fingerprint=report.kb_version)]
