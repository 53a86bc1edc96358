import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.commands.conftest import Call


def test_the_command_says_what_it_wrote(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "synthetic.csv"
    result = call("synthesize", "--certificates", "400", "--errors", "0.1", "--output", str(file))
    assert result.exit_code == 0, result.output
    first, second = result.stdout.splitlines()
    assert first.startswith("synthetic.csv: 400 synthetic certificates of 113 enterprises, seed 20261122, knowledge base ")
    assert first.endswith("Nobody holds them.")
    assert second.startswith("40 rows with a planted fault: ")
    assert sum(int(count) for count in re.findall(r" (\d+)[,.]", second)) == 40
    assert "0 % done" in result.stderr
    assert file.read_text(encoding="utf-8-sig").count("\n") == 401


def test_the_command_in_chinese_writes_beside_itself_by_default(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("--quiet", "synthesize", "--certificates", "50", "--enterprises", "7", "--errors", "0", language="zh")
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.fullmatch(r"synthetic-portfolio\.csv：7 家合成企业的 50 张合成证书，种子 20261122，知识库 \w+。均非真实证书。\n", result.stdout)
    assert [file.name for file in tmp_path.iterdir()] == ["synthetic-portfolio.csv"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--errors", "many"), "lies between 0 and 0.5, not at many"),
        (("--errors", "1/0"), "lies between 0 and 0.5, not at 1/0"),
        (("--output", "a.pdf"), "the form of the file is not known by its suffix"),
        (("--certificates", "0"), "0 is not in the range x>=1"),
        (("--as-of", "soon"), "soon"),
        (("--output", "missing/a.csv"), "missing/a.csv cannot be written: there is no such file or folder"),
    ],
)
def test_a_wrong_call_is_one_clear_line(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Iterable[str], message: str) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("-q", "synthesize", "--certificates", "10", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []
