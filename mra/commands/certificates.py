"""``mra certificates check``: may these certificates be used as evidence at all, and if not, why?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mra.commands.credentials import Reliance, moment_of, reliance_options
from mra.commands.output import deliver
from mra.commands.page import PageContext
from mra.commands.session import Session, chosen_day, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Language

if TYPE_CHECKING:
    from mra.gap.source import LiveSource
    from mra.model.evidence import Held
    from mra.model.problem import Problem
    from mra.reports.certificate_check import CertificateCheck, RefusedRow

_FORMATS: Final = ("table", "json", "csv")
_CONDITIONS: Final = ("unusable", "doubt")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The options of a call."""

    file: Path
    reliance: Reliance
    product: str | None
    day: date


def command(language: Language) -> click.Group:
    """The group in ``language``."""

    def text(key: str) -> str:
        return say(f"command.{key}").read(language)

    @click.group("certificates", help=text("certificates.help"), options_metavar=text("metavar.options"), subcommand_metavar=text("metavar.command"))
    @common(language)
    def certificates() -> None:
        pass

    check = _check(language)
    check.context_class = PageContext
    check.options_metavar = text("metavar.options")
    check.short_help = text("certificates.check.short")
    certificates.add_command(check)
    return certificates


def _check(language: Language) -> click.Command:
    def text(key: str) -> str:
        return say(f"command.{key}").read(language)

    @click.command("check", help=text("certificates.check.help"), epilog=text("certificates.check.epilog"))
    @click.argument("file", metavar=text("certificates.file.form"), type=click.Path(path_type=Path))
    @reliance_options(language)
    @click.option("--product", metavar=text("gap.product.form"), help=text("certificates.product"))
    @click.option("--as-of", metavar=text("gap.as-of.form"), help=text("gap.as-of"))
    @click.option("--format", "format_name", type=click.Choice(_FORMATS), default="table", show_default=True, help=text("gap.format"))
    @click.option("--output", "-o", metavar=text("gap.output.form"), help=text("gap.output"))
    @click.option("--fail-on", multiple=True, type=click.Choice(_CONDITIONS), help=text("certificates.fail-on"))
    @common(language)
    @pass_session
    @click.pass_context
    def check(
        context: click.Context,
        session: Session,
        file: Path,
        trust: Path | None,
        kind: str | None,
        product: str | None,
        as_of: str | None,
        format_name: str,
        output: str | None,
        fail_on: tuple[str, ...],
    ) -> None:
        from mra.gap.answer import open_answers
        from mra.reports.certificate_check import CHECK_RENDERERS

        wanted = _Wanted(file=file, reliance=Reliance(trust=trust, kind=kind), product=product, day=chosen_day(as_of))
        found = _found(open_answers(session.location).source, wanted, session)
        deliver(CHECK_RENDERERS[format_name](found, language), output, exact=format_name != "table")
        context.exit(int(_meets(found, fail_on)))

    return check


def _found(source: "LiveSource", wanted: _Wanted, session: Session) -> "CertificateCheck":
    from mra.gap.request import find_product
    from mra.ingest.evidence_file import is_remark
    from mra.recognition.usability import usabilities
    from mra.reports.certificate_check import CertificateCheck, CheckedCertificate

    product = None if wanted.product is None else find_product(source.directory, wanted.product)
    pieces, problems = _read(source, wanted)
    for entry in (entry for entry in problems if is_remark(entry)):
        session.note(say("credential.problem", file=wanted.file, place=entry.field or say("credential.whole"), message=entry.message, remedy=entry.remedy))
    judged = zip(pieces, usabilities(source.knowledge, source.integrity, pieces, product, wanted.day), strict=True)
    refused = _refused([entry for entry in problems if not is_remark(entry)])
    if not pieces and not refused:
        raise InputError(say("certificates.empty", file=wanted.file))
    return CertificateCheck(
        file=wanted.file.name,
        as_of=wanted.day,
        kb_version=source.directory.kb_version,
        product=product,
        judged=tuple(CheckedCertificate(held=piece, label=source.directory.kinds[piece.kind], found=found) for piece, found in judged),
        refused=tuple(refused),
    )


def _read(source: "LiveSource", wanted: _Wanted) -> "tuple[list[Held], list[Problem]]":
    from mra.ingest.evidence_file import is_credential, read_evidence

    trust = None
    if wanted.reliance != Reliance() and not is_credential(wanted.file):
        raise InputError(say("credential.option-alone"))
    if wanted.reliance.trust is not None:
        from mra.ingest.trust import read_trust

        trust = read_trust(wanted.reliance.trust)
    return read_evidence(wanted.file, source.directory, trust=trust, at=moment_of(wanted.day), kind=wanted.reliance.kind)


def _refused(problems: "Sequence[Problem]") -> "list[RefusedRow]":
    """The rows that could not be read, each with all that is wrong with it."""
    from mra.ingest.places import place_of
    from mra.reports.certificate_check import RefusedRow

    rows: dict[tuple[str, int], list[Problem]] = {}
    for entry in problems:
        rows.setdefault((entry.sheet, entry.line), []).append(entry)
    return [
        RefusedRow(place=place_of(found[0]), why=tuple(say("usability.mend", message=entry.message, remedy=entry.remedy) for entry in found))
        for found in rows.values()
    ]


def _meets(found: "CertificateCheck", conditions: Sequence[str]) -> bool:
    """A row that could not be read cannot be used either; whoever asks about doubts asks about more than that."""
    unusable = found.counts["no"] + len(found.refused)
    return bool(conditions and unusable) or ("doubt" in conditions and found.counts["unknown"] > 0)
