"""Read a finished run back into the findings of its report."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from mra.errors import InputError
from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.usability import USABLE
from mra.portfolio.found import FinishedRun, PortfolioFindings, Refusal

__all__ = ["PortfolioFindings", "read_findings"]

#: How many enterprises with the most duplicates a report names.
MOST_DUPLICATES: Final = 20
T = TypeVar("T")


def read_findings(folder: Path, knowledge: Knowledge) -> PortfolioFindings:
    """The findings of the finished run in ``folder``, which ``knowledge`` judged.

    Raises ``InputError`` if the folder holds no finished run, one by another knowledge base, or one of which something is missing.
    """
    from mra.portfolio import counting
    from mra.portfolio.costs import lowest_costs
    from mra.portfolio.coverage import certificates_by_coverage
    from mra.portfolio.run import MANIFEST
    from mra.portfolio.summary import CUBE, ENTERPRISES, PRODUCTS, REFUSED

    run = _run(folder, MANIFEST, knowledge.fingerprint)
    certificates = _sound(folder / "certificates", counting.certificates_of)
    refusals = _sound(folder / REFUSED, counting.refusals_of)
    _compare(folder, run, certificates.total(), refusals)
    cube = _sound(folder / CUBE, counting.cube_of)
    products = _sound(folder / PRODUCTS, counting.products_of)
    held = counting.held_by("product", certificates)
    fees, costs = _sound(folder / "verdicts", lowest_costs)
    enterprises = _sound(folder / ENTERPRISES, counting.enterprises_of)
    usable = counting.held_by("usable", certificates)
    return PortfolioFindings(
        run=run,
        enterprises=sum(bool(entry.name) for entry in enterprises),
        unnamed=sum(entry.certificates for entry in enterprises if not entry.name),
        usable={word: usable[word] for word in USABLE},
        standings=counting.standings_of(certificates),
        refusals=refusals,
        markets=tuple(counting.market_of(cube, market, certificates_by_coverage(knowledge, market, run.as_of, held)) for market in run.markets),
        schemes=counting.schemes_of(cube, run.markets, fees, costs),
        products=counting.groups_of(products, "product", held),
        kinds=counting.groups_of(cube, "kind", counting.held_by("kind", certificates)),
        most_duplicates=tuple(entry for entry in enterprises if entry.name and entry.verdicts["duplicate"])[:MOST_DUPLICATES],
    )


def _run(folder: Path, manifest: str, fingerprint: str) -> FinishedRun:
    """What the manifest says. Raises ``InputError`` where a report on the run would be none, or wrong."""
    try:
        found = json.loads((folder / manifest).read_text(encoding="utf-8"))
        is_finished, names = found["finished"] is True, [*FinishedRun.__dataclass_fields__]
        stated = {name: found[name] for name in names if is_finished or name == "knowledge"}
        if is_finished:
            run = FinishedRun(**{**stated, "as_of": date.fromisoformat(stated["as_of"]), "markets": tuple(stated["markets"])})
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(say("findings.no-run", folder=folder)) from None
    if not is_finished:
        raise InputError(say("findings.unfinished", folder=folder))
    if run.knowledge != fingerprint:
        raise InputError(say("findings.other-knowledge", folder=folder, made=run.knowledge, ours=fingerprint))
    return run


def _compare(folder: Path, run: FinishedRun, judged: int, refusals: tuple[Refusal, ...]) -> None:
    """See that the results are those that the manifest states: files may have been taken away."""
    if judged != run.judged or bool(refusals) != bool(run.refused):
        raise InputError(say("findings.incomplete", folder=folder, found=judged, stated=run.judged))


def _sound(place: Path, read: Callable[[Path], T]) -> T:
    """What ``read`` makes of a file or folder of the run. Raises ``InputError`` if it is not as a run leaves it."""
    try:
        return read(place)
    except (OSError, ValueError, KeyError) as error:  # errors of Arrow and pandas are of these kinds
        raise InputError(say("findings.unreadable", file=place, reason=" ".join(str(error).split()))) from None
