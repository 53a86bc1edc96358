"""``mra draft``: adoptions of standards out of their XML files."""

from pathlib import Path

from tests.commands.conftest import Call
from tests.ingest.digital_made import SAMPLES


def test_the_command(call: Call, tmp_path: Path) -> None:
    samples = [str(SAMPLES / name) for name in ("nested.sts.xml", "stated.sts.xml")]
    shown = call("draft", *samples)
    assert shown.exit_code == 0
    assert shown.stdout.count("\nstd:") == 4
    assert "“ISO 2” has no year" in shown.stderr
    target = tmp_path / "draft.tsv"
    assert call("draft", *samples, "--output", str(target), "--quiet").stderr == ""
    assert target.read_text(encoding="utf-8") == shown.stdout
    broken = call("draft", samples[0], str(SAMPLES / "dcc.xml"), "--output", str(tmp_path / "other.tsv"), language="zh")
    assert (broken.exit_code, broken.stdout) == (2, "")
    assert "不是 STS 格式的标准" in broken.stderr
    assert not (tmp_path / "other.tsv").exists()


def test_a_file_without_adoptions_is_no_draft(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "plain.xml"
    file.write_text('<standard><front><nat-meta><std-ref type="dated">GB 1-2022</std-ref></nat-meta></front></standard>', encoding="utf-8")
    result = call("draft", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: {file}: the file: The file of “GB 1-2022” states no adoption.")
