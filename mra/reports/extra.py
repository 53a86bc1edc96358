"""What a document needs beyond a plain installation."""

from mra.errors import InputError
from mra.language import say

__all__ = ["missing_extra"]


def missing_extra(format_name: str) -> InputError:
    """The one line for a format whose library is not installed."""
    return InputError(say("page.error.extra", format=format_name))
