"""Case files: judge what they ask and compare with what they expect."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from mra.errors import InputError
from mra.gap.answer import Answers
from mra.gap.case_certificates import case_certificates, certificate_differences, certificate_faults
from mra.gap.request import parse_held, understand
from mra.language import say
from mra.model.report import DestinationReport, ElementVerdict, RequirementVerdict
from mra.model.text import Bilingual

_KEYS: Final = frozenset({"note", "product", "to", "held", "certificates", "as_of", "attributes", "expect"})
_NEEDED: Final[Mapping[str, type]] = {"product": str, "to": str, "held": list, "as_of": date, "expect": list}
_EXPECT_KEYS: Final = frozenset(
    {"scheme", "verdict", "absent", "applies_from", "applies_until", "mandatory", "confidence", "to_do", "cost", "time", "note", "element"}
)
_ELEMENT_KEYS: Final = frozenset({"id", "verdict", "rules", "reason", "confidence", "note"})


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """One case file: whether the answer is the one expected, and where it differs."""

    file: str
    differences: tuple[Bilingual, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def case_files(path: Path) -> list[Path]:
    """The case files at or below ``path``, in order. Raises ``InputError`` if there are none."""
    files = [path] if path.is_file() else sorted(path.rglob("*.toml"))
    if not files:
        raise InputError(say("error.no-cases", path=path))
    return files


def verify(path: Path, answers: Answers) -> list[CaseOutcome]:
    """Judge every case file at or below ``path``."""
    return [CaseOutcome(file.as_posix(), tuple(differences(file, answers))) for file in case_files(path)]


def differences(file: Path, answers: Answers) -> Iterator[Bilingual]:
    """Where the answer to one case file differs from what it expects; a file that cannot be understood differs."""
    try:
        case = _read(file)
        certificates = case.get("certificates", [])
        report = answers.report(
            understand(
                answers.directory,
                product=case["product"],
                destinations=[case["to"]],
                held=[*case_certificates(answers.directory, certificates), *parse_held(answers.directory, case["held"])],
                attributes=[f"{name}={_attribute(value)}" for name, value in _flat(case.get("attributes", {}))],
                as_of=case["as_of"],
            )
        )
    except InputError as error:
        yield error.text
        return
    yield from certificate_differences(certificates, report.held[: len(certificates)])
    for expected in case["expect"]:
        yield from _requirement_differences(expected, report.destinations[0])


def _read(file: Path) -> dict[str, Any]:
    def refuse(reason: object, key: str = "error.case-form") -> InputError:
        return InputError(say(key, file=file.as_posix(), reason=reason))

    try:
        case = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise refuse(error, "error.case-toml") from None
    except UnicodeDecodeError:
        raise refuse(say("verify.no-text"), "error.case-toml") from None
    if fault := next(_faults(case), None):
        raise refuse(fault)
    return case


def _faults(case: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the form of a case; only the first one can be relied on, as each rests on those before."""
    yield from _strangers(case, _KEYS)
    yield from (key for key, kind in _NEEDED.items() if type(case.get(key)) is not kind)
    yield from ("held" for kind in case["held"] if not isinstance(kind, str))
    yield from certificate_faults(case.get("certificates", []))
    if not isinstance(case.get("attributes", {}), dict):
        yield "attributes"
    for entry in case["expect"]:
        yield from _table_faults("expect", entry, _EXPECT_KEYS, "scheme")
        for element in entry.get("element", ()):
            yield from _table_faults("element", element, _ELEMENT_KEYS, "id")
            if not isinstance(element.get("rules", []), list):
                yield "rules"


def _table_faults(name: str, table: object, keys: frozenset[str], needed: str) -> Iterator[str]:
    if not isinstance(table, dict) or not isinstance(table.get(needed), str):
        yield f"{name}: {needed}"
    else:
        yield from _strangers(table, keys)


def _strangers(table: Mapping[str, Any], keys: frozenset[str]) -> Iterator[str]:
    if unknown := sorted(set(table) - keys):
        yield f"{', '.join(unknown)} ∉ {', '.join(sorted(keys))}"


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _attribute(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return "+".join(str(part).lower() if isinstance(part, bool) else str(part) for part in values)


def find_requirement(destination: DestinationReport, name: str) -> RequirementVerdict | None:
    """The requirement called ``name``: by scheme id, else by an alias, whatever the case of its letters."""
    for entry in destination.requirements:
        if entry.requirement.scheme == name:
            return entry
    wanted = name.casefold()
    for entry in destination.requirements:
        if wanted in {alias.casefold() for alias in entry.requirement.aliases}:
            return entry
    return None


def find_element(requirement: RequirementVerdict, name: str) -> ElementVerdict | None:
    """The element ``route/element`` of a requirement."""
    for route in requirement.routes:
        for entry in route.elements:
            if f"{route.route.id}/{entry.element.id}" == name:
                return entry
    return None


def _requirement_differences(expected: Mapping[str, Any], destination: DestinationReport) -> Iterator[Bilingual]:
    name = expected["scheme"]
    found = find_requirement(destination, name)
    if expected.get("absent"):
        if found is not None:
            yield say("verify.present", scheme=name, verdict=found.verdict)
        return
    if found is None:
        yield say("verify.absent", scheme=name, known=", ".join(entry.requirement.scheme for entry in destination.requirements))
        return
    actual = {
        "verdict": found.verdict,
        "confidence": found.confidence,
        "to_do": found.to_do,
        "mandatory": found.requirement.mandatory,
        "applies_from": found.requirement.applies_from,
        "applies_until": found.requirement.applies_until,
        "cost": [str(amount) for amount in found.best.cost.amounts] if found.best else [],
        "time": [str(amount) for amount in found.best.lead_time.amounts] if found.best else [],
    }
    yield from _compared(name, expected, actual)
    for wanted in expected.get("element", ()):
        yield from _element_differences(name, wanted, found)


def _element_differences(scheme: str, wanted: Mapping[str, Any], requirement: RequirementVerdict) -> Iterator[Bilingual]:
    name = f"{scheme} {wanted['id']}"
    found = find_element(requirement, wanted["id"])
    if found is None:
        known = ", ".join(f"{route.route.id}/{entry.element.id}" for route in requirement.routes for entry in route.elements)
        yield say("verify.absent", scheme=name, known=known)
        return
    failed = found.best.failed if found.best else ()
    actual = {"verdict": found.verdict, "confidence": found.confidence, "rules": _recognition_rules(failed, found)}
    yield from _compared(name, {**wanted, **({"rules": sorted(wanted["rules"])} if "rules" in wanted else {})}, actual)
    codes = [reason.code for reason in found.reasons]
    if "reason" in wanted and wanted["reason"] not in codes:
        yield say("verify.differs", where=name, what="reason", expected=wanted["reason"], actual=", ".join(codes))


def _recognition_rules(failed: Sequence[str], found: ElementVerdict) -> list[str]:
    """The criteria of recognition that failed; those of equivalence only choose the word."""
    shown = {reason.code for reason in found.reasons if reason.shape}
    return sorted(name for name in failed if name in shown)


def _compared(where: str, expected: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[Bilingual]:
    for what, value in actual.items():
        if what in expected and expected[what] != value:
            yield say("verify.differs", where=where, what=what, expected=expected[what], actual=value)
