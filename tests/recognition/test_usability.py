"""Whether a certificate may be used, why not, and what a doubt does to a verdict."""

from dataclasses import replace
from datetime import date

import pytest

from mra.gap.live import LiveSource
from mra.gap.request import Request, ask
from mra.model.evidence import Held
from mra.model.notice import Notice
from mra.model.usability import Usability
from mra.recognition.usability import usabilities, with_doubts
from tests.recognition.judging import acceptance, case, verdict

DAY = date(2026, 1, 10)
WHOLE = {
    "number": "A1",
    "holder": "H",
    "issuer": "CQC",
    "standard": "GB 1-2022",
    "date": "2024-01-10",
    "valid_until": "2029-01-10",
    "status": "valid",
    "factory": "same",
}


def certificate(**changes: str | None) -> Held:
    """A certificate with nothing amiss, but for ``changes`` (``None``: not given)."""
    return Held(kind="ccc", qualifiers={name: value for name, value in {**WHOLE, **changes}.items() if value is not None}, is_specimen=False)


def found(tiny: LiveSource, *held: Held) -> list[Usability]:
    return usabilities(tiny.knowledge, tiny.integrity, held, "lamp", DAY)


def test_a_whole_certificate_is_usable(tiny: LiveSource) -> None:
    (judgement,) = found(tiny, certificate())
    assert (judgement.usable, judgement.reasons, judgement.failed) == ("yes", (), ())
    assert {"certificate-status", "certificate-factory-given", "certificate-standard-stated"} <= set(judgement.passed)
    assert "certificate-issuer-listed" not in judgement.passed


@pytest.mark.parametrize(
    ("changes", "usable", "failed"),
    [
        ({"status": "suspended"}, "no", {"certificate-status"}),
        ({"status": None}, "unknown", {"certificate-status-known"}),
        ({"valid_until": "2026-01-09"}, "no", {"certificate-unexpired"}),
        ({"valid_until": "2026-01-10"}, "yes", set()),
        ({"date": "2026-01-11"}, "no", {"certificate-issued"}),
        ({"date": None}, "unknown", {"certificate-issue-known"}),
        ({"date": "2021-12-31"}, "no", {"certificate-edition-published", "certificate-usual-validity"}),
        ({"valid_until": "2029-01-11"}, "unknown", {"certificate-usual-validity"}),
        ({"test_date": "2024-01-11"}, "no", {"certificate-tested-before-issue"}),
        ({"number": None}, "unknown", {"certificate-number-given"}),
        ({"holder": None, "issuer": None}, "unknown", {"certificate-holder-given", "certificate-issuer-given"}),
        ({"factory": None}, "unknown", {"certificate-factory-given"}),
        ({"standard": None}, "unknown", {"certificate-standard-stated"}),
        ({"signature": "invalid"}, "no", {"certificate-signature-valid", "certificate-signature-verified"}),
        ({"signature": "unverified"}, "unknown", {"certificate-signature-verified"}),
    ],
)
def test_what_is_amiss_decides(tiny: LiveSource, changes: dict[str, str | None], usable: str, failed: set[str]) -> None:
    (judgement,) = found(tiny, certificate(**changes))
    assert (judgement.usable, set(judgement.failed)) == (usable, failed)


def test_the_strongest_reason_stands_first_and_quotes_the_certificate(tiny: LiveSource) -> None:
    (judgement,) = found(tiny, certificate(status="withdrawn", holder=None, valid_until="2029-01-11"))
    assert [reason.severity for reason in judgement.reasons] == ["no", "unknown", "delta"]
    first, second, third = judgement.reasons
    assert (first.code, first.dimension, first.shape) == ("certificate-status", "evidence", "https://w3id.org/mra/rule/certificate-status")
    assert (first.message.en, first.message.zh) == ("The certificate does not stand (Withdrawn).", "证书当前状态无效（撤销）。")
    assert second.message.en == "The holder is not given."
    assert third.message.en == "The certificate is valid longer than its scheme usually allows (2029-01-11)."


