"""``mra synthesize``: a portfolio of any size that nobody holds."""

import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mra.commands.build import Progress
from mra.commands.output import checked_target, deliver
from mra.commands.session import Session, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Bilingual, Language
from mra.system import system_reason

if TYPE_CHECKING:
    from mra.knowledge.base import Knowledge
    from mra.portfolio.synthesize import Synthesized, Wanted

#: The word in the name says what the file is.
_USUAL_FILE: Final = "synthetic-portfolio.csv"
_SEED: Final = 20261122


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.synthesize.{key}").read(language)

    number, whole = text("number.form"), click.IntRange(min=1)

    @click.command("synthesize", help=text("help"), epilog=text("epilog"))
    @click.option("--certificates", type=whole, metavar=number, help=text("certificates"))
    @click.option("--enterprises", type=whole, metavar=number, help=text("enterprises"))
    @click.option("--errors", default="0.01", show_default=True, metavar=text("share.form"), help=text("errors"))
    @click.option("--seed", type=int, default=_SEED, show_default=True, metavar=number, help=text("seed"))
    @click.option("--as-of", metavar=say("command.gap.as-of.form").read(language), help=text("as-of"))
    @click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), metavar=text("output.form"), help=text("output"))
    @common(language)
    @pass_session
    def synthesize(session: Session, certificates: int | None, enterprises: int | None, errors: str, seed: int, as_of: str | None, output: Path | None) -> None:
        target, share = checked_target(output or Path(_USUAL_FILE)), _share(errors)
        try:
            from mra.portfolio import synthesize as making
            from mra.portfolio.synthetic_mix import city_totals
        except ImportError:
            raise InputError(say("command.synthesize.extra")) from None
        from mra.gap.request import parse_day
        from mra.knowledge.load import load

        day = None if as_of is None else parse_day(as_of)
        knowledge = load(session.location)
        usual_enterprises, usual_certificates = city_totals()
        rows = certificates or usual_certificates
        wanted = making.Wanted(
            enterprises=enterprises or max(rows * usual_enterprises // usual_certificates, 1),
            certificates=rows,
            errors=share,
            seed=seed,
            as_of=day or max(source.checked for source in knowledge.sources.values()),
        )
        progress = Progress(is_quiet=session.quiet, is_terminal=sys.stderr.isatty(), language=language)
        try:
            made = making.synthesize(knowledge, wanted, target, lambda done, total: progress(f"{done:,}/{total:,}", done, total))
        except OSError as error:
            raise InputError(say("command.error.unwritable", file=target, reason=system_reason(error))) from None
        deliver(_told(session, knowledge, target, wanted, made), exact=False)

    return synthesize


def _share(text: str) -> Fraction:
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise InputError(say("synthesize.share", share=text)) from None


def _told(session: Session, knowledge: "Knowledge", target: Path, wanted: "Wanted", made: "Synthesized") -> str:
    """What was written, and how many faults of each sort."""
    file, rows, enterprises = target.name, f"{made.rows:,}", f"{wanted.enterprises:,}"
    told = session.say("synthesize.done", file=file, rows=rows, enterprises=enterprises, seed=wanted.seed, fingerprint=knowledge.fingerprint)
    faults = [say("command.synthesize.fault", name=say(f"synthesize.fault.{name}"), count=f"{count:,}") for name, count in made.faults.items() if count]
    if not faults:
        return told + "\n"
    listed = Bilingual(", ".join(fault.en for fault in faults), "、".join(fault.zh for fault in faults))
    return told + "\n" + session.say("synthesize.faults", count=f"{sum(made.faults.values()):,}", faults=listed) + "\n"
