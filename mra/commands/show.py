"""``mra show``: any record of the knowledge base, for people, as it is written, or as RDF."""

from typing import Final

import click

from mra.commands.output import deliver, page_width
from mra.commands.session import Session, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Language

_FORMATS: Final = ("table", "toml", "turtle", "jsonld")


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.{key}").read(language)

    @click.command("show", help=text("show.help"), epilog=text("show.epilog"))
    @click.argument("identifier", metavar="ID")
    @click.option("--format", "format_name", type=click.Choice(_FORMATS), default="table", show_default=True, help=text("gap.format"))
    @click.option("--output", "-o", metavar=text("gap.output.form"), help=text("gap.output"))
    @common(language)
    @pass_session
    def show(session: Session, identifier: str, format_name: str, output: str | None) -> None:
        from mra.knowledge.lookup import find_records, near
        from mra.knowledge.shelf import read_shelf

        location = session.location
        shelf = read_shelf(location)
        found = find_records(shelf, identifier)
        if not found:
            raise InputError(say("error.id-unknown", id=identifier, known=", ".join(near(shelf, identifier)) or "—"))
        if len(found) > 1:
            raise InputError(say("command.error.several", text=identifier, choices=", ".join(f"{kind}:{name}" for kind, name in found)))
        (kind, name) = found[0]
        if format_name == "table":
            from mra.knowledge.vocabulary import read_concepts
            from mra.reports.outline import plain
            from mra.reports.record import sections

            concepts = read_concepts(location.ontologies / "concepts")
            drawn = sections(kind, name, shelf.kind(kind)[name], shelf.files[(kind, name)], concepts, shelf.kind("source"), language)
            deliver(plain(drawn, page_width(output)), output, exact=False)
        elif format_name == "toml":
            from mra.knowledge.lookup import as_written

            deliver(as_written(location, shelf, kind, name), output)
        else:
            from mra.knowledge.excerpt import excerpt

            deliver(excerpt(location, kind, name, format_name), output)

    return show
