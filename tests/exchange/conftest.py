"""Networks that ship inside PyPI packages."""

from __future__ import annotations

import gzip
import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

Published = Callable[[str], str]


@pytest.fixture(scope="session")
def published() -> Published:
    """The BIF text of a network of the bnlearn repository, as pgmpy 1.1.0 ships it."""

    def text(name: str) -> str:
        package = importlib.util.find_spec("pgmpy")  # found, not imported: that would take seconds and warn
        folders = package.submodule_search_locations if package is not None else None
        file = Path(folders[0], "utils", "example_models", f"{name}.bif.gz") if folders else None
        if file is None or not file.exists():
            pytest.skip("needs the networks in pgmpy 1.1.0: pip install -e '.[interop]'")
        return gzip.decompress(file.read_bytes()).decode("utf-8")

    return text
