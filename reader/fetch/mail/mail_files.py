"""Finds the files of a place that holds mail, and tells such a place from others."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from reader.fetch.local import EXTENSIONS, fetch_error, natural_order, read_failure
from reader.fetch.mail.message_file import read_head
from reader.model import FetchError
from reader.model.construction import frozen
from reader.model.mail.mail_shape import MBOX_ENDINGS, MESSAGE_ENDINGS, is_mbox, is_message

MOST_TRIED = 20  # files of a folder whose beginning is looked at
ENDINGS = (*MESSAGE_ENDINGS, *MBOX_ENDINGS)
_NEWS = frozenset(
    (".html", ".htm", ".xml", ".rss", ".atom", ".json", ".txt", ".md", ".opml", ".csv")
)
# What a Maildir server writes behind the name of a message: "2," and flags.
_FLAGS = re.compile(r"[:;!]2,(.*)$")
_NOT_READ = frozenset("TD")  # flags of what was thrown away, or is a draft
# Folders of mail that nobody wants to read stories of.
_ASIDE = re.compile(
    r"(?:.*[./])?(?:spam|junk|trash|bin|bulk|deleted[ _-]?(?:items|messages)?|drafts?|outbox|sent"
    r"(?:[ _-]?(?:items|mail|messages))?|papierkorb|entw(?:u|ü)rfe|gesendet|corbeille|brouillons"
    r"|papelera|borradores|cestino|bozze)(?:[ _-]?(?:e-?mails?|folder))?",
    re.I,
)


@frozen
class MailFile:
    """A file that may hold mail, and what it is called within its place."""

    path: str
    name: str
    in_maildir: bool = False


def is_mail_place(location: str) -> bool:
    """Tell a Maildir, an mbox, a message, or a folder with any of them from all else."""
    if os.path.isdir(location):
        return _holds_mail(location)
    return os.path.isfile(location) and (
        location.lower().endswith(ENDINGS) or _begins_as_mail(location)
    )


def _holds_mail(folder: str) -> bool:
    """Tell a folder with mail by the names in it, or by how its first files begin."""
    tried = 0
    for found in mail_files(folder):
        if isinstance(found, FetchError):
            continue
        ending = os.path.splitext(found.path)[1].lower()
        if found.in_maildir or ending in ENDINGS:
            return True
        if tried < MOST_TRIED and ending not in _NEWS and ending not in EXTENSIONS:
            tried += 1
            if _begins_as_mail(found.path):
                return True
    return is_maildir(folder)


def _begins_as_mail(path: str) -> bool:
    try:
        head = read_head(path)
    except (OSError, FetchError, ValueError):
        return False
    return is_mbox(head) or is_message(head)


def is_maildir(folder: str) -> bool:
    """Tell a folder in which each message is a file of its own, in `new` and then in `cur`."""
    return all(os.path.isdir(os.path.join(folder, name)) for name in ("cur", "new"))


def mail_files(top: str) -> Iterator[MailFile | FetchError]:
    """Yield the files below a folder, of Maildirs only their messages.

    Folders of spam, drafts, and what was sent or thrown away are left out, unless one is the top.
    """
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            files, folders = _list_folder(folder)
        except OSError as error:
            yield fetch_error(folder, read_failure(error))
            continue
        below = sorted(folders, key=natural_order, reverse=True)
        waiting += [one for one in below if not _ASIDE.fullmatch(os.path.basename(one))]
        for path in files:
            name = os.path.relpath(path, top)
            in_maildir = os.path.basename(os.path.dirname(path)) in {"cur", "new"}
            if not in_maildir:
                yield MailFile(path, _printable(name))
            elif not _NOT_READ & set(_flags(path)):
                yield MailFile(path, _printable(_lasting_name(name)), True)


def _list_folder(folder: str) -> tuple[list[str], list[str]]:
    """List the files and folders that are to be looked at in a folder."""
    with os.scandir(folder) as found:
        entries = list(found)
    folders = [one for one in entries if one.is_dir(follow_symlinks=False)]
    if not is_maildir(folder):
        seen = [one.path for one in entries if not one.name.startswith(".")]
        files = [path for path in seen if not os.path.isdir(path)]
        below = [
            one.path for one in folders if not one.name.startswith(".") or is_maildir(one.path)
        ]
        return sorted(files, key=natural_order), below
    messages: list[str] = []
    for name in ("cur", "new"):
        with os.scandir(os.path.join(folder, name)) as found:
            messages += [one.path for one in found if not one.name.startswith(".")]
    below = [one.path for one in folders if one.name not in {"cur", "new", "tmp"}]
    return sorted(messages, key=os.path.basename), below


def _flags(path: str) -> str:
    found = _FLAGS.search(os.path.basename(path))
    return found[1] if found else ""


def _lasting_name(name: str) -> str:
    """Return the name of a message without what changes when it is read: its flags and folder."""
    folder, _, base = _FLAGS.sub("", name).rpartition(os.sep)
    return os.path.join(os.path.dirname(folder), base)


def _printable(name: str) -> str:
    """Write a name so that the database can keep it."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
