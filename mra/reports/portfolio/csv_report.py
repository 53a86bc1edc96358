"""The duplicates as a table for spreadsheets: one row a requirement, also those without a duplicate."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from mra.model.cell import safe
from mra.model.sheet import VERDICTS
from mra.model.text import Language
from mra.portfolio.found import SchemeFinding
from mra.reports.portfolio.report import PortfolioReport
from mra.reports.portfolio.speaker import Speaker

__all__ = ["render"]

_BEFORE: Final = ("economy", "market", "scheme-id", "scheme", "counts-in", "again", "again-in-part")
_AFTER: Final = ("with-fee", "cost", "file", "day", "knowledge", "disclaimer")


def render(report: PortfolioReport, language: Language) -> str:
    """With a byte order mark and CRLF, as Excel wants it; every cell is quoted, so that codes stay text."""
    speaker = Speaker(report, language)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    verdicts = [speaker.label("verdict", verdict) for verdict in VERDICTS]
    writer.writerow([*(speaker.head(key).text for key in _BEFORE), *verdicts, *(speaker.head(key).text for key in _AFTER)])
    writer.writerows([safe(cell) for cell in _row(speaker, scheme)] for scheme in report.findings.schemes)
    return "\ufeff" + buffer.getvalue()


def _row(speaker: Speaker, scheme: SchemeFinding) -> Iterator[str]:
    """Numbers without separators: programs read them."""
    report, run = speaker.report, speaker.report.findings.run
    economy = report.economy(scheme.requirement)
    yield from (economy, speaker.market(economy).text, scheme.requirement, speaker.scheme(scheme.requirement).text, " ".join(scheme.markets))
    yield from map(str, (scheme.again, scheme.again_in_part, *(scheme.verdicts[verdict] for verdict in VERDICTS), scheme.with_fee))
    yield "; ".join(f"{currency} {amount}" for currency, amount in report.amounts(scheme.costs).items())
    yield from (run.file, run.as_of.isoformat(), run.knowledge, speaker.say("report.disclaimer"))
