"""Which kind of evidence a certificate is, by what it calls its scheme or its standard; in doubt none."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mra.ingest.cells import normal
from mra.ingest.credential import Draft
from mra.model.directory import Directory

__all__ = ["Found", "find_kind"]

#: What names a scheme of which the knowledge base has a kind; every pattern is sought in the names of scheme, certificate and standard.
_SCHEMES: Final[tuple[tuple[str, str], ...]] = (
    (r"\bccc\b(?!.*(?:self|自我声明))|\b3c认证|强制性产品认证(?!.*自我声明)|china compulsory cert(?!.*self)", "ccc"),
    (r"\bccc\b.*(?:self[- ]declaration|自我声明)|强制性产品认证.*自我声明", "ccc_sdoc"),
    (r"\bcqc (?:mark|voluntary)|\bcqc标志", "cqc"),
    (r"iecee.*\bcb\b(?!.*(?:full cert|fcs))|\bcb (?:scheme|test certificate|(?:test )?report)|\bcb(?:测试)?(?:证书|报告)|\bcb体系", "cb_report"),
    (r"\bcb[- ]fcs\b|cb full certification|cb全面认证", "cb_fcs"),
    (r"\bsrrc\b|型号核准", "srrc"),
    (r"\bnal\b.*licen|network access licen|进网许可", "nal"),
    (r"\biecex\b", "iecex"),
    (r"\bun ?38\.3\b", "un38_3"),
    (r"gb/t ?19630|china organic|中国有机产品", "organic_cn"),
    (r"gb/t ?20014|chinagap|china gap\b|中国良好农业规范", "gap_cn"),
    (r"gb/t ?27341|china haccp|中国haccp", "haccp_cn"),
    (r"china green product|中国绿色产品|绿色产品认证", "green_product_cn"),
    (r"china energy label|中国能效标识|能效标识备案", "energy_label_cn"),
    (r"china rohs|中国rohs", "rohs_cn"),
    (r"shenzhen standard|深圳标准", "shenzhen_standard"),
    (r"\bzhenpin\b|圳品", "zhenpin"),
    (r"greater bay area cert|湾区认证", "gba_cert"),
    (r"\bnmpa\b.*(?:manufacturing|production)|医疗器械生产许可", "nmpa_production_licence"),
    (r"\bnmpa\b.*regist|医疗器械注册证", "nmpa"),
)
#: Management systems: the kind says that CNAS accredits the body, so somebody must say that.
_ACCREDITED: Final[tuple[tuple[str, str], ...]] = tuple(
    (rf"\b(?:iso/iec|iso|gb/t)[^\d]{{0,4}}(?:{numbers})(?!\d)", kind)
    for numbers, kind in (
        ("9001|19001", "iso9001_cnas"),
        ("14001|24001", "iso14001_cnas"),
        ("45001", "iso45001_cnas"),
        ("27001|22080", "iso27001_cnas"),
        ("22000", "iso22000_cnas"),
        ("13485|42061", "iso13485_cnas"),
    )
)
#: With ASCII a Chinese sign is the end of a word, as in CCC认证.
_FLAGS: Final = re.IGNORECASE | re.ASCII
_CNAS: Final = re.compile(r"\bcnas\b|china national accreditation service|中国合格评定国家认可", _FLAGS)
_CMA: Final = re.compile(r"\bcma\b|检验检测机构资质认定", _FLAGS)
_MOST_NAMES: Final = 50
_NOTHING: Final = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The kind, if there is exactly one; else what it may be. ``wants_cnas``: only the accreditation is missing."""

    kind: str | None
    choices: tuple[str, ...] = ()
    wants_cnas: bool = False


def find_kind(draft: Draft, directory: Directory) -> Found:
    """The kind of evidence that ``draft`` is, among those of the knowledge base."""
    known = {normal(name): kind for kind, label in directory.kinds.items() if kind != _NOTHING for name in (kind, label.en, label.zh)}
    names = draft.schemes[:_MOST_NAMES]
    for text in names:
        if normal(text) in known:
            return Found(kind=known[normal(text)])
    is_cnas = any(_CNAS.search(text) for text in draft.accreditations)
    certain = _matching(names, _SCHEMES, directory)
    systems = _matching(names, _ACCREDITED, directory)
    if not certain and draft.activity == "testing":
        certain = [kind for kind, is_so in _reports(draft.accreditations) if is_so and kind in directory.kinds]
    choices = tuple(dict.fromkeys([*certain, *(systems if draft.activity != "testing" else [])]))
    if len(choices) == 1 and (choices[0] in certain or is_cnas):
        return Found(kind=choices[0], choices=choices)
    return Found(kind=None, choices=choices, wants_cnas=bool(choices) and not certain)


def _reports(accreditations: Sequence[str]) -> Iterable[tuple[str, bool]]:
    yield "cnas_test_report", any(_CNAS.search(text) for text in accreditations)
    yield "cma_test_report", any(_CMA.search(text) for text in accreditations)


def _matching(texts: Sequence[str], patterns: Sequence[tuple[str, str]], directory: Directory) -> list[str]:
    """The kinds named by the first text that names any."""
    for text in texts:
        found = [kind for pattern, kind in patterns if kind in directory.kinds and re.search(pattern, text, _FLAGS)]
        if found:
            return found
    return []
