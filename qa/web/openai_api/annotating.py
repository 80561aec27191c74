"""Citations → annotations of a message, as OpenAI's clients know them."""

from __future__ import annotations

from typing import Any

from qa.answers import Answer, Citation
from qa.composing import Composed
from qa.web.links import citation_url


def annotated(answer: Answer, composed: Composed, base: str) -> list[dict[str, Any]]:
    """One for each citation, at its quote.

    :param composed: the message's text, and where in it the quotes stand.
    :param base: the server's address.
    """
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": start,
                "end_index": end,
                "url": citation_url(base, citation),
                "title": citation.article.title,
            },
            "fundstelle": _source(citation),
        }
        for citation, (start, end) in zip(answer.citations, composed.quoted_at, strict=True)
    ]


def _source(citation: Citation) -> dict[str, Any]:
    """Where the quote stands in its article: an extension of this server's."""
    source: dict[str, Any] = {
        "number": citation.number,
        "article": citation.article.id,
        "start": citation.start,
        "end": citation.end,
        "score": citation.score,
    }
    if (short := citation.short_answer) is not None:
        source["short_answer"] = {"text": short.text, "start": short.start, "end": short.end}
    return source
