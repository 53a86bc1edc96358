"""An answer out of a release needs neither the graph libraries nor the knowledge base: that is why it is fast."""

import subprocess
import sys
from pathlib import Path

import pytest

from mra.release.write import build_release
from tests.bases import ROOT, tiny_base

ANSWER = """
import sys
from datetime import date
from pathlib import Path
from mra.gap.answer import open_answers
from mra.gap.request import parse_held, understand
from mra.knowledge.locate import Location
answers = open_answers(Location(Path(sys.argv[1])))
held = parse_held(answers.directory, [sys.argv[2]])
attributes, day = sys.argv[4:], date.fromisoformat(sys.argv[3])
report = answers.report(understand(answers.directory, product="lamp", destinations=["ZZ"], held=held, attributes=attributes, as_of=day))
print(answers.origin, sum(report.destinations[0].summary.values()) > 0)
heavy = "rdflib pyshacl numpy pandas tomllib click rapidfuzz lxml jinja2 mra.knowledge.load mra.knowledge.forms mra.recognition.shacl mra.recognition.shapes"
print(*sorted(set(heavy.split()) & set(sys.modules)))
"""


@pytest.mark.parametrize(
    "asked",
    [("cb_report", "2026-01-03"), ("cb_report:issuer=GOOD,date=2025-03-01", "2025-06-01", "power_w=40", "mains_powered=true")],
    ids=["out of a sheet", "judged from the knowledge in the release"],
)
def test_no_heavy_library_is_imported(tmp_path: Path, asked: tuple[str, ...]) -> None:
    location = tiny_base(tmp_path)
    build_release(location, location.release)
    run = subprocess.run([sys.executable, "-c", ANSWER, str(location.root), *asked], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "release True\n\n"
