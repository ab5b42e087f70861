"""A folder of two small resolved scenarios, and one that nobody has resolved."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def resolved_folder() -> Path:
    """north and south, resolved, in which `ben` is another man; and `later`, which is not."""
    return Path(__file__).parents[1] / "scenarios" / "resolved"
