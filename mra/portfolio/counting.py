"""Count what a run left: certificates, markets, schemes, groups, enterprises, refused rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc

from mra.model.sheet import VERDICTS
from mra.model.text import Bilingual
from mra.portfolio.columns import CERTIFICATE_ROWS, CUBE_ROWS, ENTERPRISE_ROWS, PRODUCT_ROWS, REFUSED_ROWS
from mra.portfolio.found import Cost, EnterpriseFinding, GroupFinding, MarketFinding, Refusal, SchemeFinding, Standing, Tally
from mra.portfolio.results import columns_of

if TYPE_CHECKING:
    import pandas as pd

_HELD: Final = ("kind", "product", "usable", "why")
#: How many certificates are of one kind, for one product, usable or not, and why.
Held = Counter[tuple[str, ...]]


def certificates_of(folder: Path) -> Held:
    """The judged certificates, counted."""
    found: Held = Counter()
    for table in columns_of(folder, CERTIFICATE_ROWS, _HELD):
        for row in table.group_by(list(_HELD)).aggregate([([], "count_all")]).to_pylist():
            found[tuple(row[name] for name in _HELD)] += row["count_all"]
    return found


def held_by(column: Literal["kind", "product", "usable"], certificates: Held) -> Counter[str]:
    """How many certificates there are by one of the columns."""
    found: Counter[str] = Counter()
    for key, count in certificates.items():
        found[key[_HELD.index(column)]] += count
    return found


def standings_of(certificates: Held) -> tuple[Standing, ...]:
    """The criteria that certificates fail, those that exclude most first."""
    unusable: Counter[str] = Counter()
    doubtful: Counter[str] = Counter()
    for (_, _, usable, why), count in certificates.items():
        for criterion in filter(None, why.split(";")):
            (unusable if usable == "no" else doubtful)[criterion] += count
    names = sorted({*unusable, *doubtful}, key=lambda name: (-unusable[name], -doubtful[name], name))
    return tuple(Standing(criterion=name, unusable=unusable[name], doubtful=doubtful[name]) for name in names)


def cube_of(file: Path) -> "pd.DataFrame":
    """The outcomes of mandatory requirements of a whole market, counted."""
    table = _parquet(file, CUBE_ROWS)
    cube: pd.DataFrame = table.filter(pc.field("mandatory") & ~pc.field("regional")).to_pandas()
    return cube


def products_of(file: Path) -> "pd.DataFrame":
    """The same by product group and market."""
    products: pd.DataFrame = _parquet(file, PRODUCT_ROWS).to_pandas()
    return products


def _parquet(file: Path, schema: pa.Schema) -> pa.Table:
    from pyarrow import parquet

    plain = pa.schema([(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type) for field in schema])
    return parquet.read_table(file, columns=schema.names).cast(plain)


def _tally(table: "pd.DataFrame") -> Tally:
    counts = table.groupby("verdict", sort=False)["certificates"].sum()
    return {verdict: int(counts.get(verdict, 0)) for verdict in VERDICTS}


def _again_in_part(table: "pd.DataFrame") -> int:
    return int(table.loc[table["contains_duplicate"] & (table["verdict"] != "duplicate"), "certificates"].sum())


def market_of(cube: "pd.DataFrame", market: str, coverage: Mapping[str, int]) -> MarketFinding:
    """The finding of one market."""
    table = cube[cube["market"] == market]
    named = table[table["requirement"] != ""]

    def with_some(*verdicts: str) -> set[str]:
        return set(named.loc[named["verdict"].isin(verdicts), "requirement"])

    recognized = with_some("recognized")
    return MarketFinding(
        market=market,
        coverage=coverage,
        verdicts=_tally(table),
        again_in_part=_again_in_part(table),
        requirements=len(with_some(*(verdict for verdict in VERDICTS if verdict != "not_required"))),
        recognized=len(recognized),
        partial=len(with_some("partial") - recognized),
    )


def schemes_of(cube: "pd.DataFrame", markets: Sequence[str], fees: Mapping[str, int], costs: Mapping[str, tuple[Cost, ...]]) -> tuple[SchemeFinding, ...]:
    """The findings of the requirements, most duplicates first; certificates meet with the same in every market that has the requirement."""
    found = []
    for name, table in cube[cube["requirement"] != ""].groupby("requirement"):
        having = set(table["market"])
        shown = tuple(market for market in markets if market in having)
        once = table[table["market"] == shown[0]]
        requirement = str(name)
        found.append(
            SchemeFinding(
                requirement=requirement,
                markets=shown,
                verdicts=_tally(once),
                again_in_part=_again_in_part(once),
                with_fee=fees.get(requirement, 0),
                costs=costs.get(requirement, ()),
            )
        )
    return tuple(sorted(found, key=lambda scheme: (-scheme.again, -scheme.again_in_part, scheme.requirement)))


def groups_of(table: "pd.DataFrame", column: Literal["kind", "product"], held: Mapping[str, int]) -> tuple[GroupFinding, ...]:
    """The findings by product group or kind of evidence, most duplicates first."""
    parts = dict(list(table.groupby(column)))
    found = [GroupFinding(key=key, certificates=held[key], verdicts=_tally(parts.get(key, table[:0]))) for key in held]
    return tuple(sorted(found, key=lambda group: (-group.verdicts["duplicate"], -group.certificates, group.key)))


def enterprises_of(file: Path) -> list[EnterpriseFinding]:
    """All enterprises, most duplicates first; one without a name stands for all certificates that name none."""
    rows = _csv(file, ENTERPRISE_ROWS.names)
    numbers = rows.drop(columns="enterprise").astype("int64")
    found = [
        EnterpriseFinding(name=name, certificates=row["certificates"], unusable=row["not_usable"], verdicts={verdict: row[verdict] for verdict in VERDICTS})
        for name, row in zip(rows["enterprise"], numbers.to_dict("records"), strict=True)
    ]
    return sorted(found, key=lambda entry: (-entry.verdicts["duplicate"], -entry.certificates, entry.name))


def refusals_of(file: Path) -> tuple[Refusal, ...]:
    """The rules that refused rows, those that refused most first."""
    rows = _csv(file, REFUSED_ROWS.names)
    found = [_refusal(str(rule), table) for rule, table in rows.groupby("rule")]
    return tuple(sorted(found, key=lambda refusal: (-refusal.rows, refusal.rule)))


def _refusal(rule: str, table: "pd.DataFrame") -> Refusal:
    first = table.iloc[0]
    remedies = Counter(zip(table["remedy_en"], table["remedy_zh"], strict=True))
    return Refusal(
        rule=rule,
        rows=len(table[["sheet", "row"]].drop_duplicates()),
        columns=tuple(sorted(set(table["column"]))),
        sheet=first["sheet"],
        row=int(first["row"]),
        message=Bilingual(first["message_en"], first["message_zh"]),
        remedy=Bilingual(*remedies.most_common(1)[0][0]),
    )


def _csv(file: Path, columns: Sequence[str]) -> "pd.DataFrame":
    """Every cell as text: an enterprise may be called ``NA``."""
    import pandas as pd

    return pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig", usecols=list(columns))
