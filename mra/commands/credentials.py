"""Digital certificates on the command line: what the user trusts, what they are, and the remarks that go with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from mra.errors import InputError
from mra.language import say
from mra.model.text import Bilingual, Language

if TYPE_CHECKING:
    from mra.model.directory import Directory
    from mra.model.evidence import Held
    from mra.model.problem import Problem

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliance:
    """Whom the user trusts (a file), and which kind the certificates are said to be."""

    trust: Path | None = None
    kind: str | None = None


NO_RELIANCE: Final = Reliance()


def reliance_options(language: Language) -> Callable[[F], F]:
    """The options ``--trust`` and ``--kind``."""

    def text(key: str) -> str:
        return say(f"command.{key}").read(language)

    def decorate(function: F) -> F:
        function = click.option("--kind", metavar=text("kind.form"), help=text("kind"))(function)
        return click.option("--trust", type=click.Path(path_type=Path), help=text("trust"))(function)

    return decorate


def moment_of(day: date) -> datetime:
    """The moment at which signatures are judged for a day: its end, so that what ends on the day before does not count."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def digital_pieces(path: Path, directory: "Directory", reliance: Reliance, day: date) -> "tuple[list[Held], list[Bilingual]]":
    """The pieces of evidence in a digital certificate, and what to remark. Raises ``InputError`` if none can be used."""
    from mra.ingest.evidence_file import is_remark, read_evidence

    trust = None
    if reliance.trust is not None:
        from mra.ingest.trust import read_trust

        trust = read_trust(reliance.trust)
    pieces, problems = read_evidence(path, directory, trust=trust, at=moment_of(day), kind=reliance.kind)
    refused = [entry for entry in problems if not is_remark(entry)]
    if not pieces:
        raise InputError(say("credential.none-usable", file=path, problems=_joined(refused)))
    remarks = [say("credential.problem", file=path, place=_place(entry), message=entry.message, remedy=entry.remedy) for entry in problems]
    if refused:
        remarks.append(say("credential.used", file=path, left=len(refused), used=len(pieces)))
    return pieces, remarks


def _place(entry: "Problem") -> Bilingual | str:
    return entry.field or say("credential.whole")


def _joined(problems: "Sequence[Problem]") -> Bilingual:
    if not problems:
        return say("credential.nothing")
    return Bilingual(
        " ".join(f"{entry.message.en} {entry.remedy.en}" for entry in problems), "".join(f"{entry.message.zh}{entry.remedy.zh}" for entry in problems)
    )
