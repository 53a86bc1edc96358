"""``mra gap``: what markets require of a product, and what of it the evidence held already covers."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mra.commands.output import deliver
from mra.commands.session import Session, chosen_day, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Language

if TYPE_CHECKING:
    from mra.model.directory import Directory
    from mra.model.evidence import Held
    from mra.model.report import GapReport, RequirementVerdict

_FORMATS: Final = ("table", "json", "csv", "md")
_LATER: Final = ("html", "xlsx", "pdf")
_CONDITIONS: Final = ("duplicate", "missing", "unknown", "barred")


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.gap.{key}").read(language)

    @click.command("gap", help=text("help"), epilog=text("epilog"))
    @click.option("--product", required=True, metavar=text("product.form"), help=text("product"))
    @click.option("--to", "destinations", required=True, multiple=True, metavar=text("to.form"), help=text("to"))
    @click.option("--held", multiple=True, metavar=text("held.form"), help=text("held"))
    @click.option("--certificates", type=click.Path(path_type=Path), help=text("certificates"))
    @click.option("--attr", "attributes", multiple=True, metavar=text("attr.form"), help=text("attr"))
    @click.option("--as-of", metavar=text("as-of.form"), help=text("as-of"))
    @click.option("--format", "format_name", type=click.Choice([*_FORMATS, *_LATER]), default="table", show_default=True, help=text("format"))
    @click.option("--output", "-o", metavar=text("output.form"), help=text("output"))
    @click.option("--fail-on", multiple=True, metavar="|".join(_CONDITIONS), help=text("fail-on"))
    @click.option("--live", is_flag=True, help=text("live"))
    @common(language)
    @pass_session
    @click.pass_context
    def gap(
        context: click.Context,
        session: Session,
        product: str,
        destinations: tuple[str, ...],
        held: tuple[str, ...],
        certificates: Path | None,
        attributes: tuple[str, ...],
        as_of: str | None,
        format_name: str,
        output: str | None,
        fail_on: tuple[str, ...],
        live: bool,
    ) -> None:
        render, wanted, day = _renderer(format_name), _conditions(fail_on), chosen_day(as_of)
        from mra.gap.answer import open_answers
        from mra.gap.request import understand

        answers = open_answers(session.location, live=live)
        pieces = pieces_held(session, answers.directory, held, certificates)
        request = understand(answers.directory, product=product, destinations=destinations, held=pieces, attributes=attributes, as_of=day)
        report = answers.report(request)
        deliver(render(report, language), output, exact=format_name != "table")
        session.note(say(f"command.gap.from-{answers.origin}", fingerprint=report.kb_version))
        context.exit(int(is_met(report, wanted)))

    return gap


def _renderer(format_name: str) -> "Callable[[GapReport, Language], str]":
    if format_name in _LATER:
        raise InputError(say("error.format-later", format=format_name))
    from mra.reports import RENDERERS

    return RENDERERS[format_name]


def _conditions(texts: Sequence[str]) -> frozenset[str]:
    wanted = frozenset(word.strip() for text in texts for word in text.replace("，", ",").split(",") if word.strip())
    for word in sorted(wanted.difference(_CONDITIONS)):
        raise InputError(say("command.gap.fail-on-unknown", word=word, known=", ".join(_CONDITIONS)))
    return wanted


def pieces_held(session: Session, directory: "Directory", held: Sequence[str], certificates: Path | None) -> "list[Held]":
    """What is held, as stated or as read from a file; rows that cannot be used are reported and left aside.

    Raises ``InputError`` if both are given, or if no row of the file can be used.
    """
    from mra.gap.request import parse_held

    if certificates is None:
        if not held:
            session.note(say("command.gap.nothing-held"))
        return parse_held(directory, held or ("none",))
    if held:
        raise InputError(say("error.held-twice"))
    from mra.ingest.certificates import read_certificates

    pieces, problems = read_certificates(certificates, directory)
    lines = [say("certificates.problem", file=certificates, line=entry.line, message=entry.message, remedy=entry.remedy) for entry in problems]
    if not pieces:
        first = lines[0] if lines else say("certificates.empty")
        raise InputError(say("error.certificates", file=certificates, count=len(problems), problems=first))
    for line in lines:
        session.note(line)
    return pieces


def is_met(report: "GapReport", wanted: frozenset[str]) -> bool:
    """Whether a mandatory requirement of a whole market, or a market's coverage, meets one of the conditions of ``--fail-on``."""
    from mra.reports.reading import is_regional

    for destination in report.destinations:
        if "unknown" in wanted and destination.coverage == "unknown":
            return True
        for entry in destination.requirements:
            if entry.requirement.mandatory and not is_regional(entry, destination) and wanted & _found(entry):
                return True
    return False


def _found(entry: "RequirementVerdict") -> set[str]:
    found: set[str] = {entry.verdict}
    if entry.contains_duplicate:
        found.add("duplicate")
    if entry.contains_unknown:
        found.add("unknown")
    return found
