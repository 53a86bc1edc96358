"""``mra verify``: judge a folder of case files and say where an answer differs from what it expects."""

from pathlib import Path

import click

from mra.commands.output import deliver
from mra.commands.session import Session, common, pass_session
from mra.language import say
from mra.model.text import Bilingual, Language


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.verify.{key}").read(language)

    @click.command("verify", help=text("help"))
    @click.argument("path", type=click.Path(exists=True, path_type=Path), metavar=text("path.form"))
    @click.option("--live", is_flag=True, help=text("live"))
    @common(language)
    @pass_session
    @click.pass_context
    def verify(context: click.Context, session: Session, path: Path, live: bool) -> None:
        from mra.gap.answer import open_answers
        from mra.gap.verify import verify as judge

        outcomes = judge(path, open_answers(session.location, live=live))
        lines = [_line(session, entry.file, text) for entry in outcomes for text in entry.differences]
        failed = sum(not entry.passed for entry in outcomes)
        deliver("".join(f"{line}\n" for line in [*lines, session.say("verify.summary", passed=len(outcomes) - failed, failed=failed)]), exact=False)
        context.exit(int(failed > 0))

    return verify


def _line(session: Session, file: str, difference: Bilingual) -> str:
    """A difference behind the file where it was found, which some already name."""
    if difference.en.startswith(f"{file}: "):
        return session.read(difference)
    return session.say("verify.difference", file=file, difference=difference)
