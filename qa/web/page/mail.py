"""What is sent to the page while a question is answered: one turn, as far as it has come.

The page is given the new turn alone, and puts it where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    sources = sources_html(answer, cited_articles(archive, answer))
    return f'<div class="told">{answer_html(answer)}</div><div class="cited">{sources}</div>'


def growing_mail(assistant: Assistant, asked: Asked) -> Iterator[dict[str, Any]]:
    """The turn as often as there is more of it: what is told, and what is cited, in HTML. The last
    one brings what the browser keeps, too: the answer, and what a later question goes back to."""
    cited: tuple[Citation, ...] = ()
    answer, sources = None, ""
    for answer in answers_to(assistant, asked.question, asked.turns, asked.filter):
        if answer.citations != cited:
            cited = answer.citations
            sources = sources_html(answer, cited_articles(assistant.archive, answer))
        if answer.mode == "written" and not answer.sentences:
            yield {"told": answer_html(answer), "cited": sources}
    assert answer is not None, "there always is one"
    record = PublicPaths.of_archive(assistant.archive).of_answer(record_of(answer))
    kept = {"answer": record, "kept": Turn.of(answer).to_json()}
    yield {"told": answer_html(answer), "cited": sources} | kept
