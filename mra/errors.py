"""The errors that leave the library: each says what, where and what to do, in both languages."""

from collections.abc import Sequence

from mra.model.problem import Problem
from mra.model.text import Bilingual


class MraError(Exception):
    """Base of all expected failures. ``exit_status`` is the contract's."""

    exit_status = 2

    def __init__(self, text: Bilingual) -> None:
        super().__init__(text.en)
        self.text = text


class InputError(MraError):
    """The call or its input was wrong; nothing was written."""


class KnowledgeError(MraError):
    """The knowledge base failed its own checks; ``problems`` holds all of them."""

    exit_status = 3

    def __init__(self, text: Bilingual, problems: Sequence[Problem]) -> None:
        super().__init__(text)
        self.problems = tuple(problems)
