"""The login of an account, kept as all logins are: in a file that nobody else can read."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path

from reader.model.construction import field, frozen, replace
from reader.store.files.logins import LoginHeaders, keep_login, read_logins

PREFIX = "greader:"  # before the name of an account, wherever something of it has a location
_AUTHORIZATION = "Authorization"
_BASIC = "Basic "
_SESSION = "X-Session"  # the key that the server gave for the name and the password


@frozen
class AccountLogin:
    """By what a server knows who asks."""

    user: str
    password: str = field(repr=False)
    headers: LoginHeaders = field(default=(), repr=False)  # that all it is asked has as well
    session: str = field(default="", repr=False)  # empty where the server is to be asked for one


def read_account_login(folder: Path, name: str) -> AccountLogin:
    """Return the login of an account; an empty one where the file has none any more.

    Raises:
        StoreError: the file cannot be read.
    """
    kept = read_logins(folder).get(f"{PREFIX}{name}", ())
    known = dict(kept)
    user, _, password = _decode_header(known.get(_AUTHORIZATION, "")).partition(":")
    own = (_AUTHORIZATION, _SESSION)
    others = tuple((header, text) for header, text in kept if header not in own)
    return AccountLogin(user, password, others, known.get(_SESSION, ""))


def _decode_header(header: str) -> str:
    """Return name and password of a header; empty where it was spoilt by hand."""
    try:
        return b64decode(header.removeprefix(_BASIC), validate=True).decode()
    except ValueError:
        return ""


def keep_account_login(folder: Path, name: str, login: AccountLogin) -> None:
    """Remember the login of an account.

    Raises:
        StoreError: the file cannot be read or written.
    """
    basic = b64encode(f"{login.user}:{login.password}".encode("utf-8", "surrogateescape")).decode()
    session = ((_SESSION, login.session),) if login.session else ()
    kept = ((_AUTHORIZATION, f"{_BASIC}{basic}"), *login.headers, *session)
    keep_login(folder, f"{PREFIX}{name}", kept)


def forget_account_login(folder: Path, name: str) -> None:
    """Forget the login of an account.

    Raises:
        StoreError: the file cannot be read or written.
    """
    keep_login(folder, f"{PREFIX}{name}", ())


def with_session(login: AccountLogin, session: str) -> AccountLogin:
    """Return a login with another key of the server."""
    return replace(login, session=session)
