"""The passphrase that seals what is written to the folder, in a file that nobody else can read."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from pathlib import Path

from reader.model import StoreError
from reader.model.system_errors import file_error_reason
from reader.store.files.atomic_file import write_file
from reader.sync.sealed_lines import SALT_BYTES, Seal

NAME = "sync.key"
SHORTEST = 8  # characters: fewer are guessed


def keep_passphrase(folder: Path, passphrase: str) -> None:
    """Seal with a passphrase from now on; with an empty one, seal nothing.

    Raises:
        StoreError: it is too short, or the file cannot be written.
    """
    if not passphrase:
        forget_passphrase(folder)
        return
    if len(passphrase) < SHORTEST:
        raise StoreError(f"A passphrase has at least {SHORTEST} characters.")
    salt = b64encode(secrets.token_bytes(SALT_BYTES)).decode()
    try:
        write_file(folder / NAME, [json.dumps({"passphrase": passphrase, "salt": salt}).encode()])
    except OSError as error:
        raise _refusal(folder, "kept", error) from error


def forget_passphrase(folder: Path) -> None:
    """Remove the file.

    Raises:
        StoreError: that cannot be.
    """
    try:
        (folder / NAME).unlink(missing_ok=True)
    except OSError as error:
        raise _refusal(folder, "removed", error) from error


def read_seal(folder: Path) -> Seal | None:
    """Return what seals; None where nothing is sealed.

    Raises:
        StoreError: the file is there but cannot be read.
    """
    path = folder / NAME
    try:
        written = json.loads(path.read_bytes()) if path.exists() else None
        if written is None:
            return None
        return Seal(written["passphrase"], b64decode(written["salt"], validate=True))
    except OSError as error:
        raise _refusal(folder, "read", error) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        advice = "`newsreader sync init` with the folder begins anew"
        raise StoreError(f"The passphrase in {path} is damaged; {advice}.") from error


def _refusal(folder: Path, done: str, error: OSError) -> StoreError:
    reason = file_error_reason(error)
    return StoreError(f"The passphrase in {folder / NAME} cannot be {done}: {reason}.")
