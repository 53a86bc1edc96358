"""The rows of a synthetic portfolio: any rows, in any order, each out of its own number."""

from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mra.errors import InputError
from mra.ingest.cells import PORTFOLIO_COLUMNS
from mra.knowledge.base import Knowledge
from mra.language import say
from mra.portfolio.draws import Draws, Shares, Whole
from mra.portfolio.synthetic_cells import Cells, Choice
from mra.portfolio.synthetic_days import SPAN, STATES, Calendar, Days, drawn_days, years
from mra.portfolio.synthetic_mix import Line, lines_by_group

#: In this order in every file. The first says of every row what it is.
COLUMNS: Final = ("synthetic", *(column for column in PORTFOLIO_COLUMNS if column != "registered"))
#: Sizes of enterprises follow a power law: most hold one or two certificates, a few hold a thousand.
_LARGEST: Final = 4096
#: So many certificates of an enterprise in a row are for one of its products.
_PER_PRODUCT: Final = 3
_PRODUCTS: Final = 1 << 20
_UNKNOWN_BODIES: Final = 40


def _styled(zh: str, identifier: str, en: str) -> tuple[str, ...]:
    """One thing as people write it; an enterprise keeps to one of twenty styles: eleven Chinese, five by id, four English."""
    return (*[zh] * 11, *[identifier] * 5, *[en] * 4)


