"""A release is only written where pySHACL and the compiled criteria agree on every generic case, and ``mra check`` says so before."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mra.commands.root import root
from mra.errors import KnowledgeError
from mra.gap.live import LiveSource
from mra.knowledge.locate import Location
from mra.recognition import compiled
from mra.recognition.compiled import CompiledShape
from mra.release.generic import generic_sheets, usual_day
from mra.release.proof import Proof, proof_problems
from mra.release.write import build_release
from tests.bases import ROOT, tiny_base


@pytest.fixture
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiled form that never asks for a report."""
    strict: Callable[..., bool] = CompiledShape.fails

    def fails(shape: CompiledShape, value: Any) -> bool:
        return shape.id != "report-shown" and strict(shape, value)

    monkeypatch.setattr(compiled.CompiledShape, "fails", fails)


@pytest.mark.usefixtures("lenient")
def test_a_build_refuses_where_the_judges_differ(tmp_path: Path) -> None:
    location = tiny_base(tmp_path)
    with pytest.raises(KnowledgeError) as caught:
        build_release(location, location.release)
    assert {problem.field for problem in caught.value.problems} == {"report-shown"}
    first = caught.value.problems[0]
    assert first.code == "shape-differ"
    assert first.value == "appliance → BLC safety-test ← ccc"
    assert "report-shown" in first.message.en
    assert first.value in first.message.zh
    assert not location.release.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mappings", "ontologies"]


@pytest.mark.usefixtures("lenient")
def test_a_check_says_where_the_judges_differ(tmp_path: Path) -> None:
    folder = tiny_base(tmp_path).root
    result = CliRunner().invoke(root("en"), ["--data", str(folder), "--quiet", "check", "--format", "json"])
    assert result.exit_code == 3
    assert {problem["code"] for problem in json.loads(result.stdout)["problems"]} == {"shape-differ"}
    unproved = CliRunner().invoke(root("en"), ["--data", str(folder), "--quiet", "check", "--no-shapes"])
    assert unproved.exit_code == 0


def test_a_check_says_which_shape_cannot_be_compiled(tmp_path: Path) -> None:
    folder = tiny_base(tmp_path).root
    (folder / "ontologies").unlink()
    for file in sorted((ROOT / "ontologies").rglob("*.*")):
        if file.is_file():
            copy = folder / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    shapes = folder / "ontologies" / "shapes" / "recognition" / "evidence.ttl"
    shapes.write_text(shapes.read_text(encoding="utf-8").replace("sh:minInclusive 0", "sh:minInclusive 0.5", 1), encoding="utf-8")
    result = CliRunner().invoke(root("en"), ["--data", str(folder), "--quiet", "check", "--no-shapes"])
    assert result.exit_code == 3
    line = shapes.read_text(encoding="utf-8").splitlines().index("rule:evidence-unexpired a sh:PropertyShape ;") + 1
    assert result.stdout.startswith(f"ontologies/shapes/recognition/evidence.ttl:{line}: evidence-unexpired: What the shape evidence-unexpired gives")


def test_every_different_fact_set_is_proved_once(tiny: LiveSource) -> None:
    proof = Proof(tiny.criteria.compiled)
    judged: list[int] = []

    def judge(cases: Any, facts: Any) -> Any:
        judged.append(len(cases))
        return proof(cases, facts)

    sheets = list(generic_sheets(tiny, usual_day(tiny), lambda *_: None, judge))
    assert sum(judged) == sum(sheet.cases for sheet in sheets)
    again = Proof(tiny.criteria.compiled, proof.proved)
    list(generic_sheets(tiny, usual_day(tiny), lambda *_: None, again))
    assert again.problems(Location(Path("nowhere"))) == []  # nothing is left to prove, so no shape is read
    assert 0 < len(proof._seen) < sum(judged)


def test_the_tiny_base_is_proved(tmp_path: Path) -> None:
    assert proof_problems(tiny_base(tmp_path)) == []


def test_the_real_base_is_proved(live: LiveSource, real_location: Any) -> None:
    proof = Proof(replace(live.criteria.compiled))
    for _ in generic_sheets(live, usual_day(live), lambda *_: None, proof):
        pass
    assert proof.problems(real_location) == []
