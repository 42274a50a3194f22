"""Where things are."""

import os
from pathlib import Path

MODULE = Path(__file__).resolve().parents[3]
LAUNCHER = MODULE.parent / "solstice"

#: Where the tutorials are; another folder while the tests themselves are worked on.
NOTEBOOKS = Path(os.environ.get("SOLSTICE_NOTEBOOKS", MODULE))
