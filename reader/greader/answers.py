"""Reads answers of the Google Reader API: strictly where a mark depends on it, else as they come.

What is no answer of that kind is a ParseError of one sentence. A list that is missing is no empty
one: it would say that all was read, or that all subscriptions were ended.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from reader.greader.calls import LABEL
from reader.greader.item_ids import read_item_id
from reader.model import ParseError
from reader.model.construction import frozen
from reader.model.safe_text import safe_folder, safe_key, safe_title

MOST_FEEDS = 20_000
MOST_LABELS = 2_000
LONGEST_TOKEN = 4_000  # characters
LONGEST_STREAM = 2_000  # characters of the name of a feed
# Some servers write the number of the person in the place of the dash.
_PERSON = re.compile(r"user/[^/]+/")
_TOKEN = re.compile(r"[\x21-\x7e]+")


@frozen
class Subscription:
    """A feed that the account has."""

    stream: str  # by which the server knows it
    title: str = ""
    folders: tuple[str, ...] = ()
    url: str = ""  # of the feed; empty where the server does not say


@frozen
class Labels:
    """Words that stand on items, and those under which feeds stand."""

    labels: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    is_whole: bool = True  # whether these are all


@frozen
class IdPage:
    """Ids of items, and how they go on."""

    items: tuple[str, ...]
    continuation: str = ""


def read_login(body: bytes) -> str:
    """Return the key that an account was opened with.

    Raises:
        ParseError: there is none in the answer.
    """
    lines = body[: 4 * LONGEST_TOKEN].decode("utf-8", "replace").splitlines()
    keys = [line.strip()[5:].strip() for line in lines if line.strip()[:5].lower() == "auth="]
    if not keys or not _is_token(keys[0]):
        raise ParseError("the answer to the login has no key in it")
    return keys[0]


def read_token(body: bytes) -> str:
    """Return the token that changes want.

    Raises:
        ParseError: the answer is none.
    """
    token = body[: 2 * LONGEST_TOKEN].decode("utf-8", "replace").strip()
    if not _is_token(token) or token.startswith("<"):
        raise ParseError("the answer is no token")
    return token


def _is_token(written: str) -> bool:
    return len(written) <= LONGEST_TOKEN and _TOKEN.fullmatch(written) is not None


def is_ok(body: bytes) -> bool:
    """Tell whether a server says that it has done what it was asked to."""
    return body[:100].strip().strip(b'"').upper() == b"OK"


def read_object(body: bytes) -> dict[str, Any]:
    """Return the object of an answer.

    Raises:
        ParseError: it is none, or half of one.
    """
    try:
        written = json.loads(body)
    except (ValueError, RecursionError) as error:
        is_page = body[:1_000].lstrip()[:1] == b"<"
        what = "a page in place of an answer" if is_page else "no JSON, or only half of it"
        raise ParseError(f"the server sent {what}") from error
    if not isinstance(written, dict):
        raise ParseError("the server sent JSON that is no answer")
    return written


def list_in(written: dict[str, Any], name: str, most: int) -> list[dict[str, Any]]:
    """Return the objects in a list of an answer, an empty one where it says null.

    Raises:
        ParseError: there is no such list.
    """
    listed = written.get(name, "")
    if listed is None:
        return []
    if not isinstance(listed, list):
        raise ParseError(f"the answer of the server lacks its {name}")
    return [one for one in listed[:most] if isinstance(one, dict)]


def text_in(written: object, most: int = LONGEST_STREAM) -> str:
    """Return a text of an answer, a number as text; empty for everything else."""
    if isinstance(written, int) and not isinstance(written, bool):
        return str(written)[:most] if abs(written) < 1 << 64 else ""
    return safe_key(written) if isinstance(written, str) and len(written) <= most else ""


def read_subscriptions(body: bytes) -> list[Subscription]:
    """Return the feeds of an account.

    Raises:
        ParseError: the answer is none.
    """
    listed = list_in(read_object(body), "subscriptions", MOST_FEEDS)
    found = {one.stream: one for one in map(_subscription_of, listed) if one.stream}
    return list(found.values())


def _subscription_of(written: dict[str, Any]) -> Subscription:
    stream = text_in(written.get("id"))
    url = text_in(written.get("url")) or stream.removeprefix("feed/")
    is_web = url.lower().startswith(("http://", "https://"))
    title = safe_title(text_in(written.get("title"), 10 * LONGEST_STREAM))
    return Subscription(
        stream, title or url or stream, tuple(_folders_in(written)), url if is_web else ""
    )


def _folders_in(written: dict[str, Any]) -> Iterator[str]:
    categories = written.get("categories")
    for one in categories[:100] if isinstance(categories, list) else ():
        label = label_of(one.get("id") if isinstance(one, dict) else one)
        if not label and isinstance(one, dict):
            label = safe_folder(text_in(one.get("label")))
        if label:
            yield label


def state_of(written: object) -> str:
    """Return a category of an item without the number of the person."""
    return _PERSON.sub("user/-/", text_in(written), count=1)


def label_of(written: object) -> str:
    """Return the label that a category is, slashes and all; empty where it is none."""
    state = state_of(written)
    return safe_folder(state[len(LABEL) :]) if state.startswith(LABEL) else ""


def read_labels(body: bytes) -> Labels:
    """Return the labels of an account, those that are folders by themselves.

    Raises:
        ParseError: the answer is none.
    """
    listed = list_in(read_object(body), "tags", MOST_LABELS)
    named = [(label_of(one.get("id")), one.get("type") == "folder") for one in listed]
    labels = dict.fromkeys(label for label, is_folder in named if label and not is_folder)
    folders = dict.fromkeys(label for label, is_folder in named if label and is_folder)
    return Labels(tuple(labels), tuple(folders), len(listed) < MOST_LABELS)


def read_ids(body: bytes) -> IdPage:
    """Return ids of items.

    Raises:
        ParseError: the answer is none.
    """
    written = read_object(body)
    listed = written.get("itemRefs", "")
    if listed is not None and not isinstance(listed, list):
        raise ParseError("the answer of the server lacks its itemRefs")
    written_ids = [one.get("id") if isinstance(one, dict) else one for one in listed or ()]
    found = list(map(read_item_id, written_ids))
    if not all(found):
        raise ParseError("the server names items in a way that nobody knows")
    return IdPage(tuple(dict.fromkeys(found)), text_in(written.get("continuation")))


def read_quickadd(body: bytes) -> str:
    """Return the name of the feed that was subscribed to.

    Raises:
        ParseError: nothing was.
    """
    written = read_object(body)
    stream = text_in(written.get("streamId"))
    if not stream or text_in(written.get("numResults")) == "0":
        raise ParseError("the server found no feed there")
    return stream
