"""What duplicates cost at least, from the published fees that stand beside them."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from mra.portfolio.columns import VERDICT_ROWS
from mra.portfolio.found import Cost, summed
from mra.portfolio.results import columns_of

_VERDICT: Final = pc.field("verdict").cast(pa.string())
_BETTER: Final = _VERDICT.isin(["recognized", "partial"])
_PAID: Final = (_VERDICT == "duplicate") & pc.field("cost_low").is_valid()
#: What is paid once, however many certificates an enterprise has.
_TASK: Final = ["enterprise", "product", "requirement"]
_Task = tuple[str, str, str]


def lowest_costs(folder: Path) -> tuple[dict[str, int], dict[str, tuple[Cost, ...]]]:
    """By requirement, for how many duplicates in a market a fee is recorded, and what the duplicates cost at least.

    ``folder`` holds the rows of the verdicts. Each enterprise, product group and requirement is paid once, at the lowest fee, and not at all where another
    certificate of that enterprise for such a product is recognised, if only in part. Without any fee both are empty.
    """
    if not _has_fees(folder):
        return {}, {}
    fees = _with_fee(folder)
    return fees, _costs(folder, sorted(fees))


def _has_fees(folder: Path) -> bool:
    """Whether any row states a fee; the one column is quickly read."""
    return any(table["cost_low"].null_count < table.num_rows for table in columns_of(folder, VERDICT_ROWS, ["cost_low"]))


def _with_fee(folder: Path) -> dict[str, int]:
    """By requirement the duplicates with a fee, in the market that has the most: the others have the same certificates."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for table in columns_of(folder, VERDICT_ROWS, ["requirement", "market", "mandatory", "regional", "verdict", "cost_low"]):
        paid = _counted(table).filter(_PAID)
        for row in paid.group_by(["requirement", "market"]).aggregate([([], "count_all")]).to_pylist():
            found[row["requirement"], row["market"]] += row["count_all"]
    most: dict[str, int] = {}
    for (requirement, _), count in found.items():
        most[requirement] = max(count, most.get(requirement, 0))
    return most


def _costs(folder: Path, requirements: list[str]) -> dict[str, tuple[Cost, ...]]:
    fees: dict[_Task, dict[str, Decimal]] = defaultdict(dict)
    spared: set[_Task] = set()
    for table in columns_of(folder, VERDICT_ROWS, [*_TASK, "mandatory", "regional", "verdict", "cost_low", "currency"]):
        counted = _counted(table).filter(pc.field("requirement").cast(pa.string()).isin(requirements))
        better = counted.filter(_BETTER)
        spared |= {_task(row) for row in better.group_by(_TASK).aggregate([]).to_pylist()}
        paid = counted.filter(_PAID)
        for row in paid.group_by([*_TASK, "currency"]).aggregate([("cost_low", "min")]).to_pylist():
            fee, known = Decimal(str(row["cost_low_min"])), fees[_task(row)]
            known[row["currency"]] = min(fee, known.get(row["currency"], fee))
    costs: dict[str, list[Cost]] = defaultdict(list)
    for task in sorted(set(fees) - spared):
        currency, fee = min(fees[task].items())
        costs[task[2]].append(Cost(currency=currency, low=fee, tasks=1))
    return {requirement: summed(found) for requirement, found in costs.items()}


def _counted(table: pa.Table) -> pa.Table:
    """Mandatory requirements of a whole market."""
    return table.filter(pc.field("mandatory") & ~pc.field("regional"))


def _task(row: dict[str, str]) -> _Task:
    return row["enterprise"], row["product"], row["requirement"]
