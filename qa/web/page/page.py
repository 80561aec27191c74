"""The page: the conversation, and beside it the sources of the current answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from html import escape
from importlib.resources import files
from typing import Any

import gradio as gr
from gradio.components.chatbot import ExampleMessage

import seeds
from index import Archive, Article, FundstelleError
from index.text import language_name
from prompts import languages, texts
from qa.answers import Answer, Citation
from qa.assistant import Assistant
from qa.turn import Turn
from qa.web.asking import answers_to
from qa.web.page.article_view import article_html, missing_html
from qa.web.page.conversation import answer_html, late_gist_html, question_html
from qa.web.page.sources import no_sources_html, sources_html

_log = logging.getLogger(__name__)
_TURNS_KEPT = 50
_AT_ONCE = 8  # questions that are answered at the same time, and gists that are waited for
_PROMPTS = {language: texts("chat", language) for language in languages("chat")}
# The reader's browser chooses the language of what stands there before the first question.
TRANSLATIONS = gr.I18n(**_PROMPTS)


def build_page(assistant: Assistant) -> gr.Blocks:
    """The chat with `assistant`."""
    archive = assistant.archive

    def growing(question: str, turns: list[Answer]) -> Iterator[tuple]:
        """What the page shows, as often as there is more of the answer."""
        if not question.strip() and turns:
            known = [*map(assistant.with_kept_gists, turns)]
            yield "", _messages(known), _sources(archive, known[-1]), turns
            return
        before = _messages([*map(assistant.with_kept_gists, turns[1 - _TURNS_KEPT :])])
        first = True
        for answer in answers_to(assistant, question, [*map(Turn.of, turns)]):
            grown = [*turns, answer][-_TURNS_KEPT:]
            shown = [*before, *_messages([answer])]
            # What the reader types or opens meanwhile stays; the sources are those of the end.
            typed = "" if first else gr.skip()
            is_growing = answer.mode == "written" and not answer.sentences
            sources = gr.skip() if is_growing and not first else _sources(archive, answer)
            first = False
            yield typed, shown, sources, grown

    def growing_example(event: gr.SelectData, turns: list[Answer]) -> Iterator[tuple]:
        yield from growing(str(event.value["text"]), turns)

    def ask(question: str, turns: list[Answer]) -> tuple:
        *_, shown = growing(question, turns)
        return shown

    def ask_example(event: gr.SelectData, turns: list[Answer]) -> tuple:
        return ask(str(event.value["text"]), turns)

    def translate(turns: list[Answer]) -> Iterator[str]:
        """The gists of the last answer, as they come; the page puts each under its quotes."""
        if turns and assistant.gists is not None:
            html: dict[int, str] = {}
            try:
                for citation in assistant.gists.each(turns[-1]):
                    html[citation.number] = late_gist_html(citation, turns[-1].language)
                    yield "".join(html.values())
            except Exception:  # the answer stands without them
                _log.exception("no gists")

    def open_article(event: gr.EventData, turns: list[Answer]) -> str:
        return _opened(archive, event._data, turns)

    def back(turns: list[Answer], request: gr.Request) -> str:
        if not turns:
            return no_sources_html(_language_of(request))
        return _sources(archive, assistant.with_kept_gists(turns[-1]))

    def start_anew(request: gr.Request) -> tuple[str, list[Answer]]:
        return no_sources_html(_language_of(request)), []

    def arrive(request: gr.Request) -> tuple:
        language = _language_of(request)
        if language == "en":  # as it stands already: a quick reader's answer is not written over
            return _header(archive, language), gr.skip()
        return _header(archive, language), no_sources_html(language)

    label = TRANSLATIONS
    with gr.Blocks(title="Fundstelle", analytics_enabled=False, fill_width=True) as page:
        turns: gr.State = gr.State([])
        header = gr.HTML(_header(archive, "en"), elem_id="header")
        with gr.Row(elem_id="columns"):
            with gr.Column(scale=5, min_width=320):
                conversation = gr.Chatbot(
                    elem_id="conversation",
                    label=label("conversation"),
                    show_label=False,
                    render_markdown=False,
                    height="calc(100dvh - 10rem)",
                    min_height=260,
                    buttons=[],
                    feedback_options=None,
                    placeholder=label("welcome"),  # type: ignore[arg-type]
                    examples=_examples(archive),
                )
                with gr.Row(equal_height=True):
                    question = gr.Textbox(
                        elem_id="question",
                        label=label("ask_placeholder"),
                        show_label=False,
                        container=False,
                        placeholder=label("ask_placeholder"),
                        scale=8,
                        max_lines=4,
                        autofocus=True,
                    )
                    send = gr.Button(label("ask"), variant="primary", scale=1, min_width=90)
            with gr.Column(scale=4, min_width=320):
                panel = gr.HTML(
                    no_sources_html("en"),
                    elem_id="panel",
                    js_on_load=_script("citations.js"),
                )
        gists = gr.HTML(elem_id="gists", js_on_load=_script("gists.js"))
        shown = [question, conversation, panel, turns]
        streamed: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_limit": _AT_ONCE,
        }
        quick = {**streamed, "queue": False}
        # What is there at once needs no queue; what grows does.
        how = quick if assistant.writer is None else streamed
        typed, chosen = (ask, ask_example) if how is quick else (growing, growing_example)
        asking = [
            gr.on([question.submit, send.click], typed, [question, turns], shown, **how),
            conversation.example_select(chosen, turns, shown, **how),
        ]
        for asked in asking:
            asked.then(translate, turns, gists, **streamed)
        panel.select(open_article, turns, panel, **quick)
        panel.clear(back, turns, panel, **quick)
        ended: dict[str, Any] = {"cancels": asking} if how is streamed else {}
        conversation.clear(start_anew, None, [panel, turns], **quick, **ended)
        page.load(arrive, None, [header, panel], **quick)
    return page


def _messages(turns: list[Answer]) -> list[gr.ChatMessage]:
    """As components: a message of text would be shown as HTML, even where Markdown is off."""
    messages = []
    for turn in turns:
        messages.append(gr.ChatMessage(role="user", content=gr.HTML(question_html(turn))))
        messages.append(gr.ChatMessage(role="assistant", content=gr.HTML(answer_html(turn))))
    return messages


def _sources(archive: Archive, answer: Answer) -> str:
    articles: dict[str, Article] = {}
    with suppress(FundstelleError):  # the index has been deleted, or damaged
        snapshot = archive.current()
        for citation in answer.citations:
            with suppress(KeyError):  # removed since: its card says so
                articles[citation.article.id] = snapshot.article(citation.article.id)
    return sources_html(answer, articles)


def _script(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _opened(archive: Archive, wanted: object, turns: list[Answer]) -> str:
    """The article at the quote that a button names. What the browser sends is not trusted."""
    language = turns[-1].language if turns else "en"
    try:
        fields = dict(wanted)  # type: ignore[call-overload]
        article = archive.current().article(str(fields["article"]))
        current = int(fields["start"]), int(fields["end"])
    except (KeyError, TypeError, ValueError, OverflowError, FundstelleError):
        return missing_html(language)
    start, end = current
    cited = [c for turn in turns for c in turn.citations if c.article.id == article.id]
    if not 0 <= start < end <= len(article.text) or any(
        (c.start, c.end) == current and not c.stands_in(article.text) for c in cited
    ):
        return missing_html(language)
    others = [
        (citation.start, citation.end)
        for turn in turns
        if any((c.article.id, c.start) == (article.id, current[0]) for c in turn.citations)
        for citation in turn.citations
        if citation.article.id == article.id and citation.stands_in(article.text)
    ]
    return article_html(article, current, sorted(set(others)), language, _short(cited, current))


def _short(cited: list[Citation], current: tuple[int, int]) -> tuple[int, int] | None:
    """Where the short answer stands of the quote that was cited there last."""
    for citation in reversed(cited):
        if (citation.start, citation.end) == current and citation.short_answer is not None:
            return citation.short_answer.start, citation.short_answer.end
    return None


def _header(archive: Archive, language: str) -> str:
    counts = archive.current().languages
    total = sum(counts.values())
    wording = texts("chat", language)
    articles = wording["article_one" if total == 1 else "articles"].format(count=total)
    named = ", ".join(f"{language_name(name, language)} {n}" for name, n in counts.items())
    return f"<h1>Fundstelle</h1><p>{escape(articles)} · {escape(named)}</p>"


def _examples(archive: Archive) -> list[ExampleMessage] | None:
    if seeds.FOLDER not in archive.current().sources:
        return None
    return [ExampleMessage(text=question) for question in seeds.examples()]


def _language_of(request: gr.Request) -> str:
    """The first language of the browser's that the chat has texts in."""
    for part in request.headers.get("accept-language", "")[:200].split(","):
        language = part.split(";")[0].split("-")[0].strip().lower()
        if language in _PROMPTS:
            return language
    return "en"
