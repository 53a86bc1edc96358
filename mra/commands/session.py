"""What holds for a whole call: the language, whether remarks are wanted, which knowledge base; and the options that say so."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mra.language import say
from mra.model.text import Bilingual, Language

if TYPE_CHECKING:
    from mra.knowledge.locate import Location

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(slots=True)
class Session:
    """One call of the program."""

    language: Language
    quiet: bool = False
    folder: Path | None = None

    @property
    def location(self) -> "Location":
        """The knowledge base. Raises ``InputError`` if there is none."""
        from mra.knowledge.locate import locate

        return locate(self.folder)

    def read(self, text: Bilingual) -> str:
        """``text`` in the language of the call."""
        return text.read(self.language)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the catalogue in the language of the call."""
        return say(f"command.{key}", **values).read(self.language)

    def note(self, text: Bilingual) -> None:
        """A remark on standard error, unless the call is to be quiet."""
        if not self.quiet:
            click.echo(text.read(self.language), err=True)


pass_session = click.make_pass_decorator(Session)


def common(language: Language) -> Callable[[F], F]:
    """The options that every command has, also before the command: ``--data``, ``--lang``, ``--quiet``."""

    def text(key: str) -> str:
        return say(f"command.option.{key}").read(language)

    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    options = (
        click.option("--data", "folder", type=folder, callback=_remember, expose_value=False, help=text("data")),
        click.option("--lang", type=click.Choice(["en", "zh"]), expose_value=False, help=text("lang")),
        click.option("--quiet", "-q", is_flag=True, callback=_remember, expose_value=False, help=text("quiet")),
    )

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def _remember(context: click.Context, parameter: click.Parameter, value: object) -> None:
    session = context.find_object(Session)
    if value and session and parameter.name:
        setattr(session, parameter.name, value)


def today() -> date:
    """The day of the call; ``SOURCE_DATE_EPOCH`` fixes it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else date.today()


def chosen_day(text: str | None) -> date:
    """The day of ``--as-of``, or today. Raises ``InputError`` if it is none."""
    from mra.gap.request import parse_day

    return today() if text is None else parse_day(text)
