"""Who wrote a message and who sent it out: names of persons, lists and newsletters."""

from __future__ import annotations

import re

from reader.model.construction import frozen
from reader.parse.feed.bylines import join_author_names
from reader.parse.message.header_fields import HeaderFields, bracketed

LONGEST = 2_000  # characters of a field that are looked at
_ADDRESS = re.compile(r"[^\s<>@,;:\"()]{1,64}@([A-Za-z0-9.-]{1,250}[A-Za-z0-9])")
_MAILBOX = re.compile(r"(?:\"((?:[^\"\\]|\\.)*)\"\s*|([^<\",]*))<[^<>]*>")
# "Ada from The Weekly", "Ada via some-list", as newsletters and lists write.
_SENT_BY = re.compile(
    r"(.{2,80}?)\s+(?:via|from|at|@|von|bei|chez|de la part de)\s+(.{2,80})", re.I
)
# A list without a name of its own has one by its number.
_NUMBERED = re.compile(r"[0-9a-f]{8,}|\bmc list\b|^\W*\d[\d\W]*$|^[\w.-]+\.[a-z]{2,}$", re.I)
_SENDING_HOST = re.compile(
    r"^(?:(?:e?mails?|newsletters?|news|mailer|mail\d|mg|em\d*|send|bounces?|info|lists?|nl)\.)+"
    r"(?=[^.]+\.)",
    re.I,
)
_TAG = re.compile(
    r"\s*(?:(?:re|fwd?|aw|wg|antw|sv|vs|tr)\s*(?:\[\d+\])?:\s*)*\[([^\[\]]{1,80})\]\s*", re.I
)
_ANSWERS = re.compile(r"(?:re: ?){2,20}", re.I)
_LETTERS = re.compile(r"[^\W_]+")


@frozen
class Sender:
    """Who is behind a message."""

    author: str = ""  # persons; empty where the outlet is all that is named
    outlet: str = ""


def read_sender(header: HeaderFields) -> Sender:
    """Tell persons and outlet from the fields of a message."""
    written = header.text("from")[:LONGEST] or header.text("sender")[:LONGEST]
    name = _display_name(written)
    listed = _list_name(header)
    if parted := _SENT_BY.fullmatch(name):
        return Sender(_author(parted[1]), listed or parted[2].strip(" \"'"))
    outlet = listed or name or _list_label(header) or _host(written)
    author = _author(written) if name else ""
    return Sender("" if _folded(author) == _folded(outlet) else author, outlet)


def _author(written: str) -> str:
    """Return the names of persons in a field."""
    return join_author_names(_without_quotes(one) for one in _mailboxes(written))


def _mailboxes(written: str) -> list[str]:
    """Part a field into its mailboxes, at commas that stand behind an address."""
    return re.split(r"(?<=>)\s*,\s*", written)[:20]


def _without_quotes(mailbox: str) -> str:
    return re.sub(r"\\(.)", r"\1", mailbox).replace('"', "").strip(" '")


def _display_name(written: str) -> str:
    """Return the name before the address of the first mailbox; empty where there is none."""
    found = _MAILBOX.match(written.lstrip())
    name = _without_quotes(found[1] or found[2] or "") if found else ""
    return "" if _ADDRESS.fullmatch(name) else name


def _list_name(header: HeaderFields) -> str:
    """Return what a list calls itself in words."""
    name = _display_name(header.text("list-id")[:LONGEST])
    return "" if not _LETTERS.search(name) or _NUMBERED.search(name) else name


def _list_label(header: HeaderFields) -> str:
    """Return the first part of a list's identity, such as "harbour-news"."""
    identity = next(iter(bracketed(header.text("list-id")[:LONGEST])), "")
    label = identity.partition(".")[0]
    return "" if _NUMBERED.search(label) else label


def _host(written: str) -> str:
    """Return the domain of an address, without the parts that only send mail."""
    found = _ADDRESS.search(written)
    return _SENDING_HOST.sub("", found[1]) if found else ""


def headline_of(header: HeaderFields) -> str:
    """Return the subject without the tag in brackets by which a list marks all of its mail."""
    subject = header.text("subject")
    names = {_folded(one) for one in _list_names(header)} - {""}
    while names and (tag := _TAG.match(subject)) and _is_tag(_folded(tag[1]), names):
        start, end = tag.span(1)
        subject = (subject[: start - 1] + subject[end + 1 :].lstrip()).strip()
    return _ANSWERS.sub("Re: ", subject, count=1) if _ANSWERS.match(subject) else subject


def _list_names(header: HeaderFields) -> list[str]:
    """List all that a list is called, for the tag that it puts into subjects."""
    identity = header.text("list-id")[:LONGEST]
    if not identity and not header.raw("list-post") and not header.raw("list-unsubscribe"):
        return []
    posts = bracketed(header.text("list-post")[:LONGEST])
    addresses = [one.removeprefix("mailto:").partition("@")[0] for one in posts]
    labels = [one.partition(".")[0] for one in bracketed(identity)]
    return [*labels, *addresses, _list_name(header), read_sender(header).outlet]


def _is_tag(tag: str, names: set[str]) -> bool:
    """Tell whether a tag is a name of the list, or the first of it, as "dev" of "dev list"."""
    shorter = tag.removesuffix("list").removesuffix("announce")
    return any(
        name in (tag, shorter)
        or (len(shorter) >= 3 and (name.startswith(tag) or tag.startswith(name)))
        for name in names
    )


def _folded(text: str) -> str:
    """Reduce a name to its letters and figures."""
    return "".join(_LETTERS.findall(text.casefold()))
