"""The report as a PDF, as Poppler reads it: fonts embedded, tagged, the same bytes, no empty boxes."""

import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import typst

from mra.errors import InputError, MraError
from mra.model.evidence import Held
from mra.model.report import GapReport, HeldEvidence
from mra.model.text import Bilingual
from mra.reports import DOCUMENTS, typesetting
from mra.reports.fonts import FAMILIES, Face, chinese_face
from mra.reports.layout import clean
from mra.reports.pdf_report import render
from mra.reports.typesetting import typeset
from tests.bases import ROOT
from tests.reports.conftest import both, case, element, report_of, requirement, route, sheet_of

#: At this resolution a sign of 16 points is exactly 50 dots wide.
RESOLUTION = 225


def tool(name: str, *arguments: object) -> str:
    """What a tool of Poppler says of a file."""
    return subprocess.run([name, *map(str, arguments)], capture_output=True, check=True, timeout=120).stdout.decode("utf-8")


def written(folder: Path, report: GapReport, language: str) -> Path:
    file = folder / f"{language}.pdf"
    file.write_bytes(render(report, language))  # type: ignore[arg-type]
    return file


def text_of(file: Path) -> str:
    return " ".join(tool("pdftotext", "-layout", file, "-").split())


@pytest.fixture(params=["en", "zh"])
def language(request):
    return request.param


def test_all_fonts_are_embedded_and_their_text_can_be_copied(report, language, tmp_path):
    rows = tool("pdffonts", written(tmp_path, report, language)).splitlines()[2:]
    assert rows
    for row in rows:
        embedded, _, unicode = row.split()[-5:-2]
        assert (embedded, unicode) == ("yes", "yes"), row


def test_it_is_tagged_and_has_title_language_and_paper(report, language, tmp_path):
    file = written(tmp_path, report, language)
    told = dict(line.split(":", 1) for line in tool("pdfinfo", file).splitlines() if ":" in line)
    assert told["Tagged"].strip() == "yes"
    assert told["Title"].strip() == f"{'市场准入差距报告：kettle中文说明' if language == 'zh' else 'Market access gap report: english kettle'}"
    assert told["Page size"].strip().endswith("(A4)")
    data = file.read_bytes()
    assert (b"/Lang(zh-CN)" if language == "zh" else b"/Lang(en-GB)") in data
    assert b"pdfuaid" in data


def test_the_words_are_those_of_the_page(report, language, tmp_path):
    text = text_of(written(tmp_path, report, language))
    squeezed = text.replace(" ", "")
    for verdict in report.labels["verdict"].values():
        assert verdict.read(language).replace(" ", "") in squeezed
    words = {
        "en": ("Left to do, duties (2)", "For every shipment (1)", "Exception: english condition", "english still-open", "english claim", "0123abcd"),
        "zh": ("尚须履行的义务（2）", "每批货物须办理（1）", "例外：condition中文说明", "still-open中文说明", "claim中文说明", "0123abcd"),
    }
    for word in words[language]:
        assert word.replace(" ", "") in squeezed, word
    assert "not legal advice" in text if language == "en" else "不构成法律意见" in squeezed


def test_two_processes_give_the_same_bytes(report, language, tmp_path):
    (tmp_path / "report").write_bytes(pickle.dumps(report))
    code = (
        "import hashlib, pickle, sys; from pathlib import Path; from mra.reports.pdf_report import render;"
        "print(hashlib.sha256(render(pickle.loads(Path(sys.argv[1]).read_bytes()), sys.argv[2])).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "report"), language],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
            timeout=120,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }
    assert len(sums) == 1
    assert DOCUMENTS["pdf"](report, language) == render(report, language)


def test_pages_are_numbered_and_heads_repeated(language, tmp_path):
    elements = [element(f"test-{number}", case("duplicate", "same_subject", None)) for number in range(60)]
    file = written(tmp_path, report_of(sheet_of("AA", requirement("long", route("a", *elements)))), language)
    pages = [" ".join(page.split()) for page in tool("pdftotext", "-layout", file, "-").split("\f") if page.strip()]
    assert len(pages) > 4
    number = "第 {} 页，共 {} 页" if language == "zh" else "Page {} of {}"
    for place, page in enumerate(pages, start=1):
        assert number.format(place, len(pages)).replace(" ", "") in page.replace(" ", "")
    head = "采信情况与理由" if language == "zh" else "What counts, and why"
    rows = re.compile(r"test-\d+ ?中文说明" if language == "zh" else r"english test-\d+")
    in_table = [page for page in pages[2:] if len(rows.findall(page)) > 2]
    assert len(in_table) > 1
    assert all(head in page for page in in_table)


