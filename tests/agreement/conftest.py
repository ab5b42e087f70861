"""Lets the agreement test import the generator and the enumeration that stand beside it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
