"""Values of the model as JSON and back, by their type annotations."""

import hashlib
import json
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

#: Raised whenever what is written here changes its form.
FORMAT: Final = 2


@cache
def program(*more: str) -> str:
    """A short name of the program that judges and words a release: another one may judge the same knowledge otherwise.

    ``more``: other packages on which a result rests.
    """
    package, digest = Path(__file__).parent.parent, hashlib.sha256()
    for part in ("model", "knowledge", "recognition", "gap", "release", "catalogue", *more):
        for file in sorted((package / part).iterdir()):
            if file.suffix in (".py", ".json"):
                digest.update(f"{part}/{file.name}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def encode(value: Any) -> str:
    """``value`` as compact JSON with sorted keys, the same bytes for the same value; fields at their default are left out."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(part) for field in fields(value) if (part := getattr(value, field.name)) not in ((), None) and part != field.default}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def decode(kind: type[T], text: str) -> T:
    """The value of type ``kind`` that ``encode`` made ``text`` of."""
    return revive(kind, json.loads(text))


def revive(kind: type[T], plain: Any) -> T:
    """The value of type ``kind`` out of the plain JSON value that stands for it."""
    made: T = _reader(cast(Hashable, kind))(plain)
    return made


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal or kind in (str, int, float, bool, Any):
        return lambda value: value
    if origin in (Union, types.UnionType):
        return _union(arguments)
    if origin is tuple and arguments[-1] is not ...:
        items = [_reader(argument) for argument in arguments]
        return lambda value: tuple(item(part) for item, part in zip(items, value, strict=True))
    if origin is tuple:
        each = _reader(arguments[0])
        return lambda value: tuple(each(part) for part in value)
    if origin is not None and issubclass(origin, Mapping):
        content = _reader(arguments[1])
        return lambda value: {key: content(part) for key, part in value.items()}
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _dataclass(kind)


def _union(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    """``X | None``; or scalars and tuples of scalars, which JSON tells apart."""
    others = [argument for argument in arguments if argument is not types.NoneType]
    if len(others) == 1:
        inner = _reader(others[0])
        return lambda value: None if value is None else inner(value)
    return lambda value: tuple(value) if isinstance(value, list) else value


def _dataclass(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    empty = {field.name: () if get_origin(hints[field.name]) is tuple else None for field in fields(kind)}

    def make(value: dict[str, Any]) -> Any:
        given = {name: readers[name](part) for name, part in value.items()}
        for field in fields(kind):
            if field.name not in given and field.default is field.default_factory:  # both MISSING: a required field that was empty
                given[field.name] = empty[field.name]
        return kind(**given)

    return make
