"""The sentences of the summary: what was judged, what is done again and at what cost, what is recognised, what nobody has read."""

from collections.abc import Iterator
from typing import Final

from mra.model.sheet import VERDICTS
from mra.portfolio.found import PortfolioFindings, SchemeFinding
from mra.reports.portfolio.report import HOME
from mra.reports.portfolio.speaker import Speaker

_KEY: Final = "portfolio-report.summary"


def sentences(speaker: Speaker) -> Iterator[str]:
    """The summary, a sentence each."""
    found, say = speaker.report.findings, speaker.say
    run, usable, verdicts = found.run, found.usable, found.verdicts
    enterprises = say(f"{_KEY}.enterprises", count=found.enterprises) if found.enterprises else say(f"{_KEY}.nobody")
    yield say(f"{_KEY}.judged", certificates=run.judged, enterprises=enterprises, markets=len(run.markets), day=run.as_of)
    yield say(f"{_KEY}.usable", yes=usable["yes"], doubt=usable["unknown"], no=usable["no"], refused=run.refused)
    yield say(f"{_KEY}.again", again=verdicts["duplicate"], part=found.again_in_part)
    yield from _cost(speaker)
    yield say(f"{_KEY}.recognized", recognized=verdicts["recognized"], partial=verdicts["partial"])
    recognized = [scheme for scheme in found.schemes if scheme.verdicts["recognized"]]
    partial = [scheme for scheme in found.schemes if scheme.verdicts["partial"] and not scheme.verdicts["recognized"]]
    yield say(f"{_KEY}.items", requirements=sum(map(_applies, found.schemes)), items=len(recognized), partial=len(partial))
    yield from _unread(speaker)


def _applies(scheme: SchemeFinding) -> bool:
    return any(scheme.verdicts[verdict] for verdict in VERDICTS if verdict != "not_required")


def _cost(speaker: Speaker) -> Iterator[str]:
    """What the duplicates cost at least; where no fee is recorded that is said, and no amount."""
    found = speaker.report.findings
    again = found.verdicts["duplicate"]
    if not again:
        return
    if not found.with_fee:
        yield speaker.say(f"{_KEY}.no-fee", again=again)
        return
    amounts = speaker.amount(found.costs)
    yield (
        speaker.say(f"{_KEY}.cost", amounts=amounts, fees=found.with_fee, again=again)
        if amounts
        else speaker.say(f"{_KEY}.spared", fees=found.with_fee, again=again)
    )
    if used := sorted({cost.currency for cost in found.costs} & set(speaker.report.rates)):
        rates = speaker.listed(f"1 {currency} = {speaker.report.rates[currency]} {HOME}" for currency in used)
        yield speaker.say(f"{_KEY}.rates", rates=rates)


def _unread(speaker: Speaker) -> Iterator[str]:
    """For how many certificates, a market each, the requirements were not all read."""
    markets = speaker.report.findings.markets
    if unread := sum(market.coverage["unknown"] for market in markets):
        yield speaker.say(f"{_KEY}.unread", count=unread, all=pairs(speaker.report.findings))


def pairs(found: PortfolioFindings) -> int:
    """Certificates times markets."""
    return sum(sum(market.coverage.values()) for market in found.markets)
