"""``mra products``: search product groups and read their attributes."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from mra.commands.output import deliver, page_width
from mra.commands.session import Session, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Language

if TYPE_CHECKING:
    from mra.gap.products import Hit
    from mra.model.directory import Directory
    from mra.reports.outline import Section

_WIDTHS: Final = (24, 30, 26, 14)


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.products.{key}").read(language)

    @click.command("products", help=text("help"), epilog=text("epilog"))
    @click.argument("query", nargs=-1, metavar=text("query.form"))
    @click.option("--all", "is_all", is_flag=True, help=text("all"))
    @click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True, help=text("format"))
    @common(language)
    @pass_session
    def products(session: Session, query: tuple[str, ...], is_all: bool, format_name: str) -> None:
        wanted = " ".join(query)
        if is_all == bool(wanted):
            raise InputError(say("command.products.query-or-all"))
        from mra.gap.answer import open_answers
        from mra.gap.products import EXACT, Hit, find_products

        directory = open_answers(session.location).directory
        hits = [Hit(name, name, 0.0) for name in sorted(directory.groups)] if is_all else find_products(directory.groups, wanted, limit=20)
        if not hits:
            session.note(say("command.products.none", query=wanted))
        if format_name == "json":
            deliver(json.dumps({"products": [_data(directory, hit) for hit in hits]}, ensure_ascii=False, indent=2) + "\n")
            return
        shown = [hit for hit in hits if hit.score == EXACT] or hits
        if len(shown) == 1:
            from mra.reports.outline import plain

            deliver(plain(list(_detail(session, directory, shown[0])), page_width()), exact=False)
            hits = [hit for hit in hits if hit not in shown]
        if hits:
            deliver(("\n" if len(shown) == 1 else "") + _listed(session, directory, hits), exact=False)
            session.note(say("command.products.more"))

    return products


def _listed(session: Session, directory: "Directory", hits: "Sequence[Hit]") -> str:
    from mra.reports.outline import columns

    heads = [session.say(f"products.head.{key}") for key in ("id", "name", "other-name", "hs")]
    rows = []
    for hit in hits:
        group = directory.groups[hit.group]
        names = (group.label.zh, group.label.en) if session.language == "zh" else (group.label.en, group.label.zh)
        rows.append([group.id, *names, " ".join(group.hs[:4]) + (" …" if len(group.hs) > 4 else "")])
    return columns(heads, rows, _WIDTHS, page_width())


def _detail(session: Session, directory: "Directory", hit: "Hit") -> "Iterator[Section]":
    from mra.reports.outline import Section
    from mra.reports.reading import shown

    group, concepts = directory.groups[hit.group], directory.concepts
    other = group.label.en if session.language == "zh" else group.label.zh
    broader = directory.groups.get(group.broader or "")
    joined = session.read(say("report.name-separator")).join
    facts = (
        ("id", group.id),
        ("other-name", other),
        ("matched", hit.name if hit.score else ""),
        ("hs", joined(group.hs)),
        ("broader", session.read(say("report.named", label=broader.label, id=broader.id)) if broader else ""),
        ("families", joined(session.read(concepts["family"][name].label) for name in group.families)),
        ("synonyms", joined(name for names in group.synonyms.values() for name in names)),
    )
    yield Section(session.read(group.label), tuple((session.say(f"products.head.{key}"), value) for key, value in facts if value), level=1)
    attributes = [(name, f"{_label(session, directory, name)} = {shown(value)}") for name, value in sorted(group.attributes.items())]
    yield Section(session.say("products.defaults"), tuple(attributes))
    if group.ask:
        asked = [(name, f"{_label(session, directory, name)} — {session.say('products.ask-example', name=name)}") for name in group.ask]
        yield Section(session.say("products.ask"), (("", session.say("products.ask-meaning")), *asked))


def _label(session: Session, directory: "Directory", name: str) -> str:
    known = directory.concepts["attribute"]
    concept = known.get(name) or known.get(name.partition(".")[0])
    return session.read(concept.label) if concept else name


def _data(directory: "Directory", hit: "Hit") -> dict[str, object]:
    group, known = directory.groups[hit.group], directory.concepts["attribute"]
    return {
        "id": group.id,
        "label": group.label.as_dict(),
        "matched": hit.name if hit.score else None,
        "score": round(hit.score, 1),
        "hs": list(group.hs),
        "broader": group.broader,
        "families": list(group.families),
        "synonyms": {language: list(names) for language, names in group.synonyms.items()},
        "attributes": [
            {"id": name, "default": list(value) if isinstance(value, tuple) else value, "label": known[name].label.as_dict() if name in known else None}
            for name, value in sorted(group.attributes.items())
        ],
        "ask": list(group.ask),
    }
