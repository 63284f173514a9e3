"""Calls of the Google Reader API: what is asked of a server, as nouns, before an address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from reader.greader.item_ids import long_item_id
from reader.model.construction import frozen

READ = "user/-/state/com.google/read"
STARRED = "user/-/state/com.google/starred"
READING_LIST = "user/-/state/com.google/reading-list"
LABEL = "user/-/label/"
MOST_EDITED = 250  # items of one edit-tag
MOST_FETCHED = 100  # items whose texts are asked for at once
MOST_IDS = 10_000  # of one answer; servers that give fewer say how it goes on
_API = "/reader/api/0/"
Pairs = tuple[tuple[str, str], ...]


@frozen
class ApiCall:
    """One call: where, and with what."""

    path: str  # below the address of the account, query and all
    form: Pairs | None = None  # what is posted; None: nothing is
    is_edit: bool = False  # it wants a token, and is answered with OK


def _reading(path: str, *pairs: tuple[str, str]) -> ApiCall:
    return ApiCall(f"{_API}{path}?{urlencode((('output', 'json'), *pairs))}")


def _editing(path: str, pairs: Iterable[tuple[str, str]]) -> ApiCall:
    return ApiCall(f"{_API}{path}", tuple(pairs), is_edit=True)


def login_call(user: str, password: str) -> ApiCall:
    """Ask to be let in."""
    form = (
        ("Email", user),
        ("Passwd", password),
        ("client", "newsreader"),
        ("accountType", "HOSTED_OR_GOOGLE"),
        ("service", "reader"),
        ("output", "text"),
    )
    return ApiCall("/accounts/ClientLogin", form)


def token_call() -> ApiCall:
    """Ask for the token that changes want."""
    return ApiCall(f"{_API}token")


def subscriptions_call() -> ApiCall:
    """Ask which feeds are subscribed to."""
    return _reading("subscription/list")


def tags_call() -> ApiCall:
    """Ask which labels there are."""
    return _reading("tag/list")


def ids_call(stream: str, since: int = 0, without: str = "", continuation: str = "") -> ApiCall:
    """Ask for ids of a stream: items of a moment on, in seconds, `without` those of another."""
    pairs = [("s", stream), ("n", str(MOST_IDS))]
    pairs += [("ot", str(since))] if since else []
    pairs += [("xt", without)] if without else []
    pairs += [("c", continuation)] if continuation else []
    return _reading("stream/items/ids", *pairs)


def items_call(items: Iterable[str]) -> ApiCall:
    """Ask for items with their texts."""
    form = tuple(("i", long_item_id(one)) for one in items)
    return ApiCall(f"{_API}stream/items/contents?output=json", form)


def edit_call(items: Sequence[str], tag: str, on: bool) -> ApiCall:
    """Ask to give a tag to items, or to take it from them."""
    return _editing(
        "edit-tag", (("a" if on else "r", tag), *(("i", long_item_id(one)) for one in items))
    )


def rename_call(stream: str, title: str) -> ApiCall:
    """Ask to call a feed otherwise."""
    return _editing("subscription/edit", (("ac", "edit"), ("s", stream), ("t", title)))


def move_call(stream: str, folder: str, before: str) -> ApiCall:
    """Ask to put a feed from a folder into another; empty is none."""
    added = [("a", LABEL + folder)] if folder else []
    removed = [("r", LABEL + before)] if before else []
    return _editing("subscription/edit", (("ac", "edit"), ("s", stream), *added, *removed))


def unsubscribe_call(stream: str) -> ApiCall:
    """Ask to end a subscription."""
    return _editing("subscription/edit", (("ac", "unsubscribe"), ("s", stream)))


def subscribe_call(url: str, folder: str = "") -> ApiCall:
    """Ask for a subscription, as Google had it."""
    added = [("a", LABEL + folder)] if folder else []
    return _editing("subscription/edit", (("ac", "subscribe"), ("s", f"feed/{url}"), *added))


def quickadd_call(url: str) -> ApiCall:
    """Ask for a subscription to whatever the server finds at an address."""
    return ApiCall(f"{_API}subscription/quickadd?output=json", (("quickadd", url),), is_edit=True)
