"""Gradio's application within ours."""

from __future__ import annotations

import os
from pathlib import Path

# Read while gradio is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from qa.assistant import Assistant
from qa.web.page.asking import asking
from qa.web.page.calls import Suggest, SuggestNear
from qa.web.page.page import build_page

_STATIC = Path(__file__).parent / "static"
_STYLES = ("tokens", "frame", "conversation", "panel", "dialogs")
_HEAD = "".join(f'<link rel="stylesheet" href="page/{name}.css">' for name in _STYLES)


def mount_page(app: FastAPI, assistant: Assistant, suggest: Suggest, near: SuggestNear) -> None:
    """The page, at every path that `app` has no route for.

    :param suggest: questions that the archive answers, for a reader of a language.
    :param near: such that come near to a question, in its language.
    """
    app.include_router(asking(assistant))
    app.mount("/page", StaticFiles(directory=_STATIC))
    gr.mount_gradio_app(
        app,
        build_page(assistant, suggest, near),
        path="",
        footer_links=[],
        run_history=False,  # questions stay where the reader can delete them
        show_error=False,
        max_file_size=1,  # bytes: there is nothing to upload
        ssr_mode=False,
        theme=gr.themes.Base(font=("system-ui", "sans-serif"), font_mono=("monospace",)),
        head=_HEAD,
    )
