"""All that access consists of, put around an application."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.routing import Mount

from qa.web.access.accounts import Accounts
from qa.web.access.bodies import Bodies
from qa.web.access.headers import SecurityHeaders
from qa.web.access.identity import Identify, Identity
from qa.web.access.login import Login
from qa.web.access.logs import RequestLog
from qa.web.access.origins import Hosts, Origins
from qa.web.access.page_routes import PageRoutes, ScriptNonces
from qa.web.access.paths import Paths
from qa.web.access.peers import Peers
from qa.web.access.rates import Places, Rates
from qa.web.access.sessions import Sessions
from qa.web.access.settings import Access
from qa.web.access.shared import SharedAccess


def protect(app: FastAPI, access: Access, host: str = "127.0.0.1") -> None:
    """Let nobody reach `app` but whom `access` lets in. Called once, when all routes are there and
    Gradio's page is mounted; what is mounted later is not closed off (`PageRoutes`).

    :param host: the address that the server listens on.
    """
    accounts, shared = Accounts(access.accounts), SharedAccess(access)
    sessions = Sessions(accounts, access.session_secret, shared)
    identity = Identity(access, accounts, sessions, host)
    for route in app.routes:
        if isinstance(route, Mount) and type(route.app).__module__ == "gradio.routes":
            _close_page(route.app)
    # Before what is mounted at “/”, which would answer in their place.
    app.router.routes[:0] = Login(accounts, sessions, identity, shared).routes
    # The first one sees a request first, and its response last.
    app.user_middleware[:0] = [
        Middleware(Peers, trusted=access.trusted_peers),
        Middleware(RequestLog, log_questions=access.log_questions),
        Middleware(SecurityHeaders),
        Middleware(Paths),
        Middleware(Hosts, access=access),
        Middleware(Origins),
        Middleware(Identify, identity=identity, metrics_open=access.metrics_open),
        Middleware(Bodies, access=access),
        Middleware(Rates, access=access, shared=shared),
        Middleware(Places, access=access),
    ]


def server_options() -> dict[str, Any]:
    """How uvicorn has to run a protected application: who stands behind a proxy, and what is
    logged, is found out here."""
    return {
        "proxy_headers": False,
        "server_header": False,
        "access_log": False,
        "log_config": None,
    }


def _close_page(page: Any) -> None:
    """:param page: Gradio's application; its pages are known by now."""
    names = [name for name, *_ in page.get_blocks().pages]
    page.user_middleware[:0] = [Middleware(PageRoutes, pages=names)]
    page.user_middleware.append(Middleware(ScriptNonces))  # within what compresses
