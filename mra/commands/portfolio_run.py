"""``mra portfolio run``: every certificate of a portfolio in every market."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from mra.commands.output import deliver
from mra.commands.session import Session, chosen_day, common, pass_session
from mra.errors import InputError
from mra.language import say
from mra.model.text import Language
from mra.system import system_reason

if TYPE_CHECKING:
    from mra.gap.answer import Answers
    from mra.portfolio.engine import Engine, Work
    from mra.portfolio.run import Finished
    from mra.portfolio.source import Portfolio

_ALL: Final = "all"
#: Where the certificates come from; it is judged where it is named.
_HOME: Final = "CN"
_PATIENCE: Final = 2.0
_SHOWN_REMARKS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The options of a call."""

    file: Path
    destinations: tuple[str, ...]
    output: Path
    as_of: str | None
    form: str
    engine: str
    scheduler: str | None
    workers: int
    restart: bool
    workbook: bool | None


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.portfolio.run.{key}").read(language)

    folder = click.Path(file_okay=False, path_type=Path)
    cores = os.cpu_count() or 1

    @click.command("run", help=text("help"), epilog=text("epilog"))
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=text("file.form"))
    @click.option("--to", "destinations", multiple=True, default=[_ALL], show_default=True, metavar=text("to.form"), help=text("to"))
    @click.option("--output", "-o", required=True, type=folder, metavar=text("output.form"), help=text("output"))
    @click.option("--as-of", metavar=say("command.gap.as-of.form").read(language), help=say("command.gap.as-of").read(language))
    @click.option("--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True, help=text("format"))
    @click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help=text("engine"))
    @click.option("--scheduler", metavar=text("scheduler.form"), help=text("scheduler"))
    @click.option("--workers", type=click.IntRange(min=1), default=cores, metavar=text("workers.form"), help=text("workers"))
    @click.option("--workbook/--no-workbook", default=None, help=text("workbook"))
    @click.option("--restart", is_flag=True, help=text("restart"))
    @common(language)
    @pass_session
    def run(session: Session, /, **options: Any) -> None:
        wanted = _Wanted(**options)
        try:
            finished = _run(session, wanted)
        except KeyboardInterrupt:
            session.note(say("portfolio.interrupted", folder=wanted.output))
            raise
        except OSError as error:
            raise InputError(say("command.error.unwritable", file=wanted.output, reason=system_reason(error))) from None
        _tell(session, finished)

    return run


def _write_workbook(session: Session, portfolio: "Portfolio", work: "Work", wanted: _Wanted) -> None:
    """The user's own table with the answers beside its rows."""
    if portfolio.raw is None:
        raise InputError(say("portfolio.no-workbook", file=wanted.file))
    from mra.portfolio.beside import results_beside
    from mra.portfolio.workbook import write_back

    sentences = {name: criterion.message for name, criterion in work.source.integrity.by_id.items()}
    results = results_beside(work.folder, work.source.directory, work.market_labels(), sentences, session.language)
    target = work.folder / f"{wanted.file.stem}.mra.xlsx"
    write_back(portfolio.raw, target, results)
    session.note(say("portfolio.workbook", file=target))


def _run(session: Session, wanted: _Wanted) -> "Finished":
    _check(wanted)
    try:
        from mra.portfolio.engine import Work
        from mra.portfolio.run import clear, run_portfolio
        from mra.portfolio.source import open_portfolio
    except ImportError:
        raise InputError(say("command.synthesize.extra")) from None
    from mra.gap.answer import open_answers

    answers = open_answers(session.location)
    portfolio = open_portfolio(wanted.file, answers.directory)
    if wanted.restart:
        clear(wanted.output)
    work = Work(
        source=answers.source,
        markets=_markets(answers, wanted),
        as_of=chosen_day(wanted.as_of),
        form="csv" if wanted.form == "csv" else "parquet",
        folder=wanted.output,
    )
    finished = run_portfolio(portfolio, work, _engine(wanted), _Progress(session))
    if wanted.workbook or (wanted.workbook is None and portfolio.is_workbook):
        _write_workbook(session, portfolio, work, wanted)
    return finished


def _check(wanted: _Wanted) -> None:
    if (wanted.engine == "dask") != (wanted.scheduler is not None):
        raise InputError(say("portfolio.scheduler-and-engine"))


def _markets(answers: "Answers", wanted: _Wanted) -> tuple[str, ...]:
    from mra.gap.request import parse_destinations

    if [text.strip().casefold() for text in wanted.destinations] == [_ALL]:
        return tuple(sorted(code for code in answers.directory.markets if code != _HOME))
    return tuple(parse_destinations(answers.directory, wanted.destinations))


def _engine(wanted: _Wanted) -> "Engine":
    if wanted.scheduler is not None:
        from mra.portfolio.cluster import judge_on_cluster

        return judge_on_cluster(wanted.scheduler)
    from mra.portfolio.engine import judge_here, judge_locally

    return judge_here if wanted.workers == 1 else judge_locally(wanted.workers)


def _tell(session: Session, finished: "Finished") -> None:
    from mra.ingest.places import place_of

    for problem in finished.remarks[:_SHOWN_REMARKS]:
        session.note(say("certificates.problem", file=problem.file, place=place_of(problem), message=problem.message, remedy=problem.remedy))
    counts = finished.counts
    if finished.resumed:
        session.note(say("portfolio.resumed", parts=finished.resumed))
    told = say("portfolio.done", folder=finished.folder, rows=counts.rows, judged=counts.judged, refused=counts.refused, verdicts=counts.verdicts)
    deliver(session.read(told) + "\n", exact=False)


@dataclass(slots=True)
class _Progress:
    """How many rows are judged, on standard error, each time the number has doubled and some seconds have gone by."""

    session: Session
    told: float = field(default_factory=time.monotonic)

    def __call__(self, rows: int) -> None:
        """``rows`` are judged."""
        now = time.monotonic()
        if now - self.told >= _PATIENCE:
            self.told = now
            self.session.note(say("portfolio.progress", rows=rows))
