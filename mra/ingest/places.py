"""Problems of tables: where in the file, what is wrong, what to do."""

from mra.language import say
from mra.model.problem import Problem
from mra.model.text import Bilingual


def problem_at(code: str, file: str, line: int, column: str, value: str, *, sheet: str = "", cell: str = "", head: object = "", **values: object) -> Problem:
    """A problem whose sentences stand in the catalogue under ``certificates.`` and the code, and name the column as its ``head`` does."""
    named = {"column": head or column, "value": value, **values}
    message, remedy = say(f"certificates.{code}", **named), say(f"certificates.{code}.remedy", **named)
    return Problem(code=code, file=file, line=line, field=column, value=value, message=message, remedy=remedy, sheet=sheet, cell=cell)


def place_of(problem: Problem) -> Bilingual:
    """Where a problem is: the cell or row of a sheet, else the line of a text, else the file as a whole."""
    if problem.sheet and problem.cell:
        return say("table.place.cell", sheet=problem.sheet, cell=problem.cell)
    if problem.sheet and problem.line:
        return say("table.place.row", sheet=problem.sheet, line=problem.line)
    if problem.sheet:
        return say("table.place.sheet", sheet=problem.sheet)
    return say("table.place.line", line=problem.line) if problem.line else say("table.place.file")


def is_remark(problem: Problem) -> bool:
    """Whether a problem concerns a column or a sheet only, or a certificate that was kept, so that nothing is left out for it."""
    return problem.code.startswith(("column-", "note-", "sheet-"))
