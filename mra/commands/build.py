"""``mra build``: judge all generic cases once and write the release file."""

import sqlite3
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click

from mra.commands.output import checked_target, deliver
from mra.commands.session import Session, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Bilingual, Language
from mra.system import system_reason

_PATIENCE: Final = 1.0
_BAR: Final = 30


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.build.{key}").read(language)

    @click.command("build", help=text("help"))
    @click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), metavar=text("output.form"), help=text("output"))
    @click.option("--as-of", metavar=text("as-of.form"), help=text("as-of"))
    @click.option("--full", is_flag=True, help=text("full"))
    @common(language)
    @pass_session
    def build(session: Session, output: Path | None, as_of: str | None, full: bool) -> None:
        from mra.gap.request import parse_day
        from mra.release.write import build_release

        day = None if as_of is None else parse_day(as_of)
        target = checked_target(output or session.location.release)
        progress = Progress(is_quiet=session.quiet, is_terminal=sys.stderr.isatty(), language=language)
        try:
            info = build_release(session.location, target, as_of=day, progress=progress, full=full)
        except (OSError, sqlite3.OperationalError) as error:
            raise InputError(say("command.error.unwritable", file=target, reason=_reason(error))) from None
        if info.judged < info.sheets:
            session.note(say("command.build.again", judged=info.judged, sheets=info.sheets))
        deliver(session.say("build.done", file=target, fingerprint=info.fingerprint, sheets=info.sheets, cases=info.cases, day=info.as_of) + "\n", exact=False)

    return build


def _reason(error: OSError | sqlite3.OperationalError) -> Bilingual:
    """SQLite says only that it could not open the file."""
    return system_reason(error) if isinstance(error, OSError) else say("command.build.no-room")


@dataclass(slots=True)
class Progress:
    """How far the build is, on standard error: a bar after a second on a terminal, else a line every tenth."""

    is_quiet: bool
    is_terminal: bool
    language: Language
    begun: float = field(default_factory=time.monotonic)
    tenth: int = -1

    def __call__(self, name: str, done: int, total: int) -> None:
        """``done`` of ``total`` are finished, ``name`` comes next."""
        if self.is_quiet or not total:
            return
        if self.is_terminal:
            self._draw(name, done, total)
        elif self.tenth < done * 10 // total < 10:
            self.tenth = done * 10 // total
            click.echo(say("command.build.progress", percent=self.tenth * 10, name=name).read(self.language), err=True)

    def _draw(self, name: str, done: int, total: int) -> None:
        if time.monotonic() - self.begun < _PATIENCE:
            return
        filled = _BAR * done // total
        click.echo(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total} {name:<8}", nl=done == total, err=True)
