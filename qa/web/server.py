"""The chat's web server. It listens on this computer alone and calls no other."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from importlib.resources import files

# Read while gradio is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response

from index import InputError
from qa.assistant import Assistant
from qa.web.page import TRANSLATIONS, build_page

HOST = "127.0.0.1"
PORT = 7860
# gradio's own scripts need `eval` and inline code; that nothing is fetched from, or sent to,
# another host, the browser sees to.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_FONT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif")


def serve(assistant: Assistant, port: int = PORT, started: Callable[[str], None] = print) -> None:
    """Serve the chat until the process is interrupted.

    :param started: told the address once the chat is there.
    :raises InputError: if the port is taken.
    """
    page = build_page(assistant)
    try:
        _, address, _ = page.launch(
            server_name=HOST,
            server_port=port,
            share=False,
            quiet=True,
            prevent_thread_lock=True,
            ssr_mode=False,
            footer_links=[],
            max_file_size=1,  # bytes: there is nothing to upload
            theme=_theme(),
            css=files(__package__).joinpath("style.css").read_text("utf-8"),
            i18n=TRANSLATIONS,
            app_kwargs={
                "middleware": [
                    # Another site's page may point a name of its own at this computer.
                    Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"]),
                    Middleware(BaseHTTPMiddleware, dispatch=_add_policy),
                ]
            },
        )
    except OSError as error:
        raise InputError(
            f"port {port} is taken: end what uses it, or choose another with --port"
        ) from error
    started(address.rstrip("/"))
    page.block_thread()


def _theme() -> gr.Theme:
    """Fonts of the reader's system: the theme's own would come from another host."""
    ink = "#1c1400"  # white on amber is hard to read
    return gr.themes.Soft(primary_hue="amber", font=_FONT, font_mono=("monospace",)).set(
        body_background_fill="*neutral_50",
        input_border_width="1px",
        button_primary_text_color=ink,
        button_primary_text_color_dark=ink,
        button_primary_background_fill_dark="*primary_500",
    )


async def _add_policy(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call_next(request)
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
