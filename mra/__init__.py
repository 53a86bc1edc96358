"""The mutual recognition toolkit: what a market accepts of the certificates one already holds.

``load_knowledge`` reads the knowledge base, ``assess`` judges one product in one market, ``gap_report`` answers for several.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mra.library import assess, gap_report, load_knowledge

__all__ = ["assess", "gap_report", "load_knowledge"]


def __getattr__(name: str) -> Any:
    """Import the library face on first use, so that the command line starts without it."""
    if name in __all__:
        from mra import library

        return getattr(library, name)
    raise AttributeError(name)
