"""The form of a record: which keys it has, of which type, and what they refer to.

A form turns the raw TOML value into the value of the model and notes every problem on the way; all problems of a file are
found in one reading. What a key refers to is noted too and looked up when everything has been read.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from mra.knowledge.positions import Path, nearest_line
from mra.language import say
from mra.model.condition import Scalar, Test, When
from mra.model.problem import Problem
from mra.model.text import Bilingual


@dataclass(frozen=True, slots=True)
class Reference:
    """The value ``id`` at ``path`` of ``file`` names something of ``kind``."""

    kind: str
    id: str
    file: str
    path: Path
    line: int


@dataclass(slots=True)
class Reading:
    """One file being read: where its keys stand, and what was found wrong or referred to."""

    file: str
    lines: dict[Path, int]
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line on which ``path`` stands."""
        return nearest_line(self.lines, path)

    def problem(self, code: str, path: Path, value: object, **values: object) -> None:
        """Note a problem; ``code`` is a key of the catalogue that has a twin ending in ``.remedy``."""
        name = dotted(path)
        values = {"field": name, "value": value, **values}
        self.problems.append(
            Problem(
                code=code,
                file=self.file,
                line=self.line(path),
                field=name,
                value=str(value),
                message=say(f"check.{code}", **values),
                remedy=say(f"check.{code}.remedy", **values),
            )
        )


def read_text(file: FilePath, reading: Reading) -> str | None:
    """The text of a file; ``None`` after noting that it is not plain UTF-8 (a byte order mark would stand before the first key)."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        text = "\ufeff"
    if text.startswith("\ufeff"):
        reading.lines[("text",)] = 1
        reading.problem("not-utf8", ("text",), file.name)
        return None
    return text


def dotted(path: Path) -> str:
    """A path as a person reads it: ``route[2].element[1].topic``, counted from 1."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


class Form:
    """What a value must look like; ``read`` returns the model's value, or ``None`` after noting a problem."""

    def read(self, value: Any, path: Path, reading: Reading) -> Any:
        """Read ``value`` at ``path``."""
        raise NotImplementedError


@dataclass(frozen=True)
class Word(Form):
    """A non-empty string, matching ``pattern`` if there is one."""

    pattern: str = r"(?s).*\S.*"

    def read(self, value: Any, path: Path, reading: Reading) -> str | None:
        if not isinstance(value, str):
            reading.problem("wrong-type", path, value, wanted=say("type.text"))
        elif not re.fullmatch(self.pattern, value):
            reading.problem("wrong-pattern", path, value, pattern=self.pattern)
        else:
            return value
        return None


@dataclass(frozen=True)
class Plain(Form):
    """A truth value, whole number or date."""

    type: type

    def read(self, value: Any, path: Path, reading: Reading) -> Any:
        if type(value) is self.type:
            return value
        reading.problem("wrong-type", path, value, wanted=say(f"type.{self.type.__name__}"))
        return None


@dataclass(frozen=True)
class Choice(Form):
    """One of the concepts of a list, by its notation."""

    scheme: str
    keywords: frozenset[str] = frozenset()

    def read(self, value: Any, path: Path, reading: Reading) -> str | None:
        if not isinstance(value, str):
            reading.problem("wrong-type", path, value, wanted=say("type.text"))
            return None
        if value in self.keywords:
            return value
        reading.references.append(Reference(f"concept:{self.scheme}", value, reading.file, path, reading.line(path)))
        return value


@dataclass(frozen=True)
class Ref(Form):
    """The id of another record of ``kind``; ``through`` turns what is written into the id."""

    kind: str
    through: Callable[[str], str] | None = None
    keywords: frozenset[str] = frozenset()

    def read(self, value: Any, path: Path, reading: Reading) -> str | None:
        if not isinstance(value, str):
            reading.problem("wrong-type", path, value, wanted=say("type.text"))
            return None
        if value in self.keywords:
            return value
        identifier = self.through(value) if self.through else value
        reading.references.append(Reference(self.kind, identifier, reading.file, path, reading.line(path)))
        return identifier


@dataclass(frozen=True)
class Text(Form):
    """A text in both languages."""

    def read(self, value: Any, path: Path, reading: Reading) -> Bilingual | None:
        if not isinstance(value, dict) or set(value) != {"en", "zh"} or not all(isinstance(part, str) and part.strip() for part in value.values()):
            reading.problem("not-bilingual", path, value)
            return None
        return Bilingual(value["en"], value["zh"])


