"""``mra portfolio report``: what a finished run says, for policy staff, for machines and on paper."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mra.commands.output import deliver, page_width, refuse_terminal
from mra.commands.session import Session, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Language

if TYPE_CHECKING:
    from mra.reports.portfolio.report import PortfolioReport

_FORMATS: Final = ("table", "json", "csv", "md", "html")
_DOCUMENTS: Final = ("xlsx", "pdf")
_RATE: Final = re.compile(r"\s*([A-Za-z]{3})\s*[=＝]\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*")


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.portfolio.report.{key}").read(language)

    @click.command("report", help=text("help"), epilog=text("epilog"))
    @click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar=text("folder.form"))
    @click.option("--format", "format_name", type=click.Choice([*_FORMATS, *_DOCUMENTS]), default="table", show_default=True, help=text("format"))
    @click.option("--output", "-o", metavar=say("command.gap.output.form").read(language), help=say("command.gap.output").read(language))
    @click.option("--rate", "rates", multiple=True, metavar=text("rate.form"), help=text("rate"))
    @common(language)
    @pass_session
    def report(session: Session, run: Path, format_name: str, output: str | None, rates: tuple[str, ...]) -> None:
        render, given = _renderer(format_name, output), _rates(rates)
        deliver(render(_report(session, run, given), language), output, exact=format_name != "table")

    return report


def _renderer(format_name: str, output: str | None) -> "Callable[[PortfolioReport, Language], str | bytes]":
    if format_name in _DOCUMENTS:
        refuse_terminal(format_name, output)
        from mra.reports.portfolio import PORTFOLIO_DOCUMENTS

        return PORTFOLIO_DOCUMENTS[format_name]
    if format_name == "table":
        from mra.reports.portfolio.text_report import render

        return partial(render, width=page_width(output))
    from mra.reports.portfolio import PORTFOLIO_RENDERERS

    return PORTFOLIO_RENDERERS[format_name]


def _rates(texts: Sequence[str]) -> Mapping[str, Decimal]:
    """What one unit of each currency is worth. Raises ``InputError`` for what is no rate."""
    found: dict[str, Decimal] = {}
    for text in texts:
        match = _RATE.fullmatch(text)
        if match is None or not Decimal(match[2]) or match[1].upper() in found:
            raise InputError(say("command.portfolio.report.no-rate", text=text))
        found[match[1].upper()] = Decimal(match[2])
    return found


def _report(session: Session, folder: Path, rates: Mapping[str, Decimal]) -> "PortfolioReport":
    from mra.gap.answer import open_answers
    from mra.portfolio.findings import read_findings
    from mra.reports.portfolio.report import PortfolioReport

    source = open_answers(session.location).source
    try:
        findings = read_findings(folder, source.knowledge)
    except ImportError:
        raise InputError(say("command.synthesize.extra")) from None
    if unused := sorted(set(rates) - {cost.currency for cost in findings.costs}):
        session.note(say("command.portfolio.report.rate-unused", currencies=", ".join(unused)))
    return PortfolioReport(findings=findings, directory=source.directory, knowledge=source.knowledge, integrity=source.integrity, rates=rates)
