"""Results: to standard output, or to a file that is written whole or not at all."""

import os
import sys
from pathlib import Path

import click

from mra.errors import InputError
from mra.language import say


def deliver(text: str, output: str | None = None, *, exact: bool = True) -> None:
    """Write ``text`` to the file ``output``, or to standard output where it is ``None`` or ``-``.

    ``exact``: as UTF-8, byte for byte, wherever it goes; else in the encoding of the terminal. A reader that has gone away
    (``mra gap … | head``) is no error. Raises ``InputError`` if the file cannot be written.
    """
    if output not in (None, "-"):
        write_file(Path(str(output)), text.encode("utf-8"))
        return
    try:
        click.echo(text.encode("utf-8") if exact else text, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon(sys.stdout.fileno())


def abandon(descriptor: int) -> None:
    """Let what may still be written to a closed pipe go nowhere, as the Python manual advises."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def write_file(path: Path, data: bytes) -> None:
    """Write under a temporary name beside ``path``, then rename."""
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError as error:
        raise InputError(say("command.error.unwritable", file=path, reason=error.strerror or str(error))) from None
    finally:
        half.unlink(missing_ok=True)
