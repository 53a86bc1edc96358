"""``mra compare``: two schemes, dimension by dimension."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from mra.commands.output import deliver, page_width
from mra.commands.session import Session, chosen_day, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Bilingual, Language

if TYPE_CHECKING:
    from mra.model.scheme import Scheme


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.{key}").read(language)

    @click.command("compare", help=text("compare.help"), epilog=text("compare.epilog"))
    @click.argument("one", metavar=text("compare.one.form"))
    @click.argument("other", metavar=text("compare.other.form"))
    @click.option("--product", required=True, metavar=text("gap.product.form"), help=text("gap.product"))
    @click.option("--attr", "attributes", multiple=True, metavar=text("gap.attr.form"), help=text("gap.attr"))
    @click.option("--as-of", metavar=text("gap.as-of.form"), help=text("gap.as-of"))
    @click.option("--format", "format_name", type=click.Choice(["table", "json", "md"]), default="table", show_default=True, help=text("gap.format"))
    @click.option("--output", "-o", metavar=text("gap.output.form"), help=text("gap.output"))
    @common(language)
    @pass_session
    def compare(
        session: Session, one: str, other: str, product: str, attributes: tuple[str, ...], as_of: str | None, format_name: str, output: str | None
    ) -> None:
        day = chosen_day(as_of)
        from mra.gap.answer import open_answers
        from mra.gap.request import understand
        from mra.recognition.comparison import compare_schemes
        from mra.reports.comparison import RENDERERS

        source = open_answers(session.location).source
        first, second = (the_scheme(source.knowledge.schemes, name) for name in (one, other))
        request = understand(source.directory, product=product, destinations=[second.economy], held=(), attributes=attributes, as_of=day)
        comparison = compare_schemes(source.knowledge, source.criteria, first, second, request.question)
        deliver(RENDERERS[format_name](comparison, source.knowledge, language, page_width(output)), output, exact=format_name != "table")

    return compare


def the_scheme(schemes: "Mapping[str, Scheme]", name: str) -> "Scheme":
    """The scheme of this id, else of this alias or label. Raises ``InputError`` that lists the choices if there are none or several."""
    if name in schemes:
        return schemes[name]
    wanted = name.casefold()
    found = [scheme for scheme in schemes.values() if wanted in {text.casefold() for text in (*scheme.aliases, scheme.id, scheme.label.en, scheme.label.zh)}]
    if len(found) == 1:
        return found[0]
    if found:
        named = [say("report.named", label=scheme.label, id=scheme.id) for scheme in found]
        choices = Bilingual(", ".join(name.en for name in named), "、".join(name.zh for name in named))
        raise InputError(say("command.error.several", text=name, choices=choices))
    raise InputError(say("error.id-unknown", id=name, known=", ".join(near_ids(name, schemes)) or "—"))


def near_ids(name: str, known: "Mapping[str, object]") -> list[str]:
    """Ids like ``name``, or that hold it."""
    near = get_close_matches(name.lower(), known, 5, 0.5) + sorted(identifier for identifier in known if name.lower() in identifier)
    return list(dict.fromkeys(near))[:5]
