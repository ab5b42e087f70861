"""Lets the engine's tests import the oracle and the tiny models that stand beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
