"""An answer out of a release needs neither the graph libraries nor the knowledge base: that is why it is fast."""

import subprocess
import sys
from pathlib import Path

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
held = parse_held(answers.directory, ["cb_report"])
report = answers.report(understand(answers.directory, product="lamp", destinations=["ZZ"], held=held, attributes=[], as_of=date(2026, 1, 3)))
print(answers.origin, report.destinations[0].summary["partial"])
print(*sorted({"rdflib", "pyshacl", "click", "rapidfuzz", "mra.knowledge.load", "mra.recognition.shacl"} & set(sys.modules)))
"""


def test_no_heavy_library_is_imported(tmp_path: Path) -> None:
    location = tiny_base(tmp_path)
    build_release(location, location.release)
    run = subprocess.run([sys.executable, "-c", ANSWER, str(location.root)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "release 1\n\n"
