from collections.abc import Mapping
from pathlib import Path

import pytest

from mra.errors import InputError
from mra.gap.live import LiveSource
from mra.ingest.certificates import read_certificates
from mra.model.directory import Directory
from mra.model.evidence import Held
from mra.model.problem import Problem

HEAD = "kind,number,holder,issuer,lab,standard,date,test_date,valid_until,status,stage,report,endorsed,scope,factory,differences,registered,economy"
ROW = 'cb_report,CN-1,"A, Ltd",GOOD,LAB,IEC 1:2018,2025-03-01,2025-02-01,2028-03-01,valid,TMP,yes,no,yes,same,ZZ,BLC+ZZ,CN'
READ = {
    "number": "CN-1",
    "holder": "A, Ltd",
    "issuer": "GOOD",
    "lab": "LAB",
    "standard": "IEC 1:2018",
    "date": "2025-03-01",
    "test_date": "2025-02-01",
    "valid_until": "2028-03-01",
    "status": "valid",
    "stage": "TMP",
    "report": "yes",
    "endorsed": "no",
    "scope": "yes",
    "factory": "same",
    "differences": "ZZ",
    "registered": "BLC|ZZ",
    "economy": "CN",
}


@pytest.fixture(scope="module")
def directory(tiny: LiveSource) -> Directory:
    return tiny.directory


def read(tmp_path: Path, directory: Directory, text: str | bytes, encoding: str = "utf-8") -> tuple[list[Held], list[Problem]]:
    file = tmp_path / "certificates.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_certificates(file, directory)


def one(tmp_path: Path, directory: Directory, text: str, encoding: str = "utf-8") -> Mapping[str, str]:
    held, problems = read(tmp_path, directory, text, encoding)
    assert problems == []
    (piece,) = held
    assert not piece.is_specimen
    return {"kind": piece.kind, **piece.qualifiers}


def test_every_column(tmp_path: Path, directory: Directory) -> None:
    assert one(tmp_path, directory, f"{HEAD}\n{ROW}\n") == {"kind": "cb_report", **READ}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "，", "；"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_separators(tmp_path: Path, directory: Directory, encoding: str, separator: str, newline: str) -> None:
    lines = [["证书种类", "持证人", "发证日期", "状态"], ["CB报告", "深圳灯具厂", "2025年3月1日", "有效"], ["", "", "", ""]]
    text = newline.join(separator.join(line) for line in lines)
    expected = {"kind": "cb_report", "holder": "深圳灯具厂", "date": "2025-03-01", "status": "valid"}
    assert one(tmp_path, directory, text, encoding) == expected


@pytest.mark.parametrize(
    "head", ["Evidence kind,Certificate No.,Expiry date", "证书类型,证书编号,有效期至", "KIND,number*,valid-until", "kind ,NUMBER,Valid_Until"]
)
def test_heads_in_both_languages(tmp_path: Path, directory: Directory, head: str) -> None:
    assert one(tmp_path, directory, f"{head}\nccc,００１２３,2028/3/1\n") == {"kind": "ccc", "number": "00123", "valid_until": "2028-03-01"}


@pytest.mark.parametrize("kind", ["cb_report", "CB_REPORT", "cb-report", "CB report", "CB报告", " cb report "])
def test_kinds_by_id_and_label(tmp_path: Path, directory: Directory, kind: str) -> None:
    assert one(tmp_path, directory, f"kind\n{kind}\n") == {"kind": "cb_report"}


@pytest.mark.parametrize(("kind", "meant"), [("CCC 认证", "ccc"), ("ccc certificate", "ccc"), ("CCC认证证书", "ccc"), ("CB 报告", "cb_report")])
def test_kinds_by_what_people_call_them(tmp_path: Path, directory: Directory, kind: str, meant: str) -> None:
    assert one(tmp_path, directory, f"kind\n{kind}\n") == {"kind": meant}


@pytest.mark.parametrize("day", ["2025-03-01", "2025/3/1", "2025.03.01", "20250301", "2025年3月1日", "2025-03-01 00:00:00", "２０２５-03-01"])
def test_days(tmp_path: Path, directory: Directory, day: str) -> None:
    assert one(tmp_path, directory, f"kind,date\nccc,{day}\n")["date"] == "2025-03-01"


@pytest.mark.parametrize(
    ("cell", "qualifiers"),
    [
        ("是", {"factory": "same"}),
        ("other", {"factory": "other"}),
        ("不同", {"factory": "other"}),
        ("Works 2, Shenzhen", {"factory_name": "Works 2, Shenzhen"}),
    ],
)
def test_a_factory_is_the_same_or_another_or_a_name(tmp_path: Path, directory: Directory, cell: str, qualifiers: dict[str, str]) -> None:
    assert one(tmp_path, directory, f'kind,factory\nccc,"{cell}"\n') == {"kind": "ccc", **qualifiers}


