"""Conditions on attributes of the product, the laboratory, the factory, the consignment …"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

Scalar = str | int | float | bool
Value = Scalar | tuple[Scalar, ...]
Attributes = Mapping[str, Value]

_NOTHING: frozenset[Scalar] = frozenset({"none", "false"})


class Match(Enum):
    """The outcome of a condition: it holds, it does not, or an attribute is not known."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


def _is_present(value: Scalar) -> bool:
    return value is not False and value not in _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """What one attribute must be: one of some values, inside a range, or none of some values.

    ``True`` asks for presence (``radio = true`` is some radio), ``False`` for absence (``none`` counts as absent).
    Numbers are in the unit that the attribute's name carries; both ends of a range are included.
    """

    __test__ = False

    any_of: tuple[Scalar, ...] = ()
    none_of: tuple[Scalar, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    def holds(self, value: Value) -> bool:
        """Whether ``value`` passes; of several values one that passes is enough (``bluetooth`` and ``nfc`` are not only ``bluetooth``)."""
        values = value if isinstance(value, tuple) else (value,)
        if self.none_of and all(any(self._equal(wanted, got) for wanted in self.none_of) for got in values):
            return False
        if self.any_of and not any(self._equal(wanted, got) for wanted in self.any_of for got in values):
            return False
        return (self.minimum is None and self.maximum is None) or any(self._in_range(got) for got in values)

    @staticmethod
    def _equal(wanted: Scalar, got: Scalar) -> bool:
        if isinstance(wanted, bool):
            return _is_present(got) is wanted
        return str(wanted).lower() == str(got).lower()

    def _in_range(self, got: Scalar) -> bool:
        if isinstance(got, (str, bool)):
            return False
        return (self.minimum is None or got >= self.minimum) and (self.maximum is None or got <= self.maximum)


@dataclass(frozen=True, slots=True)
class When:
    """Several tests, all of which must hold."""

    tests: tuple[tuple[str, Test], ...] = ()

    def match(self, attributes: Attributes) -> Match:
        """Judge ``attributes``; a known failure beats an attribute that is not known."""
        outcome = Match.YES
        for name, test in self.tests:
            if name not in attributes:
                outcome = Match.UNDECIDED
            elif not test.holds(attributes[name]):
                return Match.NO
        return outcome

    def unknown(self, attributes: Attributes) -> tuple[str, ...]:
        """Names of the attributes that are asked for and not given."""
        return tuple(name for name, _ in self.tests if name not in attributes)

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes asked for."""
        return tuple(name for name, _ in self.tests)


NO_CONDITION = When()
