"""JSON from outside: strict and bounded. A key that stands twice could mean one thing to the signer and another to the reader."""

import json
import re
from typing import Final, NoReturn, TypeAlias

from mra.errors import InputError
from mra.language import say

__all__ = ["Json", "JsonObject", "read_json"]

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]

MOST_BYTES: Final = 8_000_000
DEEPEST: Final = 60
#: Strings are skipped whole, so that brackets inside them are not counted; nothing here can backtrack.
_SIGNS: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


class _Refused(ValueError):
    def __init__(self, code: str, value: str) -> None:
        super().__init__(code)
        self.code = code
        self.value = value


def read_json(data: bytes, name: str) -> Json:
    """The value in a JSON text in UTF-8; ``name`` is the file in messages.

    Raises ``InputError``: not UTF-8, not JSON, a key twice, not-a-number, too large or too deep.
    """
    if len(data) > MOST_BYTES:
        raise InputError(say("json.too-large", file=name, most=MOST_BYTES // 1_000_000))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(say("json.wrong-encoding", file=name)) from None
    _check_depth(text, name)
    try:
        value: Json = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_number)
    except json.JSONDecodeError as error:
        raise InputError(say("json.malformed", file=name, line=error.lineno, column=error.colno)) from None
    except _Refused as refused:
        raise InputError(say(f"json.{refused.code}", file=name, value=refused.value)) from None
    except ValueError:  # a whole number of more digits than Python converts
        raise InputError(say("json.no-number", file=name, value="…")) from None
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # half of a pair of surrogates
        raise InputError(say("json.wrong-encoding", file=name)) from None
    return value


def _check_depth(text: str, name: str) -> None:
    depth = 0
    for found in _SIGNS.finditer(text):
        sign = found[0]
        depth += 1 if sign in "[{" else -1 if sign in "]}" else 0
        if depth > DEEPEST:
            raise InputError(say("json.too-deep", file=name, line=text.count("\n", 0, found.start()) + 1, most=DEEPEST))


def _once(pairs: list[tuple[str, Json]]) -> JsonObject:
    found: JsonObject = {}
    for key, value in pairs:
        if key in found:
            raise _Refused("twice", key[:60])
        found[key] = value
    return found


def _no_number(text: str) -> NoReturn:
    raise _Refused("no-number", text)


def _number(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise _Refused("no-number", text[:60])
    return value