def test_a_single_market_follows_on_the_first_page(report, language, tmp_path):
    one = written(tmp_path, replace(report, destinations=report.destinations[:1]), language)
    assert "market-AA" in tool("pdftotext", "-l", 1, one, "-").replace(" ", "").split("结论统计" if language == "zh" else "byverdict")[1]
    first = tool("pdftotext", "-l", 1, written(tmp_path, report, language), "-")
    assert ("要点" if language == "zh" else "At a glance") not in first


def test_hostile_text_is_printed_as_it_is(report, tmp_path):
    hostile = '#import "@preview/x:1.0.0" *b* _i_ $x^2$ `raw` <label> @ref = = // /* \\u{41} #panic() ]) "'
    held = Held(kind="alpha_report", qualifiers={"issuer": hostile}, is_specimen=False)
    changed = replace(report, held=(HeldEvidence(held=held, label=both("alpha")),), product_label=Bilingual('#panic("x")', "#[甲]"))
    text = text_of(written(tmp_path, changed, "en"))
    assert 'gap report: #panic("x")' in text
    for part in ('#import "@preview/x:1.0.0"', "*b* _i_ $x^2$ `raw` <label> @ref", "// /*", "#panic()"):
        assert part in text, part


def test_no_address_holds_a_sign_that_was_not_there(report, tmp_path):
    assert "https://example.org/copy" in text_of(written(tmp_path, report, "en"))
    assert "\u200b" not in tool("pdftotext", written(tmp_path, report, "en"), "-")


# -- fonts