@pytest.mark.parametrize(
    "cell", ["IEC 1:2018; GB 1-2022", "IEC 1:2018、GB 1-2022", "IEC 1:2018+GB 1-2022", '"IEC 1:2018, GB 1-2022"', '"IEC 1:2018\nGB 1-2022"']
)
def test_several_standards(tmp_path: Path, directory: Directory, cell: str) -> None:
    assert one(tmp_path, directory, f"kind,standard\nccc,{cell}\n")["standard"] == "IEC 1:2018|GB 1-2022"


def test_an_amendment_is_no_separator(tmp_path: Path, directory: Directory) -> None:
    editions = {**directory.editions, "en-9-2014-a1-2018": "EN 9:2014+A1:2018"}
    changed = Directory(**{**{name: getattr(directory, name) for name in Directory.__dataclass_fields__}, "editions": editions})
    assert one(tmp_path, changed, "kind,standard\nccc,EN 9:2014+A1:2018\n")["standard"] == "EN 9:2014+A1:2018"


@pytest.mark.parametrize("name", ["CN", "china", "中国"])
def test_markets_by_code_and_name(tmp_path: Path, directory: Directory, name: str) -> None:
    assert one(tmp_path, directory, f"kind,economy\nccc,{name}\n")["economy"] == "CN"


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("date", "2025-02-30", "wrong-day"),
        ("date", "45717", "wrong-day"),
        ("valid_until", "long", "wrong-day"),
        ("report", "perhaps", "wrong-flag"),
        ("status", "fine", "not-in-list"),
        ("stage", "XYZ", "not-in-list"),
        ("economy", "Atlantis", "unknown-market"),
        ("standard", "IEC 1:2017", "unknown-standard"),
    ],
)
def test_a_bad_cell_is_a_problem_with_place_and_remedy(tmp_path: Path, directory: Directory, column: str, cell: str, code: str) -> None:
    held, (problem,) = read(tmp_path, directory, f"kind,{column}\nccc,\nccc,{cell}\n")
    assert [piece.kind for piece in held] == ["ccc"]
    assert (problem.code, problem.file, problem.line, problem.field, problem.value) == (code, "certificates.csv", 3, column, cell)
    assert problem.remedy.en
    assert problem.remedy.zh


def test_all_problems_of_a_row_are_reported(tmp_path: Path, directory: Directory) -> None:
    held, problems = read(tmp_path, directory, "kind,date,report\nccx,x,x\n")
    assert held == []
    assert {problem.code for problem in problems} == {"unknown-kind", "wrong-day", "wrong-flag"}
    assert "ccc" in next(problem for problem in problems if problem.code == "unknown-kind").remedy.en


def test_a_row_without_kind_and_one_with_too_many_cells(tmp_path: Path, directory: Directory) -> None:
    held, problems = read(tmp_path, directory, "kind,holder\n,A\nccc,A, Ltd\nccc,B,,\n")
    assert [piece.qualifiers["holder"] for piece in held] == ["B"]
    assert [(problem.code, problem.line) for problem in problems] == [("no-kind", 2), ("too-many-cells", 3)]


def test_columns_that_are_not_known_are_reported_and_left_aside(tmp_path: Path, directory: Directory) -> None:
    held, problems = read(tmp_path, directory, "kind,valid untl,kind\nccc,2028-01-01,none\n")
    assert held == [Held(kind="ccc", qualifiers={}, is_specimen=False)]
    assert [problem.code for problem in problems] == ["column-twice", "column-unknown"]
    assert "valid_until" in problems[1].remedy.en


def test_lines_are_counted_over_cells_with_line_breaks(tmp_path: Path, directory: Directory) -> None:
    _, (problem,) = read(tmp_path, directory, 'kind,holder,date\nccc,"A\nB",2025-01-01\n\nccc,C,x\n')
    assert problem.line == 5


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "has no column for the kind"),
        (b"number,holder\n1,A\n", "has no column for the kind"),
        (b"PK\x03\x04rest", "is damaged or incomplete"),
        (b"\xd0\xcf\x11\xe0rest", "is damaged or incomplete"),
        (b"kind\n\xff\xff\xff\n", "neither UTF-8"),
        (b"\xff\xfek", "neither UTF-8"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, directory: Directory, data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, directory, data)


def test_files_that_are_not_there(tmp_path: Path, directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, said in ((tmp_path / "none.csv", "不存在"), (tmp_path, "文件夹")):
        with pytest.raises(InputError) as caught:
            read_certificates(path, directory)
        assert said in caught.value.text.zh
    for error, said in ((PermissionError(13, "Permission denied"), "没有权限"), (OSError(5, "Input/output error"), "Input/output error")):
        monkeypatch.setattr(Path, "open", lambda _, mode, error=error: (_ for _ in ()).throw(error))
        with pytest.raises(InputError) as caught:
            read_certificates(tmp_path / "x", directory)
        assert said in caught.value.text.zh
