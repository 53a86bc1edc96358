"""``mra stats``: what the knowledge base holds, how far it was read, and what Chinese evidence gets where."""

import click

from mra.commands.output import deliver, page_width
from mra.commands.session import Session, chosen_day, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Language


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.{key}").read(language)

    @click.command("stats", help=text("stats.help"), epilog=text("stats.epilog"))
    @click.option("--coverage", is_flag=True, help=text("stats.coverage"))
    @click.option("--matrix", is_flag=True, help=text("stats.matrix"))
    @click.option("--as-of", metavar=text("gap.as-of.form"), help=text("stats.as-of"))
    @click.option("--format", "format_name", type=click.Choice(["table", "json", "csv", "md"]), default="table", show_default=True, help=text("gap.format"))
    @click.option("--output", "-o", metavar=text("gap.output.form"), help=text("gap.output"))
    @common(language)
    @pass_session
    def stats(session: Session, coverage: bool, matrix: bool, as_of: str | None, format_name: str, output: str | None) -> None:
        day = chosen_day(as_of)
        if coverage and matrix and format_name == "csv":
            raise InputError(say("stats.one-table"))
        from mra.gap.answer import open_answers
        from mra.reports.stats import RENDERERS, statistics

        found = statistics(open_answers(session.location).source, day, with_coverage=coverage, with_matrix=matrix)
        deliver(RENDERERS[format_name](found, language, page_width(output)), output, exact=format_name != "table")

    return stats
