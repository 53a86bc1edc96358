"""``mra portfolio template``: the workbook to fill in."""

from pathlib import Path
from typing import Final

import click

from mra.commands.output import checked_target
from mra.commands.session import Session, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Language
from mra.system import system_reason

_NAME: Final = "mra-portfolio.xlsx"


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.portfolio.template.{key}").read(language)

    @click.command("template", help=text("help"))
    @click.option("--output", "-o", type=click.Path(path_type=Path), default=_NAME, show_default=True, metavar=text("output.form"), help=text("output"))
    @common(language)
    @pass_session
    def template(session: Session, output: Path) -> None:
        target = checked_target(output)
        if target.exists():  # it may be one that somebody has filled in
            raise InputError(say("template.exists", file=output))
        from mra.gap.answer import open_answers
        from mra.portfolio.template import write_template

        try:
            write_template(open_answers(session.location).directory, target, session.language)
        except OSError as error:
            raise InputError(say("command.error.unwritable", file=output, reason=system_reason(error))) from None
        session.note(say("template.written", file=output))

    return template
