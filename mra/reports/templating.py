"""The door to Jinja: templates of this folder, filled in; whatever comes from data is escaped."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mra.reports.extra import missing_extra

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["TEMPLATES", "filled"]

TEMPLATES: Final = Path(__file__).parent / "templates"


def filled(template: str, **values: object) -> str:
    """The HTML page that ``template`` gives with ``values``. Raises ``InputError`` where Jinja is not installed."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> "Environment":
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ModuleNotFoundError:
        raise missing_extra("html") from None
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