def grey(file: Path, box: tuple[int, int, int, int]) -> list[bytes]:
    """The rows of a part of the first page as grey values."""
    left, top, width, height = box
    data = subprocess.run(
        ["pdftoppm", "-gray", "-r", str(RESOLUTION), "-f", "1", "-l", "1", "-x", str(left), "-y", str(top), "-W", str(width), "-H", str(height), str(file)],
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout
    head = re.match(rb"P5\s+(\d+) (\d+)\s+255\s", data)
    assert head
    pixels = data[head.end() :]
    return [pixels[start : start + int(head[1])] for start in range(0, len(pixels), int(head[1]))]


def ink(rows: list[bytes]) -> float:
    """How much of a picture is dark."""
    return sum(255 - value for row in rows for value in row) / (255 * sum(map(len, rows)))


def halves(rows: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    middle = len(rows[0]) // 2
    return [row[:middle] for row in rows], [row[middle : 2 * middle] for row in rows]


def difference(one: list[bytes], other: list[bytes]) -> float:
    pairs = [(a, b) for row, beside in zip(one, other, strict=True) for a, b in zip(row, beside, strict=True)]
    return sum(abs(a - b) for a, b in pairs) / (255 * len(pairs))


def place_of(file: Path, word: str) -> tuple[int, int, int, int]:
    """Where a word stands on the first page, in dots."""
    found = re.search(rf'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">{word}</word>', tool("pdftotext", "-bbox", "-l", 1, file, "-"))
    assert found
    left, top, right, bottom = (float(number) * RESOLUTION / 72 for number in found.groups())
    return round(left), round(top), round(right - left), round(bottom - top)


def test_chinese_is_no_row_of_empty_boxes(report, tmp_path):
    file = written(tmp_path, replace(report, product_label=Bilingual("互认", "互认")), "en")
    real = grey(file, place_of(file, "互认"))
    face = chinese_face(typst.Fonts(include_system_fonts=True, include_embedded_fonts=False))
    source = tmp_path / "boxes.typ"
    source.write_text(f'#set page(paper: "a4")\n#set text(font: "{face.family}", size: 16pt, weight: "bold", fallback: false)\n\\u{{ffff}}\\u{{ffff}}\n')
    boxes = tmp_path / "boxes.pdf"
    boxes.write_bytes(typst.compile(source))
    margin = round(70.87 * RESOLUTION / 72)
    empty = grey(boxes, (margin, margin, len(real[0]), len(real)))
    assert ink(empty) > 0.02
    assert ink(real) > 0.05
    assert difference(*halves(empty)) < 0.02, "two boxes are alike"
    assert difference(*halves(real)) > 0.1, "two signs are not"
    assert difference(real, empty) > 0.1


def test_a_sign_that_the_font_lacks_is_an_error_that_names_it(report):
    held = Held(kind="alpha_report", qualifiers={"issuer": "A😀"}, is_specimen=False)
    with pytest.raises(InputError, match=r"cannot show 😀 \(U\+1F600\) with the font") as caught:
        render(replace(report, held=(HeldEvidence(held=held, label=both("alpha")),)), "en")
    assert "PDF 未生成" in caught.value.text.zh


def test_the_font_has_every_sign_that_the_knowledge_base_prints(tmp_path):
    """Aliases are only searched; they may be written in any script."""
    files = [*(ROOT / "mappings").rglob("*.toml"), *(ROOT / "mra" / "catalogue").glob("*.json")]
    texts = (re.sub(r"(?s)\baliases = \[.*?\]", "", file.read_text(encoding="utf-8")) for file in files)
    signs = sorted({sign for text in texts for sign in clean(text) if sign.strip()})
    assert len(signs) > 1000
    face = chinese_face(typst.Fonts(include_system_fonts=True, include_embedded_fonts=False))
    source = tmp_path / "signs.typ"
    source.write_text('#set document(title: "signs")\n#set text(font: sys.inputs.font, fallback: false)\n#sys.inputs.signs.clusters().join(" ")\n')
    assert typst.compile(source, sys_inputs={"font": face.family, "signs": "".join(signs)}, pdf_standards="ua-1")


def test_without_a_chinese_font_the_package_to_install_is_named(report, monkeypatch, tmp_path):
    monkeypatch.setenv("MRA_FONTS", str(tmp_path))
    with pytest.raises(InputError, match="Install the package fonts-noto-cjk") as caught:
        render(report, "en")
    assert "请安装 fonts-noto-cjk" in caught.value.text.zh


def test_a_folder_of_fonts_that_is_none_is_named(report, monkeypatch, tmp_path):
    monkeypatch.setenv("MRA_FONTS", str(tmp_path / "none"))
    with pytest.raises(InputError, match=r"MRA_FONTS names .*none, which is no folder"):
        render(report, "en")


def test_the_folder_that_is_named_is_used(report, monkeypatch, tmp_path):
    face = chinese_face(typst.Fonts(include_system_fonts=True, include_embedded_fonts=False))
    for file in face.folders[0].iterdir():
        if "SansCJK" in file.name and ("Regular" in file.name or "Bold" in file.name):
            (tmp_path / file.name).symlink_to(file)
    usual = render(report, "zh")
    monkeypatch.setenv("MRA_FONTS", str(tmp_path))
    assert render(report, "zh") == usual


def test_the_first_family_that_is_there_is_taken():
    class Font:
        def __init__(self, family: str, path: str | None) -> None:
            self.family, self.path = family, path

    class Fonts:
        def fonts(self) -> list[Font]:
            return [Font(FAMILIES[2], "b/x.otf"), Font(FAMILIES[1], "a/x.otf"), Font(FAMILIES[1], "c/y.otf"), Font(FAMILIES[0], None)]

    assert chinese_face(Fonts()) == Face(family=FAMILIES[1], folders=(Path("a"), Path("c")))  # type: ignore[arg-type]


def test_a_warning_of_typst_is_an_error(monkeypatch):
    real = chinese_face(typst.Fonts(include_system_fonts=True, include_embedded_fonts=False))
    monkeypatch.setattr(typesetting, "chinese_face", lambda fonts: Face(family="No Such Font", folders=real.folders))
    with pytest.raises(MraError, match="could not be set"):
        typeset("gap.typ", {"page": "{}"})


def test_without_typst_one_line_says_what_to_install(report, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InputError, match=r'pdf needs an extra of this program: pip install "mra\[report\]"'):
        render(report, "en")
