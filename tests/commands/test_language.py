import gettext
import io
import json
import re
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from mra.commands.root import NAMES
from mra.commands.tongue import chosen_language
from mra.language import catalogue_keys
from tests.bases import ROOT
from tests.commands.conftest import Call

MESSAGES = ROOT / "mra" / "catalogue" / "click" / "zh" / "LC_MESSAGES"


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["gap", "--lang", "en"], {"MRA_LANG": "zh", "LANG": "zh_CN.UTF-8"}, "en"),
        (["--lang=en", "gap"], {}, "en"),
        (["--lang", "en", "gap", "--lang", "zh"], {}, "zh"),
        (["gap", "--lang", "fr"], {"MRA_LANG": "en"}, "en"),
        ([], {"MRA_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"MRA_LANG": "zh-CN"}, "zh"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LC_ALL": "zh_CN.GB18030", "LANG": "en_GB.UTF-8"}, "zh"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "en", "LANG": "zh_CN"}, "en"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LANG": "fr_FR.UTF-8"}, "zh"),
        (["--lang"], {}, "zh"),
    ],
)
def test_the_language_of_a_call(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert chosen_language(arguments, environment) == language


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = io.BytesIO()
    with (MESSAGES / "messages.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale="zh"))
    assert compiled.getvalue() == (MESSAGES / "messages.mo").read_bytes()


def test_all_that_click_says_is_translated() -> None:
    with (MESSAGES / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale="zh")
    keywords = {"_": None, "ngettext": (1, 2)}
    for _, _, message, _, _ in extract_from_dir(str(Path(click.__file__).parent), [("**.py", "python")], keywords=keywords):
        found = catalogue.get(message if isinstance(message, str) else message[0])
        assert found is not None, message
        assert found.string, message
        english = message if isinstance(message, str) else message[1]
        chinese = found.string if isinstance(found.string, str) else found.string[0]
        assert set(re.findall(r"\{(\w+)[!}]", chinese)) <= set(re.findall(r"\{(\w+)[!}]", english)) | {"len", "choices", "formats", "len_value", "possibility"}


def test_click_speaks_chinese_through_gettext(monkeypatch: pytest.MonkeyPatch, call: Call) -> None:
    call("--version", language="zh")
    assert gettext.gettext("Missing command.") == "缺少命令。"
    call("--version", language="en")
    assert gettext.gettext("Missing command.") == "Missing command."


@pytest.mark.parametrize("name", NAMES)
def test_help_is_chinese_throughout(call: Call, name: str) -> None:
    text = call(name, "--help", language="zh").stdout
    assert text.startswith("用法：")
    for paragraph in text.splitlines():
        words = re.sub(r"--?[a-z-]+|\[[a-z|]+\]|mra .*|[\w-]+[:=].*|[A-Z]{2,}.*|https?\S+", "", paragraph)
        assert len(re.findall(r"[a-z]{4,}", words)) <= 4, paragraph


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_is_english_throughout(call: Call, name: str) -> None:
    text = call(*([name] if name else []), "--help").stdout
    assert text.startswith("Usage: mra")
    assert not re.search(r"[\u4e00-\u9fff]", text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_fits_eighty_eight_columns(call: Call, language: str) -> None:
    from mra.reports.layout import display_width

    for name in NAMES:
        for line in call(name, "--help", language=language).stdout.splitlines():  # type: ignore[arg-type]
            assert display_width(line) <= 88 or "[" in line, line


def test_no_sentence_is_missing() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "mra").rglob("*.py"))
    wanted = set(re.findall(r'"((?:command|certificates|explain|compare|field)\.[\w.-]*\w)"', code))
    assert wanted
    assert {key for key in wanted if not {key, f"command.{key}"} & catalogue_keys()} == set()


def test_every_sentence_is_in_both_languages() -> None:
    for key, entry in json.loads((ROOT / "mra" / "catalogue" / "commands.json").read_text(encoding="utf-8")).items():
        assert set(entry) == {"en", "zh"}, key
        assert set(re.findall(r"(?<!\{)\{(\w+)\}", entry["en"])) == set(re.findall(r"(?<!\{)\{(\w+)\}", entry["zh"])), key
        assert not re.search(r"[\u4e00-\u9fff]", entry["en"]), key
        assert (entry["en"] + entry["zh"]).encode("gbk"), key
