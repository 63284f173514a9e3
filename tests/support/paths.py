"""Where the project, the files of the tests, and the material beside the project stand."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READER = ROOT / "reader"
FILES = ROOT / "tests" / "files"
SHARED = ROOT.parent / "shared"  # beside the project; who reads it skips where it is absent
