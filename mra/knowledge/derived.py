"""What follows by definition, as look-ups by id; ``derive`` works it out, a release keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mra.model.standard import Relation


@dataclass(frozen=True, slots=True)
class Derived:
    """Closures over the graph, by id."""

    relations: Mapping[tuple[str, str], Relation] = field(default_factory=dict)
    groups_above: Mapping[str, frozenset[str]] = field(default_factory=dict)
    blocs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    successors: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def relation(self, one: str, other: str) -> Relation:
        """How edition ``one`` relates to edition ``other``; ``none`` where nothing connects them."""
        return "identical" if one == other else self.relations.get((one, other), "none")

    def ancestors(self, group: str) -> frozenset[str]:
        """``group`` and all product groups above it."""
        return self.groups_above.get(group, frozenset()) | {group}
