"""``mra explain``: one verdict unrolled."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mra.commands.asking import Asked, answer
from mra.commands.credentials import Reliance, reliance_options
from mra.commands.output import deliver, page_width
from mra.commands.session import Session, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Language

if TYPE_CHECKING:
    from mra.model.report import DestinationReport, ElementVerdict, RequirementVerdict
    from mra.reports.explanation import Explanation


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.{key}").read(language)

    @click.command("explain", help=text("explain.help"), epilog=text("explain.epilog"))
    @click.argument("product", metavar=text("explain.product.form"))
    @click.argument("destination", metavar=text("explain.destination.form"))
    @click.argument("scheme", metavar=text("explain.scheme.form"))
    @click.argument("element", required=False, metavar=text("explain.element.form"))
    @click.option("--held", multiple=True, metavar=text("gap.held.form"), help=text("gap.held"))
    @click.option("--certificates", type=click.Path(path_type=Path), help=text("gap.certificates"))
    @reliance_options(language)
    @click.option("--attr", "attributes", multiple=True, metavar=text("gap.attr.form"), help=text("gap.attr"))
    @click.option("--as-of", metavar=text("gap.as-of.form"), help=text("gap.as-of"))
    @click.option("--format", "format_name", type=click.Choice(["table", "json", "md"]), default="table", show_default=True, help=text("gap.format"))
    @click.option("--output", "-o", metavar=text("gap.output.form"), help=text("gap.output"))
    @click.option("--live", is_flag=True, help=text("gap.live"))
    @common(language)
    @pass_session
    def explain(
        session: Session,
        product: str,
        destination: str,
        scheme: str,
        element: str | None,
        held: tuple[str, ...],
        certificates: Path | None,
        trust: Path | None,
        kind: str | None,
        attributes: tuple[str, ...],
        as_of: str | None,
        format_name: str,
        output: str | None,
        live: bool,
    ) -> None:
        from mra.reports.explanation import Explanation

        reliance = Reliance(trust=trust, kind=kind)
        asked = Asked(
            product=product,
            destinations=[destination],
            held=held,
            certificates=certificates,
            attributes=attributes,
            as_of=as_of,
            live=live,
            reliance=reliance,
        )
        report, remarks, answers = answer(session, asked)
        if len(report.destinations) > 1:
            raise InputError(say("command.explain.one-market", count=len(report.destinations)))
        requirement = the_requirement(report.destinations[0], scheme)
        explanation = Explanation(
            report=report,
            requirement=requirement,
            elements=the_elements(report.destinations[0], requirement, element),
            criteria=answers.criteria.by_id,
            all_cases=element is not None,
        )
        deliver(_renderer(format_name, output)(explanation, language), output, exact=format_name != "table")
        for remark in remarks:
            session.note(remark)

    return explain


def _renderer(format_name: str, output: str | None) -> "Callable[[Explanation, Language], str]":
    from mra.reports import explanation, explanation_json

    if format_name == "table":
        return partial(explanation.table, width=page_width(output))
    return explanation.md if format_name == "md" else explanation_json.render


def the_requirement(destination: "DestinationReport", name: str) -> "RequirementVerdict":
    """The requirement called ``name``, or the one with it in its id or names. Raises ``InputError`` that lists the choices otherwise."""
    from mra.gap.verify import find_requirement

    if exact := find_requirement(destination, name):
        return exact
    found = [entry for entry in destination.requirements if any(name.casefold() in text.casefold() for text in _names(entry))]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(say("command.error.several", text=name, choices=", ".join(entry.requirement.scheme for entry in found)))
    raise _unknown(destination, name, [entry.requirement.scheme for entry in destination.requirements])


def _names(entry: "RequirementVerdict") -> tuple[str, ...]:
    requirement = entry.requirement
    return requirement.scheme, requirement.label.en, requirement.label.zh, *requirement.aliases


def the_elements(destination: "DestinationReport", requirement: "RequirementVerdict", name: str | None) -> "tuple[ElementVerdict, ...]":
    """The element called ``name`` (``route/element``, or the element alone); without a name those of the best route."""
    if name is None:
        return requirement.best.elements if requirement.best else ()
    elements = [(f"{route.route.id}/{entry.element.id}", entry) for route in requirement.routes for entry in route.elements]
    found = [entry for place, entry in elements if name in (place, entry.element.id, *entry.element.aliases)]
    if not found:
        raise _unknown(destination, name, [place for place, _ in elements])
    return tuple(found)


def _unknown(destination: "DestinationReport", name: str, known: list[str]) -> InputError:
    return InputError(say("error.verdict-unknown", destination=destination.sheet.label, id=name, known=", ".join(known) or "—"))
