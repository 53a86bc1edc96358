"""Texts of data as documents may show them."""

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from mra.reports.layout import clean

__all__ = ["plain_values"]

T = TypeVar("T")


def plain_values(value: T) -> T:
    """``value`` with every text in it on one line and without signs that steer."""
    if isinstance(value, str):
        return " ".join(clean(value).split())  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(map(plain_values, value))  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: plain_values(getattr(value, part.name)) for part in fields(value)})
    return value
