"""Logging in and out: pages that need no script."""

from __future__ import annotations

import math
import re
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qsl

import anyio
import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from index import InputError
from prompts import texts
from qa.web.access.accounts import Account, Accounts
from qa.web.access.headers import nonce_of
from qa.web.access.identity import UNREADABLE, Identity
from qa.web.access.language import language_of
from qa.web.access.peers import client_of
from qa.web.access.rates import Window
from qa.web.access.sessions import Sessions
from qa.web.access.shared import SharedAccess

_LARGEST = 8_192  # bytes of a form
_AT_ONCE = 2  # passwords that are compared at the same time: each takes 64 MiB
# Within these pages nothing is run at all.
_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class Login:
    """:param identity: who a request is from, however it says so.
    :param shared: where attempts are counted.
    """

    def __init__(
        self, accounts: Accounts, sessions: Sessions, identity: Identity, shared: SharedAccess
    ) -> None:
        self._accounts, self._sessions, self._identity = accounts, sessions, identity
        # Who guesses passwords is slowed down: for one account from one place, from one place, and
        # for one account from wherever, which takes more, lest a stranger lock its owner out.
        self._attempts = {
            "client and account": Window("5/5minute", shared),
            "client": Window("20/5minute", shared),
            "account": Window("100/5minute", shared),
        }
        self._comparing = anyio.CapacityLimiter(_AT_ONCE)

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/login", self._show, methods=["GET"]),
            Route("/login", self._log_in, methods=["POST"]),
            Route("/logout", self._show, methods=["GET"]),
            Route("/logout", self._log_out, methods=["POST"]),
        ]

    async def _show(self, request: Request) -> Response:
        """The form; whoever is logged in may log out there."""
        try:
            principal = self._identity.principal(request)
        except InputError:
            return UNREADABLE.response()
        if principal is None:
            return _page(request)
        if not principal.name:  # nobody is asked for a name
            return RedirectResponse(_home(request), 303)
        return _page(request, known=principal.name)

    async def _log_in(self, request: Request) -> Response:
        form = await _form(request)
        name, password = form.get("name", "")[:64].strip(), form.get("password", "")
        if seconds := self._wait(client_of(request.scope), name):
            wording = texts("access", language_of(request))
            problem = wording["too_many"].format(minutes=math.ceil(seconds / 60))
            return _page(request, 429, name, problem, {"Retry-After": str(seconds)})
        try:
            account = await self._compared(name, password)
        except InputError:
            return UNREADABLE.response()
        if account is None:
            return _page(request, 401, name, texts("access", language_of(request))["wrong"])
        tried = client_of(request.scope), name
        self._attempts["client and account"].forget("client and account", *tried)
        response = RedirectResponse(_next(request), 303)
        self._sessions.begin(account, request, response)
        return response

    async def _compared(self, name: str, password: str) -> Account | None:
        return await anyio.to_thread.run_sync(
            self._accounts.with_password, name, password, limiter=self._comparing
        )

    async def _log_out(self, request: Request) -> Response:
        response = RedirectResponse(f"{request.scope.get('root_path', '')}/login", 303)
        self._sessions.end(request, response)
        return response

    def _wait(self, client: str, name: str) -> int:
        who = {"client and account": (client, name), "client": (client,), "account": (name,)}
        for kind, window in self._attempts.items():
            if seconds := window.wait(kind, *who[kind]):
                return seconds
        return 0


def _page(
    request: Request,
    status: int = 200,
    name: str = "",
    problem: str = "",
    headers: dict[str, str] | None = None,
    known: str = "",
) -> HTMLResponse:
    language, nonce = language_of(request), nonce_of(request.scope)
    wording = texts("access", language)
    html = _template().render(
        language=language,
        wording=wording,
        title=wording["log_out" if known else "log_in"],
        nonce=nonce,
        name=name,
        problem=problem,
        known=wording["known"].format(name=known) if known else "",
        home=_home(request),
        logout=f"{request.scope.get('root_path', '')}/logout",
    )
    policy = {"Content-Security-Policy": _POLICY.format(nonce=nonce), "Cache-Control": "no-store"}
    return HTMLResponse(html, status, {**policy, **(headers or {})})


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return {}
    try:
        return dict(parse_qsl(body.decode("ascii", "replace"), max_num_fields=8))
    except ValueError:
        return {}


def _home(request: Request) -> str:
    return f"{request.scope.get('root_path', '')}/"


def _next(request: Request) -> str:
    """Where the reader wanted to go: a path of this server, never another one's address."""
    wanted = request.query_params.get("next", "")
    if re.fullmatch(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*", wanted):
        return f"{request.scope.get('root_path', '')}{wanted}"
    return _home(request)


@cache
def _template() -> jinja2.Template:
    source = files("qa.web.access").joinpath("login.html").read_text("utf-8")
    return jinja2.Environment(autoescape=True, trim_blocks=True).from_string(source)
