"""Evidence → what a language model is told. Articles are data: nothing of them can end a turn, open
another one, or pass for a citation number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from index import Article
from index.text import language_name, split_sentences
from prompts import spoken, texts
from qa.answers import Citation
from qa.writing.harmless import harmless

_NEIGHBOUR = 300  # characters of the sentence before a quote, and of the one behind it
_ROUND = re.compile(r"\((\d{1,3})\)")  # a number that was made harmless


def messages(
    question: str, language: str, evidence: Sequence[Citation], articles: dict[str, Article]
) -> list[ChatMessage]:
    """:param language: in which to answer.
    :param articles: the cited ones, by id.
    """
    wording = texts("write", language)
    passages = "\n".join(
        _passage(wording["passage"], citation, articles[citation.article.id])
        for citation in evidence
    )
    name = language_name(language, spoken("write", language))
    asked = wording["user"].format(passages=passages, question=harmless(question), language=name)
    return [
        ChatMessage(role=MessageRole.SYSTEM, content=wording["system"].format(language=name)),
        ChatMessage(role=MessageRole.USER, content=asked),
    ]


def again(told: list[ChatMessage], reply: str, language: str) -> list[ChatMessage]:
    """After a reply in another language: the same in `language`, please."""
    name = language_name(language, spoken("write", language))
    request = texts("write", language)["retry"].format(language=name)
    return [
        *told,
        ChatMessage(role=MessageRole.ASSISTANT, content=_ROUND.sub(r"[\1]", harmless(reply))),
        ChatMessage(role=MessageRole.USER, content=request),
    ]


def about(article: Article) -> str:
    """What is known of an article: its title, source, author, place and date."""
    known = (article.title, article.source, article.author, article.place, article.date)
    return ", ".join(part for part in known if part)


def _passage(template: str, citation: Citation, article: Article) -> str:
    before, after = _neighbours(article, citation.start, citation.end)
    if citation.table_header:  # what stands before a row says less of it
        before = " | ".join(citation.table_header)
    return template.format(
        number=citation.number,
        about=harmless(about(article)),
        before=harmless(before),
        quote=harmless(citation.quote),
        after=harmless(after),
    )


def _neighbours(article: Article, start: int, end: int) -> tuple[str, str]:
    """The sentence before a quote and the one behind it."""
    before = article.text[max(0, start - _NEIGHBOUR) : start]
    after = article.text[end : end + _NEIGHBOUR]
    first, last = (
        split_sentences(before, article.language),
        split_sentences(after, article.language),
    )
    return (
        before[slice(*first[-1])] if first else "",
        after[slice(*last[0])] if last else "",
    )
