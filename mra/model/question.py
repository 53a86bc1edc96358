"""What is asked: a product with its attributes, on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mra.model.condition import Attributes, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A product group, the attributes that somebody gave, the group's own defaults, and the day of placing on the market."""

    product: str
    as_of: date
    given: Mapping[str, Value] = field(default_factory=dict)
    defaults: Mapping[str, Value] = field(default_factory=dict)

    @property
    def attributes(self) -> Attributes:
        """The given attributes over the defaults."""
        return {**self.defaults, **self.given}

    def is_assumed(self, name: str) -> bool:
        """Whether the value of ``name`` is only the group's default."""
        return name in self.defaults and name not in self.given
