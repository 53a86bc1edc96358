"""Build hook: the wheel carries a release built of the ontologies and mappings that travel in it."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReleaseHook(BuildHookInterface[Any]):
    """Build ``release.sqlite`` and put it beside the knowledge base in the wheel; an editable install needs none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the wheel is put together."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from mra.knowledge.locate import Location
        from mra.release.write import build_release

        self._folder = TemporaryDirectory()
        release = Path(self._folder.name) / "release.sqlite"
        build_release(Location(Path(self.root)), release, full=True, remember=False)
        build_data["force_include"][str(release)] = "mra/data/release.sqlite"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling when the wheel is written."""
        if version != "editable":
            self._folder.cleanup()
