"""The command ``mra``: finds its commands by name and imports only the one that is called."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

import click

from mra.commands.output import abandon, let_consoles_print
from mra.commands.page import PageContext
from mra.commands.session import Session, common
from mra.errors import InputError, KnowledgeError, MraError
from mra.language import say
from mra.model.text import Language
from mra.system import system_reason

#: In the order of the help; each is a module of this package with a ``command(language)``.
NAMES: Final = (
    "gap",
    "explain",
    "products",
    "show",
    "compare",
    "check",
    "certificates",
    "verify",
    "stats",
    "build",
    "portfolio",
    "synthesize",
    "export",
    "draft",
    "completion",
)
_SHOWN_PROBLEMS: Final = 20
_INTERRUPTED: Final = 130
#: A fault of the program itself; Python's own 1 would read as "gaps found".
_FAULT: Final = 4


class Root(click.Group):
    """A group whose commands are imported when they are called, and whose failures are one clear line each."""

    context_class = PageContext

    def __init__(self, name: str, language: Language, **settings: Any) -> None:
        super().__init__(name, **settings)
        self.language = language
        self.called = ""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in NAMES:
            return None
        made: click.Command = import_module(f"mra.commands.{cmd_name}").command(self.language)
        made.context_class = PageContext
        made.options_metavar = self.options_metavar
        made.short_help = say(f"command.{cmd_name}.short").read(self.language)
        return made

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; a name that does not exist gets a suggestion."""
        if args[0] not in NAMES and args[0][0].isalnum():
            raise click.NoSuchCommand(args[0], possibilities=NAMES, ctx=ctx)
        self.called = f" {args[0]}"
        return super().resolve_command(ctx, args)

    def make_context(self, *args: Any, **settings: Any) -> click.Context:
        """As click does it; help that meets a closed pipe ends quietly."""
        with _closed_pipe_is_no_error():
            return super().make_context(*args, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does it; help that meets a closed pipe ends quietly."""
        with _closed_pipe_is_no_error():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their short descriptions, without importing them."""
        with formatter.section(say("command.commands").read(self.language)):
            formatter.write_dl([(name, say(f"command.{name}.short").read(self.language)) for name in NAMES])

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run, and end with the contract's exit status."""
        settings |= {"standalone_mode": False, "prog_name": "mra"}
        let_consoles_print()
        try:
            status = super().main(*args, **settings)
        except MraError as error:
            self._report(error)
            status = error.exit_status
        except click.ClickException as error:
            self._complain(error)
            status = 2
        except click.Abort:
            status = _INTERRUPTED
        except OSError as error:
            abandon(sys.stdout)
            self._report(InputError(say("command.error.system", file=error.filename or say("system.standard-output"), reason=system_reason(error))))
            status = 2
        except Exception as error:
            if os.environ.get("MRA_TRACEBACK"):
                raise
            self._report(MraError(say("command.error.internal", kind=type(error).__name__, detail=" ".join(str(error).split()))))
            status = _FAULT
        sys.exit(status if isinstance(status, int) else 0)

    def _report(self, error: MraError) -> None:
        click.echo(say("command.error", message=error.text).read(self.language), err=True)
        if isinstance(error, KnowledgeError):
            for problem in error.problems[:_SHOWN_PROBLEMS]:
                text = say("command.problem", file=problem.file, line=problem.line, field=problem.field, message=problem.message, remedy=problem.remedy)
                click.echo(text.read(self.language), err=True)
            if len(error.problems) > _SHOWN_PROBLEMS:
                click.echo(say("command.more-problems", count=len(error.problems) - _SHOWN_PROBLEMS).read(self.language), err=True)

    def _complain(self, error: click.ClickException) -> None:
        """Click's own error as one line that ends with the help to call."""
        message = _typeset(" ".join(error.format_message().split()).rstrip(".。"), self.language)
        context = getattr(error, "ctx", None)
        path = context.command_path if context else f"mra{self.called}"
        click.echo(say("command.usage-error", message=message, command=f"{path} --help").read(self.language), err=True)


def _typeset(message: str, language: Language) -> str:
    """Click joins its Chinese sentences with English stops and blanks."""
    if language == "en":
        return message
    return re.sub(r"([。：，])\s+", r"\1", re.sub(r"\.\s+(?=[\u4e00-\u9fff])", "。", message))


@contextmanager
def _closed_pipe_is_no_error() -> Iterator[None]:
    """Click would end with 1, which must not read as "gaps found"."""
    try:
        yield
    except BrokenPipeError:
        abandon(sys.stdout)
        raise click.exceptions.Exit(0) from None


def root(language: Language) -> Root:
    """The command ``mra`` in ``language``."""

    def text(key: str) -> str:
        return say(f"command.{key}").read(language)

    @click.group(
        "mra",
        cls=Root,
        language=language,
        help=text("help"),
        epilog=text("epilog"),
        invoke_without_command=True,
        options_metavar=text("metavar.options"),
        subcommand_metavar=text("metavar.command"),
        context_settings={"obj": Session(language), "help_option_names": ["-h", "--help"], "color": False},
    )
    @common(language)
    @click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help=text("option.version"))
    @click.pass_context
    def start(context: click.Context) -> None:
        if context.invoked_subcommand is None:
            click.echo(context.get_help())

    return start


def _version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if not value:
        return
    from importlib import metadata

    try:
        version = metadata.version("mra")
    except metadata.PackageNotFoundError:
        version = "0"
    click.echo(f"mra {version}")
    context.exit()
