"""Headers that only one server may see, in a file that nobody else can read."""

from __future__ import annotations

import json
from pathlib import Path

from reader.model import StoreError
from reader.model.system_errors import file_error_reason
from reader.store.files.atomic_file import write_file

NAME = "logins.json"
LoginHeaders = tuple[tuple[str, str], ...]


def read_logins(folder: Path) -> dict[str, LoginHeaders]:
    """Return the headers of each location that has any.

    Raises:
        StoreError: the file is there but cannot be read.
    """
    path = folder / NAME
    try:
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return {place: tuple((name, text) for name, text in given) for place, given in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        reason = file_error_reason(error) if isinstance(error, OSError) else "they are damaged"
        advice = "mend the file or move it elsewhere, and add what needs a login once more"
        raise StoreError(f"The logins in {path} cannot be read: {reason}; {advice}.") from error


def keep_login(folder: Path, location: str, given: LoginHeaders) -> None:
    """Remember the headers for a location, or with none given forget them.

    Raises:
        StoreError: the file cannot be read or written.
    """
    kept: dict[str, LoginHeaders] = {**read_logins(folder), location: given}
    save_logins(folder / NAME, {place: told for place, told in kept.items() if told})


def save_logins(path: Path, kept: dict[str, LoginHeaders]) -> None:
    """Write the file anew, readable by its owner only from its first byte on."""
    try:
        write_file(path, [json.dumps(kept).encode()])
    except OSError as error:
        raise StoreError(
            f"The logins could not be kept in {path}: {file_error_reason(error)}."
        ) from error
