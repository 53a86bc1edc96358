"""``mra draft``: adoptions of standards out of their XML files, as a draft for the mappings."""

from pathlib import Path

import click

from mra.commands.output import deliver
from mra.commands.session import Session, common, pass_session, today
from mra.errors import InputError
from mra.language import say
from mra.model.text import Language


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.{key}").read(language)

    @click.command("draft", help=text("draft.help"), epilog=text("draft.epilog"))
    @click.argument("files", nargs=-1, required=True, metavar=text("draft.files.form"), type=click.Path(path_type=Path))
    @click.option("--output", "-o", metavar=text("gap.output.form"), help=text("gap.output"))
    @common(language)
    @pass_session
    def draft(session: Session, files: tuple[Path, ...], output: str | None) -> None:
        from mra.ingest.draft import draft_table
        from mra.ingest.formats.sts import read_standard
        from mra.ingest.problems import Findings
        from mra.ingest.trust import read_bytes

        found, remarks = [], []
        for path in files:
            findings = Findings(path.name)
            found += [(path.name, entry) for entry in read_standard(read_bytes(path), findings)]
            for entry in findings.problems:
                place = entry.field or say("credential.whole")
                remarks.append(say("credential.problem", file=path, place=place, message=entry.message, remedy=entry.remedy))
        if not found:
            raise InputError(remarks[0])
        deliver(draft_table(found, today()), output)
        for remark in remarks:
            session.note(remark)

    return draft
