"""``mra portfolio``: a template to fill in, a run over every certificate and market, a report on it."""

from importlib import import_module
from typing import Any, Final

import click

from mra.commands.page import PageContext
from mra.commands.session import common
from mra.language import say
from mra.model.text import Language

#: In the order of the help; each is a module ``portfolio_<name>`` of this package with a ``command(language)``.
_NAMES: Final = ("template", "run", "report")


class Portfolio(click.Group):
    """A group whose commands are imported when they are called."""

    context_class = PageContext

    def __init__(self, name: str, language: Language, **settings: Any) -> None:
        super().__init__(name, **settings)
        self.language = language

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(_NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in _NAMES:
            return None
        made: click.Command = import_module(f"mra.commands.portfolio_{cmd_name}").command(self.language)
        made.context_class = PageContext
        made.options_metavar = self.options_metavar
        made.short_help = say(f"command.portfolio.{cmd_name}.short").read(self.language)
        return made


def command(language: Language) -> click.Command:
    """The group in ``language``."""

    @click.group(
        "portfolio",
        cls=Portfolio,
        language=language,
        help=say("command.portfolio.help").read(language),
        options_metavar=say("command.metavar.options").read(language),
        subcommand_metavar=say("command.metavar.command").read(language),
    )
    @common(language)
    def portfolio() -> None:
        pass

    return portfolio
