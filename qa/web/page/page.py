"""The page: what stands on it, and what its scripts can ask for."""

from __future__ import annotations

import gradio as gr

from qa.assistant import Assistant
from qa.web.page.calls import Suggest, SuggestNear, page_calls
from qa.web.page.shell import shell_html

# The scripts are modules of their own; here they are handed what Gradio gives to an element.
_START = """
import(new URL("page/main.js", document.baseURI)).then(({ start }) => start({ element, server }));
"""


def build_page(assistant: Assistant, suggest: Suggest, near: SuggestNear) -> gr.Blocks:
    """The page on `assistant`.

    :param suggest: questions that the archive answers, for a reader of a language.
    :param near: such that come near to a question, in its language.
    """
    with gr.Blocks(title="Fundstelle", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(
            shell_html(),
            elem_id="fundstelle",
            js_on_load=_START,
            server_functions=page_calls(assistant, suggest, near),
            apply_default_css=False,
        )
    return page
