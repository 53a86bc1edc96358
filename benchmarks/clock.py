"""Time what is to be compared, turn and turn about, and take medians."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def side_by_side(tasks: Mapping[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """Median seconds of each task; they take turns, so that a busy moment of the machine hits all of them."""
    for task in tasks.values():
        task()  # what is read once from the disk or compiled is read before the clock runs
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            begun = time.perf_counter()
            task()
            seconds[name].append(time.perf_counter() - begun)
    return {name: statistics.median(times) for name, times in seconds.items()}


def fresh(*arguments: str) -> Callable[[], None]:
    """A fresh interpreter with these arguments; it must end with status 0."""

    def run() -> None:
        done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr[-500:]}")

    return run


def gap(folder: Path, *options: str) -> Callable[[], None]:
    """``mra gap`` in a fresh interpreter, on the knowledge base in ``folder``."""
    question: Sequence[str] = ("--product", "bluetooth-headset", "--held", "cb_report,srrc", "--to", "EU,US,JP,KR,NZ,IN")
    return fresh("-c", "from mra.commands import main; main()", "--data", str(folder), "--quiet", "gap", *question, *options)