def test_a_status_that_no_list_knows_is_quoted_as_it_is(tiny: LiveSource) -> None:
    (judgement,) = found(tiny, certificate(status="odd"))
    assert judgement.reasons[0].message.en == "The certificate does not stand (odd)."


def test_a_published_notice_excludes_a_certificate_that_says_it_is_valid(tiny: LiveSource) -> None:
    notice = Notice(number="a1", kind="ccc", status="forged", source="agency")
    knowledge = replace(tiny.knowledge, notices=(notice,))
    (judgement,) = usabilities(knowledge, tiny.integrity, [certificate()], None, DAY)
    assert (judgement.usable, judgement.failed) == ("no", ("certificate-not-published-as-bad",))
    assert judgement.reasons[0].message.zh == "公开通报显示该证书不得使用（通报为伪造）。"


def test_certificates_are_judged_in_order(tiny: LiveSource) -> None:
    assert [entry.usable for entry in found(tiny, certificate(), certificate(status="forged"), certificate(holder=None))] == ["yes", "no", "unknown"]


# ── what a doubt does ──


def test_a_doubt_lowers_the_confidence_and_is_an_open_point(tiny: LiveSource) -> None:
    sound = Held(kind="cb_report", qualifiers={"standard": "IEC 1:2018", "status": "valid"}, is_specimen=False)
    doubtful = with_doubts(tiny.integrity, sound, found(tiny, sound)[0])
    (before, after) = (verdict(tiny, case(acceptance(), piece)) for piece in (sound, doubtful))
    assert (before.verdict, after.verdict) == ("recognized", "recognized")
    assert (before.confidence, after.confidence) == ("high", "medium")
    assert before.open == ()
    assert "CB report: The holder is not given." in [point.en for point in after.open]
    assert "CB报告：证书未写明持有人。" in [point.zh for point in after.open]


def test_a_certificate_without_a_doubt_stays_what_it_is(tiny: LiveSource) -> None:
    whole = certificate()
    assert with_doubts(tiny.integrity, whole, found(tiny, whole)[0]) is whole


# ── in a report ──


def report_on(tiny: LiveSource, *held: Held) -> tuple[list[str | None], list[list[str]], str]:
    request = Request(question=ask(tiny.directory, "lamp", {}, DAY), destinations=("ZZ",), held=held)
    report = tiny.report(request)
    entry = next(entry for entry in report.destinations[0].requirements if entry.requirement.scheme == "blc-lamp-declaration")
    problems = [[problem.message.en for problem in piece.problems] for piece in report.held]
    return [piece.usable for piece in report.held], problems, entry.verdict


def test_what_is_not_usable_is_never_evidence(tiny: LiveSource) -> None:
    def report(status: str) -> Held:
        return Held(kind="cb_report", qualifiers={**WHOLE, "standard": "IEC 1:2018", "status": status}, is_specimen=False)

    usable, problems, word = report_on(tiny, report("valid"))
    assert (usable, problems, word) == (["yes"], [[]], "recognized")
    usable, problems, word = report_on(tiny, report("suspended"))
    assert (usable, word) == (["no"], "missing")
    assert problems == [["CB report A1 is not used as evidence: The certificate does not stand (Suspended)."]]
    usable, _, word = report_on(tiny, report("suspended"), report("valid"))
    assert (usable, word) == (["no", "yes"], "recognized")


def test_the_report_says_only_what_excludes_a_certificate_and_all_that_casts_doubt(tiny: LiveSource) -> None:
    _, problems, _ = report_on(tiny, certificate(status="expired", holder=None), certificate(holder=None))
    assert problems == [
        ["CCC certificate A1 is not used as evidence: The certificate does not stand (Expired)."],
        ["CCC certificate A1 is used with a doubt: The holder is not given."],
    ]


def test_a_specimen_is_what_it_is_said_to_be(tiny: LiveSource) -> None:
    usable, problems, _ = report_on(tiny, Held(kind="ccc", qualifiers={"status": "suspended"}))
    assert (usable, problems) == ([None], [[]])
