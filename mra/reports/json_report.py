"""The report for machines: the contract as JSON."""

import json

from mra.model.report import GapReport
from mra.model.text import Language
from mra.reports.contract import as_contract

__all__ = ["render"]


def render(report: GapReport, language: Language = "en") -> str:
    """The contract's JSON; it holds both languages, so ``language`` changes nothing."""
    return json.dumps(as_contract(report), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
