"""Article text → passages → sentences, each with its exact offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from llama_index.core.node_parser import SentenceSplitter

from index.articles.heading import is_byline
from index.text.sentences import split_sentences
from index.text.tables import find_tables, header_before, read_as

PASSAGE_TOKENS = 220

Span = tuple[int, int]
Tokenize = Callable[[str], list]


@dataclass(frozen=True, slots=True)
class PassageSpans:
    """A passage's offsets, and those of the sentences that start in it.

    :param read_as: what is read for each of them: a table's row with its header.
    :param header: of the table in the middle of which it starts; empty elsewhere.
    """

    start: int
    end: int
    sentences: tuple[Span, ...]
    read_as: tuple[str, ...]
    header: str


def split_passages(text: str, language: str, tokenize: Tokenize) -> list[PassageSpans]:
    """Cut `text` into passages of at most `PASSAGE_TOKENS` tokens, on paragraph borders where they
    allow it and on sentence borders else.

    :param tokenize: the embedding model's tokenizer: a passage must fit its window.
    """
    parser = SentenceSplitter(
        chunk_size=PASSAGE_TOKENS,
        chunk_overlap=0,
        tokenizer=tokenize,
        paragraph_separator="\n\n",
        chunking_tokenizer_fn=partial(_sentence_pieces, language=language),
    )
    passages = _locate(parser.split_text(text), text)
    starts = [start for start, _ in passages]
    tables = find_tables(text)
    spans = [s for s in split_sentences(text, language) if not is_byline(text[slice(*s)])]
    sentences: list[list[tuple[Span, str]]] = [[] for _ in passages]
    for span, read in zip(spans, read_as(text, spans, tables), strict=True):
        sentences[max(0, bisect_right(starts, span[0]) - 1)].append((span, read))
    return [
        PassageSpans(
            start,
            end,
            sentences=tuple(span for span, _ in held),
            read_as=tuple(read for _, read in held),
            header=header_before(text, start, tables),
        )
        for (start, end), held in zip(passages, sentences, strict=True)
        if held
    ]


def _sentence_pieces(text: str, language: str) -> list[str]:
    """`text` cut before each sentence but the first: the pieces joined are `text` again."""
    cuts = [0, *(start for start, _ in split_sentences(text, language)[1:]), len(text)]
    return [text[start:end] for start, end in zip(cuts[:-1], cuts[1:], strict=True)]


def _locate(chunks: list[str], text: str) -> list[Span]:
    """The chunks' offsets. They follow one another, with nothing but white space between."""
    spans, position = [], 0
    for chunk in chunks:
        start = text.index(chunk, position)
        position = start + len(chunk)
        spans.append((start, position))
    return spans