@dataclass(frozen=True)
class Many(Form):
    """A list of values of one form, read as a tuple."""

    item: Form

    def read(self, value: Any, path: Path, reading: Reading) -> tuple[Any, ...]:
        if not isinstance(value, list):
            reading.problem("wrong-type", path, value, wanted=say("type.list"))
            return ()
        read = [self.item.read(part, (*path, position), reading) for position, part in enumerate(value)]
        return tuple(part for part in read if part is not None)


@dataclass(frozen=True)
class Conditional(Form):
    """A ``when`` table: attributes and what they must be."""

    def read(self, value: Any, path: Path, reading: Reading) -> When | None:
        if not isinstance(value, dict):
            reading.problem("wrong-type", path, value, wanted=say("type.table"))
            return None
        tests = []
        for name, wanted in _flat(value):
            reading.references.append(Reference("concept:attribute", name, reading.file, (*path, name), reading.line((*path, name))))
            if test := self._test(wanted, (*path, name), reading):
                tests.append((name, test))
        return When(tuple(tests))

    @staticmethod
    def _test(wanted: Any, path: Path, reading: Reading) -> Test | None:
        bounds = [wanted[name] for name in ("min", "max") if name in wanted] if isinstance(wanted, dict) else []
        values = _scalars(wanted.get("not", []) if isinstance(wanted, dict) else wanted)
        if (not values and not bounds) or any(isinstance(bound, bool) or not isinstance(bound, (int, float)) for bound in bounds):
            reading.problem("wrong-type", path, wanted, wanted=say("type.condition"))
            return None
        if isinstance(wanted, dict):
            return Test(none_of=values, minimum=wanted.get("min"), maximum=wanted.get("max"))
        return Test(any_of=values)


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """``{lab = {country = "CN"}}`` and ``{"lab.country" = "CN"}`` are the same."""
    flat: list[tuple[str, Any]] = []
    for name, value in table.items():
        if isinstance(value, dict) and not set(value) <= {"min", "max", "not"}:
            flat.extend(_flat(value, f"{prefix}{name}."))
        else:
            flat.append((f"{prefix}{name}", value))
    return flat


def _scalars(value: Any) -> tuple[Scalar, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(part for part in values if isinstance(part, (str, int, float, bool)))


@dataclass(frozen=True)
class Open(Form):
    """A table of attributes with plain values (the defaults of a product group)."""

    def read(self, value: Any, path: Path, reading: Reading) -> dict[str, Any]:
        if not isinstance(value, dict):
            reading.problem("wrong-type", path, value, wanted=say("type.table"))
            return {}
        flat = _flat(value)
        for name, part in flat:
            reading.references.append(Reference("concept:attribute", name, reading.file, (*path, name), reading.line((*path, name))))
            if not _scalars(part) or (isinstance(part, list) and len(_scalars(part)) < len(part)):
                reading.problem("wrong-type", (*path, name), part, wanted=say("type.value"))
        return {name: tuple(part) if isinstance(part, list) else part for name, part in flat}


@dataclass(frozen=True)
class Table(Form):
    """A table with named keys. ``build`` makes the model's value of the read keys; keys that end in ``!`` are required."""

    keys: Mapping[str, Form]
    build: Callable[[dict[str, Any]], Any] = dict

    def form_of(self, key: str) -> Form | None:
        """The form of ``key``, if the table has it."""
        return self.keys.get(key) or self.keys.get(f"{key}!")

    def read(self, value: Any, path: Path, reading: Reading) -> Any:
        if not isinstance(value, dict):
            reading.problem("wrong-type", path, value, wanted=say("type.table"))
            return None
        before = len(reading.problems)
        read = {key: self._key(key, part, path, reading) for key, part in value.items()}
        for key in self.keys:
            if key.endswith("!") and key[:-1] not in value:
                reading.problem("missing-key", (*path, key[:-1]), "")
        if len(reading.problems) > before:
            return None
        try:
            return self.build(read)
        except ValueError as error:
            reading.problem("contradiction", path, error)
            return None

    def _key(self, key: str, part: Any, path: Path, reading: Reading) -> Any:
        form = self.form_of(key)
        if form is None:
            allowed = ", ".join(sorted(name.rstrip("!") for name in self.keys))
            reading.problem("unknown-key", (*path, key), key, allowed=allowed)
            return None
        return form.read(part, (*path, key), reading)


DAY = Plain(datetime.date)
FLAG = Plain(bool)
NUMBER = Plain(int)
WORD = Word()
TEXT = Text()
TEXTS = Many(TEXT)
WORDS = Many(WORD)
SOURCES = Many(Ref("source"))
