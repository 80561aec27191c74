"""The web application, put together: everything that is served, in one place."""

from __future__ import annotations

from fastapi import FastAPI

from qa.assistant import Assistant
from qa.web.access import Access, protect
from qa.web.page import mount_page


def build_app(assistant: Assistant, access: Access, host: str = "127.0.0.1") -> FastAPI:
    """:param access: who is let in.
    :param host: the address that it will be served at.
    """
    app = FastAPI(title="Fundstelle", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.assistant = assistant
    # The page takes every path that nothing before it does: it comes last.
    mount_page(app, assistant)
    protect(app, access, host)
    return app
