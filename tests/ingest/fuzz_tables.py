"""Breaks good tables at random and reads them: only ``InputError`` and problems may come of it. Run by hand, not by the tests:

    nice -n 19 python -m tests.ingest.fuzz_tables --form xlsx --seconds 600

Each case is read in a child process with bounded memory and time, so that a crash of a library is a find too. Finds are kept
as files in ``--keep``.
"""

import argparse
import io
import multiprocessing
import random
import re
import resource
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from mra.errors import InputError
from mra.gap.live import open_live
from mra.ingest.certificates import read_certificates
from mra.ingest.portfolio import read_portfolio
from mra.model.directory import Directory
from tests.bases import tiny_base

SAMPLES = Path(__file__).parent / "samples"
MEMORY, SECONDS = 3 << 30, 20
HEAD = "证书种类,证书编号,持证人,发证日期,HS编码,备注"
ROWS = ["CB报告,00123,甲公司,2025-03-01,9405.21,第一行", 'ccc,2024-1,"乙,公司",2024/12/31,940521,', 'ccc,"N""3",丙公司,2025年3月1日,,"a\nb"']
TOKENS = [
    b"4294967295",
    b"-1",
    b"1e999",
    b"&#0;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b'"',
    b",",
    b"\0",
    b"\xff\xfe",
    b"99999999999999999999",
    b"A1",
    b"XFD1048576",
    b'=cmd|"',
]
TOKENS += ["“；，】".encode(), b"\r", b"\n", b"\x1a", b"'", b" " * 5000, b"_x000D_", b"<row>", b"</c>", b"true", b"1900-01-00"]


def broken_bytes(data: bytes, chance: random.Random) -> bytes:
    """``data`` with a few changes."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        place = chance.randrange(len(changed) + 1)
        match chance.randrange(6):
            case 0 if changed:
                changed[place % len(changed)] = chance.randrange(256)
            case 1:
                changed[place:place] = chance.choice(TOKENS)
            case 2:
                del changed[place : place + chance.randrange(1, 200)]
            case 3:
                changed[place:place] = changed[place : place + chance.randrange(1, 2000)]
            case 4:
                changed[place : place + 4] = chance.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\1\0\0\0"])
            case _:
                numbers = list(re.finditer(rb"\d+", bytes(changed)))
                if numbers:
                    found = chance.choice(numbers)
                    changed[found.start() : found.end()] = chance.choice(TOKENS)
    return bytes(changed)


def broken_zip(data: bytes, chance: random.Random) -> bytes:
    """A ZIP file with broken parts, or broken as a whole."""
    if chance.random() < 0.15:
        return broken_bytes(data, chance)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        wanted = [name for name in names if name.endswith((".xml", ".rels"))]
        hit = set(chance.sample(wanted, chance.choice([1, 1, 2])))
        for name in names:
            part = old.read(name)
            if name in hit and chance.random() < 0.05:
                continue
            new.writestr(name, broken_bytes(part, chance) if name in hit else part)
    return made.getvalue()


def cases(form: str, seed: int) -> Iterator[tuple[int, bytes]]:
    """Broken files of one form, each with the seed that makes it again."""
    text = "\r\n".join([HEAD, *ROWS])
    seeds = [text.encode(encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030")] + [
        text.replace(",", "\t").encode(),
        b"sep=;\r\n" + text.replace(",", ";").encode(),
    ]
    good = seeds if form == "csv" else [(SAMPLES / f"certificates.{form}").read_bytes()]
    while True:
        chance = random.Random(seed)
        sample = chance.choice(good)
        yield seed, broken_zip(sample, chance) if form in ("xlsx", "ods") else broken_bytes(sample, chance)
        seed += 1


def read_all(pipe: "multiprocessing.connection.Connection", directory: Directory) -> None:
    """Read file after file; answer with nothing, or with what went wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        path = Path(pipe.recv())
        try:
            try:
                for row in read_portfolio(path, directory).rows():
                    assert len(row.cells) > 0
                read_certificates(path, directory)
            except InputError as error:
                assert error.text.zh
            pipe.send("")
        except BaseException as error:
            pipe.send(f"{type(error).__name__}: {error}"[:500])


def main() -> None:
    """Fuzz for a while and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--form", choices=["csv", "xlsx", "xls", "ods"], required=True)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-finds"))
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp())
    directory = open_live(tiny_base(folder)).directory
    end, count, finds = time.monotonic() + options.seconds, 0, 0
    worker, pipe = start(directory)
    for seed, data in cases(options.form, options.seed):
        if time.monotonic() > end:
            break
        count += 1
        path = folder / f"case.{options.form}"
        path.write_bytes(data)
        pipe.send(str(path))
        try:
            said = pipe.recv() if pipe.poll(SECONDS) else f"not finished after {SECONDS} s"
        except EOFError:
            said = "the process died"
        if said:
            finds += 1
            (options.keep / f"{seed}.{options.form}").write_bytes(data)
            print(f"seed {seed}: {said}", flush=True)
            worker.kill()
            worker, pipe = start(directory)
    worker.kill()
    print(f"{options.form}: {count} files, {finds} finds")


def start(directory: Directory) -> "tuple[multiprocessing.Process, multiprocessing.connection.Connection]":
    """A fresh reader in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    worker = multiprocessing.Process(target=read_all, args=(theirs, directory), daemon=True)
    worker.start()
    theirs.close()
    return worker, ours


if __name__ == "__main__":
    main()
