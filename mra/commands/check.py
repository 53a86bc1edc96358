"""``mra check``: the constitution of the knowledge base."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mra.commands.output import deliver
from mra.commands.session import Session, common, pass_session
from mra.language import say
from mra.model.text import Language

if TYPE_CHECKING:
    from mra.knowledge.locate import Location
    from mra.model.problem import Problem
    from mra.model.text import Bilingual


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.check.{key}").read(language)

    @click.command("check", help=text("help"))
    @click.option("--format", "format_name", type=click.Choice(["text", "json", "github"]), default="text", show_default=True, help=text("format"))
    @click.option("--no-shapes", is_flag=True, help=text("no-shapes"))
    @common(language)
    @pass_session
    @click.pass_context
    def check(context: click.Context, session: Session, format_name: str, no_shapes: bool) -> None:
        problems = problems_of(session.location, shapes=not no_shapes)
        session.note(say("check.summary", count=len(problems)) if problems else _in_order(session.location))
        deliver({"text": _text, "json": _json, "github": _github}[format_name](problems, language), exact=format_name != "text")
        context.exit(3 if problems else 0)

    return check


def problems_of(location: "Location", *, shapes: bool) -> "list[Problem]":
    """What breaks the rules of the records; then shapes that cannot be compiled; then cases on which the two judges differ."""
    from mra.knowledge.checks import check as broken_records
    from mra.recognition.shapes import refused_shapes

    problems = [*broken_records(location, shapes=shapes), *refused_shapes(location.ontologies)]
    if problems or not shapes:
        return problems
    from mra.release.proof import proof_problems

    return proof_problems(location)


def _in_order(location: "Location") -> "Bilingual":
    from mra.knowledge.shelf import read_shelf

    shelf = read_shelf(location)
    schemes = shelf.kind("scheme").values()
    acceptances = sum(len(element.accepts) for scheme in schemes for route in scheme.routes for element in route.elements)
    return say("check.clean", schemes=len(schemes), acceptances=acceptances, sources=len(shelf.kind("source")))


def _text(problems: "Sequence[Problem]", language: Language) -> str:
    return "".join(
        say("command.problem", file=entry.file, line=entry.line, field=entry.field, message=entry.message, remedy=entry.remedy).read(language) + "\n"
        for entry in problems
    )


def _json(problems: "Sequence[Problem]", language: Language) -> str:
    listed = [
        {
            "code": entry.code,
            "file": entry.file,
            "line": entry.line,
            "field": entry.field,
            "value": entry.value,
            "message": entry.message.as_dict(),
            "remedy": entry.remedy.as_dict(),
        }
        for entry in problems
    ]
    return json.dumps({"problems": listed}, ensure_ascii=False, indent=2) + "\n"


def _github(problems: "Sequence[Problem]", language: Language) -> str:
    """Workflow commands that GitHub shows beside the line."""
    space = "" if language == "zh" else " "
    return "".join(
        f"::error file={_property(entry.file)},line={max(entry.line, 1)},title={_property(entry.code)}"
        f"::{_data(f'{entry.field}: ' if entry.field else '')}{_data(entry.message.read(language))}{space}{_data(entry.remedy.read(language))}\n"
        for entry in problems
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
