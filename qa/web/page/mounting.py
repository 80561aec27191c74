"""Gradio's application within ours."""

from __future__ import annotations

import os
from importlib.resources import files

# Read while gradio is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI

from qa.assistant import Assistant
from qa.web.page.page import TRANSLATIONS, build_page

_FONT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif")


def mount_page(app: FastAPI, assistant: Assistant) -> None:
    """The page, at every path that `app` has no route for.

    `app.state.ending` then ends what the page keeps open, which else would hold the server up.
    """
    gr.mount_gradio_app(
        app,
        build_page(assistant),
        path="",
        footer_links=[],
        run_history=False,  # questions stay where the reader can delete them
        show_error=False,
        max_file_size=1,  # bytes: there is nothing to upload
        ssr_mode=False,
        theme=_theme(),
        css=files(__package__).joinpath("style.css").read_text("utf-8"),
        i18n=TRANSLATIONS,
    )
    gradio_app = app.routes[-1].app  # type: ignore[attr-defined]
    app.state.ending = gradio_app.stop_event.set


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
