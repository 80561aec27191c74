"""What is sent to the page while a question is answered: one turn, as far as it has come.

The page is given the new turn alone, and puts it where it belongs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from index import Archive
from qa.answers import Answer, Citation
from qa.assistant import Assistant
from qa.public_paths import PublicPaths
from qa.turn import Turn
from qa.web.asking import answers_to
from qa.web.page.browser import Asked
from qa.web.page.conversation import answer_html
from qa.web.page.records import record_of
from qa.web.page.sources import cited_articles, sources_html


def turn_html(archive: Archive, answer: Answer) -> str:
    """An answer and its sources, as the page takes them apart."""
    return _parts(answer, sources_html(answer, cited_articles(archive, answer)))


def growing_mail(assistant: Assistant, asked: Asked) -> Iterator[str]:
    """The turn as often as there is more of it; the last one says that it is, and brings what the
    browser keeps."""
    cited: tuple[Citation, ...] = ()
    answer, sources = None, ""
    for answer in answers_to(assistant, asked.question, asked.turns, asked.filter):
        if answer.citations != cited:
            cited = answer.citations
            sources = sources_html(answer, cited_articles(assistant.archive, answer))
        if answer.mode == "written" and not answer.sentences:
            yield _mail(asked.turn_id, answer, sources)
    assert answer is not None, "there always is one"
    paths = PublicPaths.of_archive(assistant.archive)
    yield _mail(asked.turn_id, answer, sources, paths.of_answer(record_of(answer)))


def _mail(turn_id: str, answer: Answer, sources: str, record: dict[str, Any] | None = None) -> str:
    """:param record: what the browser keeps of an answer that is whole."""
    kept = ""
    if record is not None:
        turn = Turn.of(answer).to_json()
        kept = f' data-answer="{_json(record)}" data-kept="{_json(turn)}"'
    return f'<div data-turn="{escape(turn_id)}"{kept}>{_parts(answer, sources)}</div>'


def _parts(answer: Answer, sources: str) -> str:
    return f'<div class="told">{answer_html(answer)}</div><div class="cited">{sources}</div>'


def _json(content: object) -> str:
    return escape(json.dumps(content, ensure_ascii=False))
