"""``mra gap``: what markets require of a product, and what of it the evidence held already covers."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mra.commands.asking import Asked, answer
from mra.commands.credentials import Reliance, reliance_options
from mra.commands.output import deliver, page_width, refuse_terminal
from mra.commands.rates import rate_options, stated_rates, unneeded
from mra.commands.session import Session, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Bilingual, Language

if TYPE_CHECKING:
    from mra.model.report import GapReport, RequirementVerdict

_FORMATS: Final = ("table", "json", "csv", "md", "html")
_DOCUMENTS: Final = ("xlsx", "pdf")
_CONDITIONS: Final = ("duplicate", "missing", "unknown", "barred")
_SHOWN_MET: Final = 10


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.gap.{key}").read(language)

    @click.command("gap", help=text("help"), epilog=text("epilog"))
    @click.option("--product", required=True, metavar=text("product.form"), help=text("product"))
    @click.option("--to", "destinations", required=True, multiple=True, metavar=text("to.form"), help=text("to"))
    @click.option("--held", multiple=True, metavar=text("held.form"), help=text("held"))
    @click.option("--certificates", type=click.Path(path_type=Path), help=text("certificates"))
    @reliance_options(language)
    @click.option("--attr", "attributes", multiple=True, metavar=text("attr.form"), help=text("attr"))
    @click.option("--as-of", metavar=text("as-of.form"), help=text("as-of"))
    @click.option("--format", "format_name", type=click.Choice([*_FORMATS, *_DOCUMENTS]), default="table", show_default=True, help=text("formats"))
    @click.option("--output", "-o", metavar=text("output.form"), help=text("output"))
    @rate_options(language)
    @click.option("--fail-on", multiple=True, metavar="|".join(_CONDITIONS), help=text("fail-on"))
    @click.option("--live", is_flag=True, help=text("live"))
    @common(language)
    @pass_session
    @click.pass_context
    def gap(
        context: click.Context,
        session: Session,
        product: str,
        destinations: tuple[str, ...],
        held: tuple[str, ...],
        certificates: Path | None,
        trust: Path | None,
        kind: str | None,
        attributes: tuple[str, ...],
        as_of: str | None,
        format_name: str,
        output: str | None,
        rate: tuple[str, ...],
        rate_day: str | None,
        fail_on: tuple[str, ...],
        live: bool,
    ) -> None:
        render, wanted, rates = _renderer(format_name, output), _conditions(fail_on), stated_rates(rate, rate_day)
        reliance = Reliance(trust=trust, kind=kind)
        asked = Asked(
            product=product,
            destinations=destinations,
            held=held,
            certificates=certificates,
            attributes=attributes,
            as_of=as_of,
            live=live,
            reliance=reliance,
        )
        found, remarks, _ = answer(session, asked)
        report = replace(found, rates=rates)
        deliver(render(report, language), output, exact=format_name != "table")
        met = list(meeting(report, wanted))
        for remark in [*remarks, *unneeded(report), *([_met(met)] if met else [])]:
            session.note(remark)
        context.exit(int(bool(met)))

    return gap


def _renderer(format_name: str, output: str | None) -> "Callable[[GapReport, Language], str | bytes]":
    if format_name in _DOCUMENTS:
        refuse_terminal(format_name, output)
        from mra.reports import DOCUMENTS

        return DOCUMENTS[format_name]
    if format_name == "table":
        from mra.reports.table import render

        return partial(render, width=page_width(output))
    from mra.reports import RENDERERS

    return RENDERERS[format_name]


def _conditions(texts: Sequence[str]) -> frozenset[str]:
    wanted = frozenset(word.strip() for text in texts for word in re.split("[,，、]", text) if word.strip() or not text.strip())
    for word in sorted(wanted.difference(_CONDITIONS)):
        raise InputError(say("command.gap.fail-on-unknown", word=word, known=", ".join(_CONDITIONS)))
    return wanted


def meeting(report: "GapReport", wanted: frozenset[str]) -> "Iterator[Bilingual]":
    """What meets one of the conditions of ``--fail-on``: mandatory requirements of a whole market, or a market's coverage."""
    from mra.reports.reading import is_regional

    for destination in report.destinations:
        code = destination.sheet.destination
        if "unknown" in wanted and destination.coverage == "unknown":
            yield say("command.gap.fail-on-coverage", market=code, level=report.labels["coverage-level"]["unknown"])
        for entry in destination.requirements:
            if entry.requirement.mandatory and not is_regional(entry, destination) and wanted & _found(entry):
                yield Bilingual(*[f"{code} {entry.requirement.scheme}"] * 2)


def _met(found: "Sequence[Bilingual]") -> Bilingual:
    shown = found[:_SHOWN_MET]
    more = " …" if len(found) > _SHOWN_MET else ""
    return say("command.gap.fail-on-met", found=Bilingual(", ".join(text.en for text in shown) + more, "、".join(text.zh for text in shown) + more))


def _found(entry: "RequirementVerdict") -> set[str]:
    found: set[str] = {entry.verdict}
    if entry.contains_duplicate:
        found.add("duplicate")
    if entry.contains_unknown:
        found.add("unknown")
    return found
