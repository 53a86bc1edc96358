"""The problems of one file of digital certificates, as they are found."""

from dataclasses import dataclass, field

from mra.language import say
from mra.model.problem import Problem


@dataclass(slots=True)
class Findings:
    """What is wrong in the file ``name``; the sentences stand in the catalogue under ``credential.`` and the code."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def note(self, code: str, place: str, value: str, *, line: int = 0, **values: object) -> None:
        """Note a problem at ``place``: a path of keys or elements."""
        values = {"value": value, **values}
        message, remedy = say(f"credential.{code}", **values), say(f"credential.{code}.remedy", **values)
        self.problems.append(Problem(code=code, file=self.name, line=line, field=place, value=value, message=message, remedy=remedy))
