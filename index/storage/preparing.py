"""Articles → passages, their words and vectors: all that can be done without the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.articles import Article, PassageSpans, split_passages
from index.articles.passages import Tokenize
from index.embedding import EmbeddedPassage, Embedder, PassageText
from index.storage.near_duplicates import bands
from index.storage.new_articles import NewArticle, NewPassage
from index.storage.store import tagged
from index.storage.vector_codes import encode


@dataclass(frozen=True, slots=True)
class SplitArticle:
    """An article that only lacks its vectors.

    :param terms: of each passage those of its sentences, as `NewPassage` has them.
    """

    article: Article
    spans: Sequence[PassageSpans]
    terms: Sequence[list[str]]
    bands: Sequence[int]


def split_article(article: Article, tokenize: Tokenize) -> SplitArticle:
    """:param tokenize: the embedding model's tokenizer."""
    spans = split_passages(article.text, article.language, tokenize)
    terms = [
        [" ".join(tagged(sentence, article.language)) for sentence in span.read_as]
        for span in spans
    ]
    return SplitArticle(article, spans, terms, bands(article.text))


def embed_articles(
    articles: Sequence[SplitArticle],
    embedder: Embedder,
    progress: Callable[[float], None] = lambda part: None,
) -> list[NewArticle]:
    """:param progress: told what part of the articles is done, from 0 to 1, now and then."""
    texts = [_passage_text(split.article, span) for split in articles for span in split.spans]
    embedded = iter(embedder.embed_passages(texts, lambda done: progress(done / len(texts))))
    return [
        NewArticle(
            split.article,
            [
                _new_passage(span, terms, next(embedded))
                for span, terms in zip(split.spans, split.terms, strict=True)
            ],
            split.bands,
        )
        for split in articles
    ]


def prepare(articles: Sequence[Article], embedder: Embedder) -> list[NewArticle]:
    """Split and embed articles."""
    return embed_articles([split_article(a, embedder.tokenize) for a in articles], embedder)


def _passage_text(article: Article, span: PassageSpans) -> PassageText:
    # A passage in the middle of a table is read with the header.
    header = f"{span.header}\n" if span.header else ""
    return PassageText(header + article.text[span.start : span.end], span.read_as)


def _new_passage(span: PassageSpans, terms: list[str], embedded: EmbeddedPassage) -> NewPassage:
    return NewPassage(
        span.start,
        span.end,
        span.sentences,
        terms,
        encode(embedded.vector[None, :])[0],
        b"".join(encode(embedded.sentences)),
    )
