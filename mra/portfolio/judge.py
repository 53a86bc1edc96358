"""Judge tables of certificates: Arrow in, Arrow out, by the rules of a single answer; any engine may call it on any part of a portfolio."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa

from mra.gap.source import LiveSource
from mra.ingest.cells import ATTRIBUTE
from mra.portfolio.coding import Codes
from mra.portfolio.columns import PLACE, REFUSED_ROWS, VERDICT_ROWS, refusal
from mra.portfolio.critical_days import CriticalDays
from mra.portfolio.outcomes import Block, Outcome, Outcomes
from mra.portfolio.outlook import Outlook
from mra.portfolio.rows import Certificate, Fault, RowReader
from mra.portfolio.signatures import Signatures, Signer
from mra.portfolio.tables import certificate_rows, cube_rows, enterprise_rows, product_rows, verdict_rows
from mra.recognition.usability import usabilities, with_doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of one table; the columns are those of ``mra.portfolio.columns``.

    The rows that were given are those of ``certificates`` and the distinct rows of ``refused`` together.
    """

    certificates: pa.Table
    refused: pa.Table
    blocks: Sequence[Block]
    of_row: Codes
    outcomes: Sequence[Outcome]

    def to_send(self) -> "Judged":
        """The same with the outcomes that it needs and no others; a judge remembers those of all tables."""
        rows_of = {id(block.rows): block.rows for block in self.blocks}
        used = np.unique(np.concatenate([np.empty(0, dtype=np.int32), *rows_of.values()]))
        places = np.zeros(len(self.outcomes), dtype=np.int32)
        places[used] = np.arange(len(used))
        sent = {name: places[rows] for name, rows in rows_of.items()}
        blocks = [replace(block, rows=sent[id(block.rows)]) for block in self.blocks]
        return replace(self, blocks=blocks, outcomes=[self.outcomes[number] for number in used])

    @property
    def cube(self) -> pa.Table:
        """How many certificates have each outcome, by kind of evidence."""
        return cube_rows(self.blocks, self.of_row, self.outcomes)

    @property
    def products(self) -> pa.Table:
        """How many certificates times requirements have each verdict, by product group."""
        return product_rows(self.blocks, self.of_row, self.outcomes)

    @property
    def enterprises(self) -> pa.Table:
        """What each enterprise holds and meets with."""
        return enterprise_rows(self.certificates, self.blocks, self.of_row)

    def verdict_tables(self) -> Iterator[pa.Table]:
        """One row a certificate, market and requirement, in tables of bounded size; there is one at least."""
        some = False
        for table in verdict_rows(self.certificates, self.blocks, self.of_row, self.outcomes):
            some = True
            yield table
        if not some:
            yield VERDICT_ROWS.empty_table()

    @property
    def verdicts(self) -> pa.Table:
        """All verdicts in one table, which may be large."""
        return pa.concat_tables(self.verdict_tables()).unify_dictionaries()


class Judge:
    """Judges certificates for some markets on one day; what was judged once is remembered from table to table."""

    def __init__(self, source: LiveSource, markets: Sequence[str], as_of: date) -> None:
        self._source = source
        self._signer = Signer(source.knowledge, source.directory, CriticalDays(source.knowledge, as_of))
        self._reader = RowReader(source.directory, as_of)
        self._outcomes = Outcomes()
        self._outlook = Outlook(source.knowledge, source.criteria, markets, self._outcomes)
        self._blocks: dict[bytes, Block | None] = {}

    def judge(self, table: pa.Table) -> Judged:
        """Judge every row of ``table``, whose columns are texts (``mra.portfolio.columns``)."""
        signed = self._signer.sign(table)
        fates = [self._fate(signed, number, table) for number in range(len(signed.keys))]
        kept = np.array([fate is not None for fate in fates], dtype=bool)[signed.of_row]
        blocks = [fate for fate in fates if fate is not None]
        numbers = np.cumsum([fate is not None for fate in fates], dtype=np.int64) - 1
        good, of_row = table.filter(pa.array(kept)), numbers[signed.of_row[kept]]
        certificates = certificate_rows(good, blocks, of_row)
        return Judged(
            certificates=certificates,
            refused=self._refused(table.filter(pa.array(~kept))),
            blocks=blocks,
            of_row=of_row,
            outcomes=self._outcomes.all,
        )

    def _fate(self, signed: Signatures, number: int, table: pa.Table) -> Block | None:
        """What becomes of a signature, judged by the first certificate that has it; ``None`` if its rows are refused."""
        key = signed.keys[number]
        if key not in self._blocks:
            read = self._reader.read(_cells(table, int(signed.first[number])))
            self._blocks[key] = self._block(read, signed.classes, number) if isinstance(read, Certificate) else None
        return self._blocks[key]

    def _block(self, certificate: Certificate, classes: Mapping[str, Codes], number: int) -> Block:
        held, question = certificate.held, certificate.question
        (found,) = usabilities(self._source.knowledge, self._source.integrity, [held], question.product, question.as_of)
        if found.usable == "no":
            rows = self._outlook.nothing(question)
        else:
            told_apart = {name: int(codes[number]) for name, codes in classes.items()}
            rows = self._outlook.rows(question, with_doubts(self._source.integrity, held, found), told_apart)
        why = ";".join(reason.code for reason in found.reasons)
        counts = self._outcomes.counts(rows)
        return Block(kind=held.kind, product=question.product, usable=found.usable, why=why, rows=self._outcomes.shared(rows), counts=counts)

    def _refused(self, table: pa.Table) -> pa.Table:
        rows = [entry for row in range(table.num_rows) for entry in self._faults(table, row)]
        return pa.Table.from_pylist(rows, schema=REFUSED_ROWS)

    def _faults(self, table: pa.Table, row: int) -> list[dict[str, str | int]]:
        read = self._reader.read(_cells(table, row))
        faults: tuple[Fault, ...] = () if isinstance(read, Certificate) else read
        sheet, number = (table[name][row].as_py() for name in PLACE)
        return [refusal(sheet, number, entry.column.removeprefix(ATTRIBUTE), entry.value, entry.rule, entry.message, entry.remedy) for entry in faults]


def _cells(table: pa.Table, row: int) -> Mapping[str, str]:
    return {name: table[name][row].as_py() for name in table.column_names if name not in PLACE}