class Rows:
    """All rows of one portfolio; nothing is kept of those that were made."""

    def __init__(self, knowledge: Knowledge, *, enterprises: int, certificates: int, seed: int, as_of: date) -> None:
        self._draws, self._as_of = Draws(seed), as_of
        self._width = max(5, len(str(enterprises)))
        self._enterprises = enterprises
        self._ends = _ends(self._draws, enterprises, certificates)
        groups = lines_by_group(knowledge)
        if not groups:
            raise InputError(say("synthesize.no-kind"))
        self._lines: list[Line] = [line for _, lines in groups for line in lines]
        self._groups = Shares([[weight for weight, _ in groups]])
        self._kinds = Shares([[line.weight for line in lines] for _, lines in groups])
        self._months = np.array([line.months or 0 for line in self._lines], dtype=np.int64)
        self._is_report = np.array([line.is_report for line in self._lines])
        self._calendar = Calendar(as_of, int(self._months.max()))
        self._set_texts(knowledge)
        self._set_numbers()
        self._set_standards()

    def enterprise_of(self, rows: Whole) -> Whole:
        """The enterprise that holds each certificate; rows stand by enterprise."""
        found: Whole = np.searchsorted(self._ends, rows, side="right").astype(np.int64)
        return found

    def make(self, rows: Whole) -> dict[str, Cells]:
        """The cells of ``rows`` by column."""
        draws, enterprise = self._draws, self.enterprise_of(rows)
        place = rows - np.concatenate(([0], self._ends))[enterprise]
        product = enterprise * _PRODUCTS + place // _PER_PRODUCT
        trade = self._groups.choose(draws, "trade", enterprise, np.zeros_like(rows))
        group = np.where(draws.hit("same trade", product, 750), trade, self._groups.choose(draws, "other trade", product, np.zeros_like(rows)))
        line = self._kinds.choose(draws, "kind", rows, group)
        style = draws.upto("style", enterprise, 20)
        days = drawn_days(draws, rows, self._months[line], self._as_of)
        columns = {"synthetic": Cells(codes=np.zeros_like(rows), texts=pa.array(["yes"]))}
        columns |= self._named(rows, enterprise, product, style)
        columns |= self._certificate(rows, line, style, days)
        columns |= self._written_days(rows, line, days, draws.upto("way", enterprise, 20))
        columns |= self._qualified(rows, line, style)
        columns |= {
            "product": self._product_texts.cells(line, style),
            "hs": self._hs_texts.cells(line, self._hs_number(product, enterprise), empty=draws.hit("no code", product, 60)),
        }
        return {name: columns[name] for name in COLUMNS}

    # -- made once

    def _set_texts(self, knowledge: Knowledge) -> None:
        kinds, groups = [line.kind for line in self._lines], [line.group for line in self._lines]
        self._kind_texts = Choice([_styled(kind.label.zh, kind.id, kind.label.en) for kind in kinds])
        self._product_texts = Choice([_styled(group.label.zh, group.id, group.label.en) for group in groups])
        self._hs_texts = Choice([[text for code in group.hs for text in _hs_texts(code)] for group in groups])
        status = knowledge.concepts["status"]
        self._status_texts = Choice([_styled(status[name].label.zh, name, status[name].label.en) for name in ("valid", *(name for name, _ in STATES))])
        self._issuer_texts = Choice([line.issuers for line in self._lines])
        self._lab_texts = Choice([line.labs for line in self._lines])
        self._unknown_issuers = _strangers("合成认证机构", "Synthetic Certification Body")
        self._unknown_labs = _strangers("合成检测实验室", "Synthetic Laboratory")
        self._stage_texts = Choice([sorted(knowledge.concepts["stage"])])
        markets = sorted({scheme.economy for scheme in knowledge.schemes.values()})
        self._market_texts = Choice([[*markets, *("; ".join(pair) for pair in pairwise(markets))]])
        issued_in = [knowledge.economies[kind.issuer_economy] for kind in kinds]
        self._economy_texts = Choice([_styled(economy.label.zh, economy.code, economy.label.en) for economy in issued_in])
        self._yes, self._no = (Choice([_words(word)]) for word in ("yes", "no"))
        self._same, self._other = (Choice([_words(word)]) for word in ("same", "other"))

    def _set_numbers(self) -> None:
        self._years = range(self._as_of.year - 2 * SPAN // 365, self._as_of.year + 1)
        heads = [[line.number.head.replace("{year}", str(year)) for year in self._years] for line in self._lines]
        self._heads, self._tails = Choice(heads), Choice([[line.number.tail] for line in self._lines])
        self._digits = np.array([line.number.digits for line in self._lines], dtype=np.int64)

    def _set_standards(self) -> None:
        periods = [(number, day.toordinal(), cells) for number, line in enumerate(self._lines) for day, cells in line.standards]
        self._standard_keys = np.array([number * _PRODUCTS * 4 + day for number, day, _ in periods], dtype=np.int64)
        self._standard_texts = Choice([cells for _, _, cells in periods])

    # -- made for rows

    def _named(self, rows: Whole, enterprise: Whole, product: Whole, style: Whole) -> dict[str, Cells]:
        draws = self._draws
        own = enterprise * 2 + (style >= 16)
        other = draws.upto("partner", rows, self._enterprises) * 2 + (style >= 16)
        holder = np.where(draws.hit("another holder", rows, 80), other, np.where(draws.hit("other language", rows, 40), own ^ 1, own))
        used, codes = np.unique(np.concatenate((own, holder)), return_inverse=True)
        names = pa.array([self._name(key) for key in used.tolist()], pa.string())
        return {
            "enterprise": Cells(codes=codes[: len(rows)], texts=names),
            "holder": Cells(codes=codes[len(rows) :], texts=names),
            "factory": self._factories(enterprise, product, style),
            "model": _numbered("SYN-{:05}", draws.upto("model", product, 100_000)),
        }

    def _name(self, key: int) -> str:
        return f"{'Synthetic Enterprise ' if key % 2 else '合成企业'}{key // 2 + 1:0{self._width}}"

    def _factories(self, enterprise: Whole, product: Whole, style: Whole) -> Cells:
        """The same factory, another one, its name, or nothing."""
        point = self._draws.upto("factory", product, 20)
        zeros = np.zeros_like(product)
        same, other = self._same.cells(zeros, style), self._other.cells(zeros, style)
        return _mixed((point < 9, same), (point < 11, other), (point < 18, _numbered("合成工厂{:05}", enterprise + 1)), size=len(product))

    def _certificate(self, rows: Whole, line: Whole, style: Whole, days: Days) -> dict[str, Cells]:
        draws = self._draws
        key = line * _PRODUCTS * 4 + days.issued + date(1970, 1, 1).toordinal()
        period = np.searchsorted(self._standard_keys, key, side="right") - 1
        return {
            "kind": self._kind_texts.cells(line, style),
            "number": self._numbers(rows, line, days),
            "status": self._status_texts.cells(days.state, style),
            "standard": self._standard_texts.cells(period, draws.upto("standard", rows, 1 << 30)),
            "issuer": self._bodies("issuer", rows, line, self._issuer_texts, self._unknown_issuers, 80),
            "lab": self._bodies("lab", rows, line, self._lab_texts, self._unknown_labs, 550, empty=~self._is_report[line]),
        }

    def _bodies(self, name: str, rows: Whole, line: Whole, known: Choice, unknown: Choice, others: int, *, empty: npt.NDArray[np.bool_] | None = None) -> Cells:
        """Bodies: of the lists, or (``others`` of a thousand) ones that nobody knows; some cells are empty."""
        point = self._draws.upto(name, rows, 1000)
        number = self._draws.upto(f"which {name}", rows, 1 << 30)
        is_empty = (point >= 950) if empty is None else (point >= 850) | empty
        is_unknown = (point < others) | (known.sizes[line] == 0)
        strangers = unknown.cells(np.zeros_like(rows), number)
        return _mixed((is_unknown & ~is_empty, strangers), (~is_empty, known.cells(line, number)), size=len(rows))

    def _numbers(self, rows: Whole, line: Whole, days: Days) -> Cells:
        heads = self._heads.cells(line, years(days.issued) - self._years[0]).column().dictionary_decode()
        tails = self._tails.cells(line, np.zeros_like(rows)).column().dictionary_decode()
        digits = self._digits[line]
        order: list[Whole] = []
        serials: list[pa.Array] = []
        for width in np.unique(digits).tolist():
            at = np.flatnonzero(digits == width)
            order.append(at)
            serials.append(pc.utf8_lpad(pa.array((rows[at] + 1) % 10**width).cast(pa.string()), width, "0"))
        serial = pa.concat_arrays(serials).take(pa.array(np.argsort(np.concatenate(order))))
        return Cells(codes=np.arange(len(rows)), texts=pc.binary_join_element_wise(heads, serial, tails, ""), repeats=False)

    def _written_days(self, rows: Whole, line: Whole, days: Days, ways: Whole) -> dict[str, Cells]:
        never = np.zeros(len(rows), dtype=bool)
        untested = ~self._is_report[line] | self._draws.hit("no test date", rows, 500)
        endless = (self._months[line] == 0) | self._draws.hit("no end", rows, 30)
        return {
            "date": self._calendar.cells(days.issued, ways, empty=never),
            "test_date": self._calendar.cells(days.tested, ways, empty=untested),
            "valid_until": self._calendar.cells(days.until, ways, empty=endless),
        }

    def _qualified(self, rows: Whole, line: Whole, style: Whole) -> dict[str, Cells]:
        draws, is_report, zeros = self._draws, self._is_report[line], np.zeros_like(rows)
        number = draws.upto("qualifier", rows, 1 << 30)

        def flag(name: str) -> Cells:
            point = draws.upto(name, rows, 20)
            yes, no = self._yes.cells(zeros, style), self._no.cells(zeros, style)
            return _mixed((is_report & (point < 11), yes), (is_report & (point < 13), no), size=len(rows))

        return {
            "stage": self._stage_texts.cells(zeros, number, empty=~(is_report & draws.hit("stage", rows, 100))),
            "report": flag("report"),
            "endorsed": flag("endorsed"),
            "scope": flag("scope"),
            "differences": self._market_texts.cells(zeros, number, empty=~(is_report & draws.hit("differences", rows, 150))),
            "economy": self._economy_texts.cells(line, style, empty=~draws.hit("economy", rows, 200)),
        }

    def _hs_number(self, product: Whole, enterprise: Whole) -> Whole:
        """Which code of the product group, written in which of the ways that ``_hs_texts`` gives."""
        return self._draws.upto("code", product, 1 << 20) * 4 + self._draws.upto("code style", enterprise, 4)


def _ends(draws: Draws, enterprises: int, certificates: int) -> Whole:
    """How many certificates the enterprises hold up to and including each; every one holds one at least."""
    numbers = np.arange(enterprises, dtype=np.int64)
    sizes = np.cumsum(_LARGEST // (1 + draws.upto("size", numbers, _LARGEST)))
    ends: Whole = numbers + 1 + sizes * (certificates - enterprises) // sizes[-1]
    return ends


def _hs_texts(code: str) -> tuple[str, ...]:
    """A code as people write it: plain, with dots, as the ten digits of a customs declaration."""
    dotted = ".".join(part for part in (code[:4], code[4:6]) if part)
    return code, dotted, f"{code:0<10}", f"{dotted}.00"


def _words(word: str) -> tuple[str, ...]:
    """What people write for a word, in twenty styles."""
    words = say(f"certificates.word.{word}")
    return _styled(words.zh.split("|")[0], words.en.split("|")[0], words.en.split("|")[-1])


def _strangers(zh: str, en: str) -> Choice:
    """Bodies that are on no list."""
    return Choice([[f"{name}{number:02}" for name in (zh, f"{en} ") for number in range(1, _UNKNOWN_BODIES + 1)]])


def _numbered(template: str, numbers: Whole) -> Cells:
    used, codes = np.unique(numbers, return_inverse=True)
    return Cells(codes=codes, texts=pa.array([template.format(number) for number in used.tolist()], pa.string()))


def _mixed(*choices: tuple[npt.NDArray[np.bool_], Cells], size: int) -> Cells:
    """For every row the first of these cells whose condition holds, else nothing."""
    texts, codes, conditions, before = [], [], [], 0
    for condition, cells in choices:
        conditions.append(condition)
        codes.append(cells.codes + before)
        texts.append(cells.texts)
        before += len(cells.texts)
    nothing = np.full(size, before, dtype=np.int64)
    return Cells(codes=np.select(conditions, codes, nothing), texts=pa.concat_arrays([*texts, pa.array([""], pa.string())]))
