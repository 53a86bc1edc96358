"""The language of a call: found before click is imported, so that click's own sentences follow it too."""

import gettext
import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from mra.model.text import Language

_CATALOGUE: Final = Path(__file__).resolve().parent.parent / "catalogue" / "click"
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Language:
    """The language of ``--lang`` wherever it stands, else of ``MRA_LANG``, else of the locale, else Chinese."""
    stated = [following for option, following in pairwise(arguments) if option == "--lang"]
    stated += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    for wish in (*reversed(stated), environment.get("MRA_LANG", ""), locale):
        if language := _language(wish):
            return language
    return "zh"


def _language(text: str) -> Language | None:
    start = text.lower().replace("-", "_").partition("_")[0].partition(".")[0]
    return "zh" if start == "zh" else "en" if start == "en" else None


def bind(language: Language) -> None:
    """Let gettext, and click with it, speak ``language``."""
    gettext.bindtextdomain("messages", str(_CATALOGUE))
    os.environ["LANGUAGE"] = language
