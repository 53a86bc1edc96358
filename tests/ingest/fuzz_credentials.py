"""Fuzzing of the readers of digital certificates and standards, by hand: ``python -m tests.ingest.fuzz_credentials SECONDS [SEED]``.

Mutations of the good samples go into every reader. A reader may refuse (``InputError``) or note problems; it must do nothing else, and must be done soon.
"""

import json
import math
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from mra.errors import InputError
from mra.gap.live import open_live
from mra.ingest.credentials import read_credential_data
from mra.ingest.draft import draft_table
from mra.ingest.evidence_file import is_credential
from mra.ingest.formats.sts import read_standard
from mra.ingest.problems import Findings
from mra.ingest.trust import read_trust
from mra.model.directory import Directory
from tests.bases import tiny_base
from tests.ingest.digital_made import (
    AT,
    SAMPLES,
    attested,
    credential,
    make_signer,
    new_key,
    public,
    sign_xml,
    signed,
    status_entry,
    status_list,
    trusting,
    vouching,
)

SLOW = 5.0
TOKENS = [
    *(b"null", b"[]", b"{}", b"-1", b"1e9", b'"\\u0000"', b"true", b'"@value":', b'"type":', b"..", b"eyJ"),
    *(b"<!DOCTYPE a>", b"&amp;", b"<![CDATA[", b"-->", b"<?x?>", b"\xff\xfe", b"\xef\xbb\xbf", "９４０５".encode(), "证书".encode()),
    *(b"2026-02-30", b"0000-00-00", b"9999-12-31T23:59:59Z", b"T24:00:00Z", b"#", b"did:key:z6Mk", b"did:jwk:e30"),
]


def mutated(chance: random.Random, data: bytes, others: list[bytes]) -> bytes:
    content = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        place, length = chance.randrange(len(content) + 1), chance.choice((1, 1, 2, 5, 20, 200))
        match chance.randrange(7):
            case 0:
                del content[place : place + length]
            case 1:
                content[place:place] = chance.randbytes(length)
            case 2:
                content[place:place] = chance.choice(TOKENS)
            case 3:
                content[place : place + length] = chance.choice(TOKENS)
            case 4:
                content[place:place] = content[place : place + length] * chance.choice((1, 2, 50))
            case 5:
                other = chance.choice(others)
                start = chance.randrange(len(other) + 1)
                content[place : place + length] = other[start : start + length]
            case _:
                if place < len(content):
                    content[place] ^= 1 << chance.randrange(8)
    return bytes(content)


def reshaped(chance: random.Random, value: object, depth: int = 0) -> object:
    """A JSON value with some of its parts replaced by something of another type."""
    odd = [None, True, 0, -1, 1.5, "", "x", [], {}, [[]], {"@value": {}}, {"name": ["a", {"@value": 1}]}, "2026-01-01", "https://a.example/", {"@id": 7}]
    if chance.random() < 0.04:
        return chance.choice(odd)
    if isinstance(value, dict):
        return {key: reshaped(chance, entry, depth + 1) for key, entry in value.items() if chance.random() > 0.03}
    if isinstance(value, list):
        return [reshaped(chance, entry, depth + 1) for entry in value for _ in range(chance.choice((1, 1, 1, 0, 2)))]
    return value


def readers(directory: Directory, folder: Path) -> dict[str, tuple[list[bytes], Callable[[bytes], object]]]:
    """Every reader with its good samples."""
    key, root = new_key(), make_signer("Root", is_authority=True)
    laboratory = make_signer("Laboratory", root)
    lists = [signed(status_list([94_567]), key)]
    trust = trusting(key, lists=lists)
    vouched = vouching(root)
    samples = [(SAMPLES / name).read_bytes() for name in ("untp.json", "certification.json", "gs1.json", "catenax.json")]
    samples.append(json.dumps(credential(credentialStatus=status_entry())).encode())
    samples.append(json.dumps([credential(), {"type": "VerifiablePresentation", "verifiableCredential": [attested(scope={"name": "ISO 9001"})]}]).encode())
    tokens = [signed(credential(credentialStatus=status_entry()), key).encode(), signed({"iss": "a", "nbf": 1, "vc": credential()}, key).encode()]
    calibrations = [(SAMPLES / "dcc.xml").read_bytes(), sign_xml((SAMPLES / "dcc.xml").read_bytes(), laboratory)]
    standards = [(SAMPLES / name).read_bytes() for name in ("nested.sts.xml", "stated.sts.xml")]
    did = {"id": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"}
    entry = {"issuer": "did:web:a", "jwk": public(key), "from": "2026-01-01"}
    toml = 'kty = "OKP", crv = "Ed25519", x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"'
    trusted = [json.dumps({"key": [entry], "did": [did]}).encode(), f'[[key]]\nissuer = "did:web:a"\nfrom = 2026-01-01\njwk = {{ {toml} }}\n'.encode()]

    def evidence(data: bytes) -> None:
        for kind in (None, "ccc"):
            found, _ = read_credential_data(data, "x", directory, trust, AT, kind=kind)
            for certificate in found:
                assert "\n" not in "".join(certificate.held().qualifiers.values())

    def calibration(data: bytes) -> None:
        read_credential_data(data, "x", directory, vouched, AT, kind="ccc")

    def drafted(data: bytes) -> None:
        draft_table([("x", entry) for entry in read_standard(data, Findings("x"))], AT.date())

    def trust_file(data: bytes) -> None:
        file = folder / "trust"
        file.write_bytes(data)
        is_credential(file)
        read_trust(file)

    return {
        "json": (samples, evidence),
        "token": (tokens, evidence),
        "dcc": (calibrations, calibration),
        "sts": (standards, drafted),
        "trust": (trusted, trust_file),
    }


def finds(seed: int, *, seconds: float = math.inf, documents: float = math.inf, slow: float = math.inf) -> Iterator[tuple[str, bytes, str]]:
    """What went wrong: the reader, the document, what was raised or how long it took."""
    chance, runs = random.Random(seed), 0
    with TemporaryDirectory() as name:
        every = readers(open_live(tiny_base(Path(name) / "base")).directory, Path(name))
        pool = [sample for samples, _ in every.values() for sample in samples]
        end = time.monotonic() + seconds
        while time.monotonic() < end and runs < documents:
            kind = chance.choice(list(every))
            samples, read = every[kind]
            data = chance.choice(samples)
            is_reshaped = kind == "json" and chance.random() < 0.5
            data = json.dumps(reshaped(chance, json.loads(data))).encode() if is_reshaped else mutated(chance, data, pool)
            start = time.monotonic()
            try:
                read(data)
            except InputError:
                pass
            except Exception:
                yield kind, data, traceback.format_exc()
            if time.monotonic() - start > slow:
                yield kind, data, f"{time.monotonic() - start:.1f} s"
            runs += 1
    print(f"{runs} documents", file=sys.stderr)


def main() -> None:
    """Fuzz, and print each find once."""
    seconds, seed = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    seen: set[str] = set()
    for kind, data, what in finds(seed, seconds=seconds, slow=SLOW):
        where = what.strip().splitlines()[-1] + "".join(line for line in what.splitlines() if "mra/ingest" in line)[-200:]
        if where not in seen:
            seen.add(where)
            print(f"== {kind}: {data[:3000]!r}\n{what}", flush=True)


if __name__ == "__main__":
    main()
