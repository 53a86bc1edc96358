"""``mra export``: the whole graph."""

from typing import Final

import click

from mra.commands.output import deliver
from mra.commands.session import Session, common, pass_session
from mra.language import say
from mra.model.text import Language

_FORMATS: Final = ("turtle", "jsonld", "nquads")


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.{key}").read(language)

    @click.command("export", help=text("export.help"), epilog=text("export.epilog"))
    @click.option("--format", "format_name", type=click.Choice(_FORMATS), default="turtle", show_default=True, help=text("gap.format"))
    @click.option("--output", "-o", metavar=text("gap.output.form"), help=text("gap.output"))
    @common(language)
    @pass_session
    def export(session: Session, format_name: str, output: str | None) -> None:
        from mra.knowledge.excerpt import whole
        from mra.knowledge.load import load

        load(session.location)  # half a knowledge base must not leave the house as a whole one
        deliver(whole(session.location, format_name), output)

    return export
