"""Results: to standard output, or to a file that is written whole or not at all."""

import codecs
import os
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Final, TextIO

import click

from mra.errors import InputError
from mra.language import say
from mra.system import system_reason, written_whole

_USUAL_WIDTH: Final = 100
_NARROWEST, _WIDEST = 60, 160


def deliver(text: str | bytes, output: str | None = None, *, exact: bool = True) -> None:
    """Write ``text``, or the bytes of a document, to the file ``output``, or to standard output where it is ``None`` or ``-``.

    ``exact``: text as UTF-8, byte for byte, wherever it goes; else in the encoding of the terminal. A reader that has gone away
    (``mra gap … | head``) is no error. Raises ``InputError`` if it cannot be written.
    """
    data = text.encode("utf-8") if isinstance(text, str) else text
    if output not in (None, "-"):
        write_file(checked_target(str(output)), data)
        return
    if sys.stdout is None:
        raise _unwritable(say("system.standard-output"), say("system.closed"))
    try:
        click.echo(data if exact else text, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon(sys.stdout)
    except OSError as error:
        abandon(sys.stdout)
        raise _unwritable(say("system.standard-output"), system_reason(error)) from None


def refuse_terminal(format_name: str, output: str | None) -> None:
    """Raise ``InputError`` where a document would be written to a terminal, which it could steer."""
    if output in (None, "-") and sys.stdout is not None and sys.stdout.isatty():
        raise InputError(say("page.error.terminal", format=format_name))


def abandon(stream: TextIO | None) -> None:
    """Let what may still be written to a closed pipe or a full disk go nowhere, as the Python manual advises."""
    with suppress(AttributeError, OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[union-attr]


def checked_target(output: str | Path) -> Path:
    """The file that ``output`` names, links followed. Raises ``InputError`` unless it can be replaced: a device must not be."""
    if not str(output):
        raise _unwritable("“”", say("system.no-file-name"))
    path = Path(output)
    target = path.resolve()
    if target.is_dir():
        raise _unwritable(path, say("system.is-folder"))
    if target.exists() and not target.is_file():
        raise _unwritable(path, say("system.not-a-file"))
    return target


def write_file(path: Path, data: bytes) -> None:
    """Write under a temporary name beside ``path``, then rename."""
    try:
        with written_whole(path) as half:
            half.write_bytes(data)
    except OSError as error:
        raise _unwritable(path, system_reason(error)) from None


def _unwritable(what: object, reason: object) -> InputError:
    return InputError(say("command.error.unwritable", file=what, reason=reason))


def page_width(output: str | None = None) -> int:
    """How wide a page is: ``COLUMNS`` where it is set, else the terminal it goes to, else 100; within reason."""
    stated = os.environ.get("COLUMNS", "")
    if stated.isdecimal() and int(stated):
        width = int(stated)
    elif output in (None, "-") and sys.stdout is not None and sys.stdout.isatty():
        width = os.get_terminal_size(sys.stdout.fileno()).columns or _USUAL_WIDTH
    else:
        width = _USUAL_WIDTH
    return min(max(width, _NARROWEST), _WIDEST)


def let_consoles_print() -> None:
    """A sign that the console's encoding lacks is printed without its accents, or as a question mark, never as an error."""
    codecs.register_error("mra-plain", _plainer)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="mra-plain")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = []
    for sign in error.object[error.start : error.end]:
        base = "".join(part for part in unicodedata.normalize("NFKD", sign) if part.isascii())
        signs.append(base or "?")
    return "".join(signs), error.end
