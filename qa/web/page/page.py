"""The page: what stands on it, and what its scripts can ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from index import InputError
from qa.assistant import Assistant
from qa.web.access import log_question
from qa.web.page.browser import read_asked
from qa.web.page.calls import Suggest, SuggestNear, page_calls
from qa.web.page.mail import growing_mail
from qa.web.page.shell import shell_html

_AT_ONCE = 8  # questions that are answered at the same time
# The scripts are modules of their own; here they are handed what Gradio gives to an element.
_START = """
import(new URL("page/main.js", document.baseURI))
  .then(({ start }) => start({ element, server, ask: (asked) => trigger("submit", asked),
                               stop: () => trigger("stop") }));
"""
_FAILED = "() => { document.dispatchEvent(new Event('unanswered')); }"
_ARRIVED = """
watch("value", () => document.dispatchEvent(new CustomEvent("answer", { detail: element })));
"""


def build_page(assistant: Assistant, suggest: Suggest, near: SuggestNear) -> gr.Blocks:
    """The page on `assistant`.

    :param suggest: questions that the archive answers, for a reader of a language.
    :param near: such that come near to a question, in its language.
    """

    def growing(event: gr.EventData, request: gr.Request) -> Iterator[str]:
        try:
            asked = read_asked(event._data)
        except InputError as error:
            raise gr.Error(str(error), print_exception=False) from error
        assert request.request is not None, "it comes over HTTP"
        log_question(request.request, asked.question)
        yield from growing_mail(assistant, asked)

    def ask(event: gr.EventData, request: gr.Request) -> str:
        *_, last = growing(event, request)
        return last

    with gr.Blocks(title="Fundstelle", analytics_enabled=False, fill_width=True) as page:
        shell = gr.HTML(
            shell_html(),
            elem_id="fundstelle",
            js_on_load=_START,
            server_functions=page_calls(assistant, suggest, near),
            apply_default_css=False,
        )
        mail = gr.HTML(elem_id="mail", js_on_load=_ARRIVED, apply_default_css=False)
        how: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_limit": _AT_ONCE,
            "trigger_mode": "multiple",
        }
        # What is there at once needs no queue; what grows does.
        if assistant.writer is None:
            asking = shell.submit(ask, None, mail, queue=False, **how)
        else:
            asking = shell.submit(growing, None, mail, **how)
        asking.failure(None, js=_FAILED, api_visibility="private")
        if assistant.writer is not None:
            shell.stop(None, cancels=[asking], queue=False, api_visibility="private")
    return page
