"""Where the knowledge base lies: a folder that was named, the installed package, or the checkout."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mra.errors import InputError
from mra.language import say


@dataclass(frozen=True, slots=True)
class Location:
    """The folders of one knowledge base and its built release, which need not exist.

    ``is_sealed``: it came with the installed package, whose release was built of it; nobody edits it there.
    """

    root: Path
    is_sealed: bool = False

    @property
    def ontologies(self) -> Path:
        """What words mean and how verdicts follow."""
        return self.root / "ontologies"

    @property
    def mappings(self) -> Path:
        """What is true, since when, and who says so."""
        return self.root / "mappings"

    @property
    def release(self) -> Path:
        """The built release file."""
        return self.root / "release.sqlite"

    def _files(self) -> Iterator[str]:
        for top in (self.ontologies, self.mappings):
            for folder, _, names in os.walk(top):
                inside = os.path.relpath(folder, self.root).replace(os.sep, "/")
                yield from (f"{inside}/{name}" for name in names)

    def digests(self) -> dict[str, str]:
        """The digest of each file of both folders, by its path from the root."""
        return {name: hashlib.sha256((self.root / name).read_bytes()).hexdigest() for name in sorted(self._files())}

    def fingerprint(self) -> str:
        """A short name of the exact content of both folders."""
        digest = hashlib.sha256()
        for name in sorted(self._files()):
            digest.update(name.encode())
            digest.update(b"\0")
            with open(f"{self.root}/{name}", "rb") as file:  # noqa: PTH123 - a thousand files: Path.open takes twice as long
                digest.update(file.read())
        return digest.hexdigest()[:16]


def locate(folder: Path | None = None) -> Location:
    """Find the knowledge base: ``folder``, else the variable ``MRA_HOME``, else the package's own copy, else the checkout.

    Raises ``InputError`` if there is none where it was looked for.
    """
    named = folder or (Path(os.environ["MRA_HOME"]) if os.environ.get("MRA_HOME") else None)
    package = Path(__file__).resolve().parent.parent
    candidates = [named] if named else [package / "data", package.parent]
    for root in candidates:
        if (root / "mappings").is_dir() and (root / "ontologies").is_dir():
            return Location(root, is_sealed=root == package / "data")
    raise InputError(say("error.no-knowledge", folder=", ".join(str(root) for root in candidates)))
