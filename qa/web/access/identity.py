"""Who sends a request: by a token, what a reverse proxy says, or a session."""

from __future__ import annotations

import logging
from dataclasses import replace
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from index import InputError
from qa.web.access.accounts import Accounts
from qa.web.access.peers import is_from_proxy
from qa.web.access.refusing import refuse
from qa.web.access.roles import Principal, Role, needs_write
from qa.web.access.rules import changes_state, path_of, rule_of
from qa.web.access.sessions import Sessions
from qa.web.access.settings import Access, is_exposed
from qa.web.problems import Problem

_log = logging.getLogger(__name__)
UNREADABLE = Problem(
    503, "Service Unavailable", "the accounts cannot be read: the server's log says why"
)


class Identity:
    """:param host: the address that the server listens on. Once it has asked who somebody is, or
    where others in the network are heard, nobody is let in unasked any more: also not when the last
    account is removed.
    """

    def __init__(self, access: Access, accounts: Accounts, sessions: Sessions, host: str) -> None:
        self._access, self._accounts, self._sessions = access, accounts, sessions
        self._asks = is_exposed(host, access) or bool(access.proxy_header)

    @property
    def asks(self) -> bool:
        """Whether it matters who somebody is."""
        if self._access.no_auth:
            return False
        self._asks = self._asks or self._accounts.exist
        return self._asks

    def principal(self, connection: HTTPConnection) -> Principal | None:
        """:raises InputError: if the accounts cannot be read."""
        found = self._found(connection) if self.asks else Principal("", Role.WRITE)
        if found is not None and self._access.read_only:
            return replace(found, role=Role.READ)
        return found

    def _found(self, connection: HTTPConnection) -> Principal | None:
        kind, _, token = connection.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self._accounts.with_token(token.strip())
        return self._by_proxy(connection) or self._sessions.principal(connection)

    def _by_proxy(self, connection: HTTPConnection) -> Principal | None:
        """Whom the reverse proxy has let in: may read, and more if an account of that name may."""
        header = self._access.proxy_header
        if not header or not is_from_proxy(connection.scope):
            return None
        said = connection.headers.getlist(header)
        if len(said) != 1 or not 0 < len(said[0]) <= 200 or not said[0].isprintable():
            return None
        account = self._accounts.account(said[0])
        return Principal(said[0], account.role if account else Role.READ)


class Identify:
    """Lets through whom `identity` knows, and tells what comes after it who that is."""

    def __init__(self, app: ASGIApp, identity: Identity, metrics_open: bool) -> None:
        self._app, self._identity, self._metrics_open = app, identity, metrics_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        is_open = rule_of(scope).open or (self._metrics_open and path_of(scope) == "/metrics")
        try:
            principal = self._identity.principal(connection)
        except InputError as error:
            _log.error("%s", error)
            principal = None
            if not is_open:
                await refuse(UNREADABLE, scope, receive, send)
                return
        if principal is None and not is_open:
            if _is_page(connection):
                await RedirectResponse(_login(connection), 303)(scope, receive, send)
            else:
                await refuse(_UNKNOWN, scope, receive, send)
            return
        connection.state.principal = principal or Principal("", Role.READ)
        if rule_of(scope).writes:
            try:
                needs_write(connection)
            except Problem as problem:
                await refuse(problem, scope, receive, send)
                return
        await self._app(scope, receive, send)


_UNKNOWN = Problem(
    401,
    "Unauthorized",
    "say who you are: send a token as “Authorization: Bearer …”, or log in at /login",
    {"WWW-Authenticate": "Bearer"},
)


def _is_page(connection: HTTPConnection) -> bool:
    """Whether a person waits for a page."""
    return (
        connection.scope["type"] == "http"
        and not changes_state(connection.scope)
        and "text/html" in connection.headers.get("accept", "")
        and connection.headers.get("sec-fetch-mode", "navigate") == "navigate"
    )


def _login(connection: HTTPConnection) -> str:
    """Where to log in, and to go on from there."""
    url = connection.url
    wanted = path_of(connection.scope) + (f"?{url.query}" if url.query else "")
    root = connection.scope.get("root_path", "")
    return f"{root}/login" + (f"?next={quote(wanted, safe='/')}" if wanted != "/" else "")
