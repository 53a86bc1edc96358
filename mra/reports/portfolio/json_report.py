"""The report on a portfolio for machines: everything that was found, named in both languages (``docs/portfolio.md``)."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from mra.language import say
from mra.model.source import Source
from mra.model.text import Bilingual, Language
from mra.portfolio.found import Cost, MarketFinding, SchemeFinding
from mra.recognition.applicability import market_label
from mra.reports.portfolio.report import HOME, PortfolioReport

__all__ = ["SCHEMA", "render"]

SCHEMA: Final = "mra-portfolio-report/1"


def render(report: PortfolioReport, language: Language) -> str:
    """Both languages stand in it, so ``language`` changes nothing."""
    return json.dumps(_plain(report), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _plain(report: PortfolioReport) -> dict[str, Any]:
    found = report.findings
    run = {**asdict(found.run), "as_of": found.run.as_of.isoformat(), "markets": list(found.run.markets)}
    enterprises = [
        {"name": entry.name, "certificates": entry.certificates, "not_usable": entry.unusable, "verdicts": dict(entry.verdicts)}
        for entry in found.most_duplicates
    ]
    return {
        "schema": SCHEMA,
        "as_of": run.pop("as_of"),
        "kb_version": run.pop("knowledge"),
        "disclaimer": say("report.disclaimer").as_dict(),
        "run": run,
        "summary": _summary(report),
        "markets": [_market(report, market) for market in found.markets],
        "schemes": [_scheme(report, scheme) for scheme in found.schemes],
        "products": [_group(report.directory.groups[entry.key].label, asdict(entry)) for entry in found.products],
        "kinds": [_group(report.directory.kinds[entry.key], asdict(entry)) for entry in found.kinds],
        "enterprises": enterprises,
        "certificates": [
            {**asdict(entry), "effect": report.integrity.by_id[entry.criterion].effect, "message": report.integrity.by_id[entry.criterion].message.as_dict()}
            for entry in found.standings
        ],
        "refused": [
            {**asdict(entry), "columns": list(entry.columns), "message": entry.message.as_dict(), "remedy": entry.remedy.as_dict()} for entry in found.refusals
        ],
        "sources": {name: _source(report.knowledge.sources[name]) for scheme in found.schemes for name in _sources(report, scheme)},
    }


def _summary(report: PortfolioReport) -> dict[str, Any]:
    found = report.findings
    return {
        "enterprises": found.enterprises,
        "certificates_without_enterprise": found.unnamed,
        "certificates": dict(found.usable),
        "verdicts": dict(found.verdicts),
        "again_in_part": found.again_in_part,
        "recognized_items": sum(bool(scheme.verdicts["recognized"]) for scheme in found.schemes),
        "with_fee": found.with_fee,
        "costs": _costs(report, found.costs),
        "rates": {currency: f"{rate} {HOME}" for currency, rate in sorted(report.rates.items())},
    }


def _market(report: PortfolioReport, market: MarketFinding) -> dict[str, Any]:
    plain = asdict(market)
    names = {"market": plain.pop("market"), "label": market_label(report.knowledge, market.market).as_dict()}
    return {**names, "recognized_items": plain.pop("recognized"), "partial_items": plain.pop("partial"), **plain}


def _scheme(report: PortfolioReport, scheme: SchemeFinding) -> dict[str, Any]:
    return {
        "requirement": scheme.requirement,
        "label": report.knowledge.schemes[scheme.requirement].label.as_dict(),
        "economy": report.economy(scheme.requirement),
        "markets": list(scheme.markets),
        "verdicts": dict(scheme.verdicts),
        "again": scheme.again,
        "again_in_part": scheme.again_in_part,
        "with_fee": scheme.with_fee,
        "costs": _costs(report, scheme.costs),
        "sources": _sources(report, scheme),
    }


def _sources(report: PortfolioReport, scheme: SchemeFinding) -> list[str]:
    """The sources of a requirement with duplicates."""
    record = report.knowledge.schemes[scheme.requirement]
    return list(dict.fromkeys((*record.legal_basis, *record.sources))) if scheme.again or scheme.again_in_part else []


def _costs(report: PortfolioReport, costs: tuple[Cost, ...]) -> dict[str, int] | None:
    """Whole units by currency; ``null`` where no amount is known, which is not zero."""
    return {currency: int(amount) for currency, amount in report.amounts(costs).items()} or None


def _group(label: Bilingual, plain: dict[str, Any]) -> dict[str, Any]:
    return {"id": plain.pop("key"), "label": label.as_dict(), **plain}


def _source(source: Source) -> Mapping[str, Any]:
    published = source.published.isoformat() if source.published else None
    plain = {"title": source.title.as_dict(), "publisher": source.publisher, "tier": source.tier, "address": source.address}
    return {**plain, "published": published, "checked": source.checked.isoformat(), "confidence": source.trust}
