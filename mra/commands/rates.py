"""Rates of exchange on the command line: what one unit of a currency is worth, on the day that the user names."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from mra.errors import InputError
from mra.language import say
from mra.model.text import Language

if TYPE_CHECKING:
    from mra.model.cost import Rates
    from mra.model.report import GapReport
    from mra.model.text import Bilingual

F = TypeVar("F", bound=Callable[..., Any])
_RATE: Final = re.compile(r"([A-Za-z]{3})=(\d+(?:\.\d+)?)")


def rate_options(language: Language) -> Callable[[F], F]:
    """The options ``--rate`` and ``--rate-day``."""

    def text(key: str) -> str:
        return say(f"command.{key}").read(language)

    def decorate(function: F) -> F:
        function = click.option("--rate-day", metavar=text("gap.as-of.form"), help=text("rate-day"))(function)
        return click.option("--rate", "rate", multiple=True, metavar=text("rate.form"), help=text("rate"))(function)

    return decorate


def stated_rates(texts: Sequence[str], day: str | None) -> "Rates | None":
    """The rates that were given, and their day. Raises ``InputError`` for what is no rate, and where one is given without the other."""
    found: dict[str, float] = {}
    for text in (part.strip() for option in texts for part in re.split(r"[,，]", option)):
        match = _RATE.fullmatch(text)
        currency = match[1].upper() if match else ""
        if match is None or not float(match[2]) or currency in found or currency == "CNY":
            raise InputError(say("command.rate.wrong", text=text))
        found[currency] = float(match[2])
    if bool(found) != (day is not None):
        raise InputError(say("command.rate.day-missing" if found else "command.rate.missing"))
    if day is None:
        return None
    from mra.gap.request import parse_day
    from mra.model.cost import Rates

    return Rates(day=parse_day(day), worth=found)


def unneeded(report: "GapReport") -> "list[Bilingual]":
    """A remark on rates for currencies in which no fee of the report is published."""
    if report.rates is None:
        return []
    entries = (entry for destination in report.destinations for entry in destination.requirements)
    used = {figure.unit for entry in entries for route in entry.routes for element in route.elements for figure in element.element.figures}
    idle = sorted(set(report.rates.worth) - used)
    return [say("command.rate.unneeded", currencies=", ".join(idle))] if idle else []
