"""Asks the server of an account: logs in, renews what has expired, and says what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from reader.fetch.http.http_thread import GOOD, HttpThread
from reader.fetch.schedule import REFUSALS
from reader.fetch.url_parts import host_of
from reader.greader.answers import is_ok, read_login, read_token
from reader.greader.calls import ApiCall, login_call, token_call
from reader.library.accounts.account_login import AccountLogin, with_session
from reader.model import FetchError, ParseError, Request, Response

if TYPE_CHECKING:
    from reader.library import Library

_APART = 0.05  # seconds between two questions to the server of an account
_LARGEST = 60_000_000  # bytes of an answer: a hundred stories with their texts
_TOTAL = 60.0  # seconds for an answer
_DENIED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_NO_LOGIN = "the server refuses name or password"
_RENEWALS = 2  # in one call: of the token, and then of the key

OnSession = Callable[[AccountLogin], None]
"""Is handed the login of an account when the server gave another key for it."""


class AccountError(FetchError):
    """A server did not do what an account asked of it."""

    def __init__(self, sentence: str, status: int = 0, wait: int = 0) -> None:
        super().__init__(sentence)
        self.status = status  # of its answer; 0 where there was none
        self.wait = wait  # seconds for which it wants to be left alone; 0 where it does not say

    @property
    def is_refusal(self) -> bool:
        """Whether the server understood, and another thing may be asked of it at once."""
        return bool(self.status) and self.status not in (*_DENIED, *REFUSALS)


@contextmanager
def account_network(library: Library) -> Iterator[HttpThread]:
    """Open the network for the server of an account, which a person has named."""
    policy = library.policy or GOOD
    contact = library.settings().contact or policy.contact
    asking = replace(
        policy,
        contact=contact,
        apart=min(policy.apart, _APART),
        largest=_LARGEST,
        held=2 * _LARGEST,
        total=max(policy.total, _TOTAL) if library.policy is None else policy.total,
    )
    with HttpThread(asking, clock=library.clock) as network:
        yield network


class AccountClient:
    """The server of one account."""

    def __init__(
        self, network: HttpThread, location: str, login: AccountLogin, on_session: OnSession
    ) -> None:
        self._network, self._location, self._on_session = network, location, on_session
        self._login = login
        self._token = ""

    def ask(self, call: ApiCall) -> bytes:
        """Return what the server answers to a call.

        Raises:
            AccountError: it refuses, is not there, or sends half an answer.
        """
        response = self._reply(call)
        for attempt in range(_RENEWALS):
            if response.status not in _DENIED:
                break
            is_token = attempt == 0 and bool(self._token) and call.is_edit
            self._renew(
                is_token and (response.bad_token or response.status == HTTPStatus.FORBIDDEN)
            )
            response = self._reply(call)
        if response.status in _DENIED:
            raise AccountError("the server refuses what the account asks for", response.status)
        return _content_of(response)

    def edit(self, call: ApiCall) -> None:
        """Have the server change something.

        Raises:
            AccountError: it does not say that it has.
        """
        if not is_ok(self.ask(call)):
            raise AccountError("the server does not say that it has made a change", HTTPStatus.OK)

    def _renew(self, only_token: bool) -> None:
        """Get what may have expired anew: at first the token alone, where a server says so."""
        self._token = ""
        if not only_token:
            self._login = with_session(self._login, "")

    def _reply(self, call: ApiCall) -> Response:
        """Return the answer to a call, with a key and, where it needs one, with a token."""
        if not self._login.session:
            self.log_in()
        form = call.form
        if call.is_edit:
            form = (*(form or ()), ("T", self._token or self._fresh_token()))
        return self._send(call.path, form, self._session_headers())

    def _session_headers(self) -> tuple[tuple[str, str], ...]:
        return (("Authorization", f"GoogleLogin auth={self._login.session}"),)

    def log_in(self) -> None:
        """Have the server give a key for name and password.

        Raises:
            AccountError: it refuses them, or speaks no such protocol.
        """
        if not self._login.user:
            raise AccountError("its login is not kept any more; add the account once more")
        call = login_call(self._login.user, self._login.password)
        response = self._send(call.path, call.form, ())
        if response.status in _DENIED:
            raise AccountError(_NO_LOGIN, response.status)
        session = _read_answer(read_login, _content_of(response))
        self._login = with_session(self._login, session)
        self._on_session(self._login)

    def _fresh_token(self) -> str:
        response = self._send(token_call().path, None, self._session_headers())
        if response.status in _DENIED:  # the key has expired, and with it the token
            self._login = with_session(self._login, "")
            self.log_in()
            response = self._send(token_call().path, None, self._session_headers())
        self._token = _read_answer(read_token, _content_of(response))
        return self._token

    def _send(
        self,
        path: str,
        form: tuple[tuple[str, str], ...] | None,
        headers: tuple[tuple[str, str], ...],
    ) -> Response:
        asked = Request(
            f"{self._location}{path}",
            trusted=host_of(self._location),
            headers=(*self._login.headers, *headers),
            form=form,
        )
        return self._network.get(asked)


def _content_of(response: Response) -> bytes:
    """Return the body of an answer.

    Raises:
        AccountError: there is none, or half of one.
    """
    if sentence := response.error or response.cut:
        raise AccountError(sentence, response.status, response.retry_after)
    return response.content


def _read_answer(reads: Callable[[bytes], str], body: bytes) -> str:
    """Return what an answer says.

    Raises:
        AccountError: it is no such answer.
    """
    try:
        return reads(body)
    except ParseError as error:
        raise AccountError(str(error), HTTPStatus.OK) from error
