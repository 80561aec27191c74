"""Files → articles → passages.

- `Article`, `ArticleDescription`, `Passage`, `Sentence`: the data model (index.articles.article)
- `Source`: where articles come from (index.articles.source)
- `Container`, `Folder`: what holds sources (index.articles.containers)
- `Format`, `Entry`, `FORMATS`: what a source's files are (index.articles.formats)
- `check_encoding`: the name of an encoding (index.articles.decoding)
- `extract_articles`: a source → its articles (index.articles.extraction)
- `split_passages`, `PassageSpans`: an article → passages and sentences (index.articles.passages)

Inside: bytes → text (`decoding`; old `encodings` by the `plausibility` of their words, spelt from
`word_pieces`), YAML (`front_matter`), titles and bylines (`heading`).
"""

from index.articles.article import (
    GIVEN_FIELDS,
    Article,
    ArticleDescription,
    Passage,
    Sentence,
)
from index.articles.containers import Container, Folder
from index.articles.decoding import check_encoding
from index.articles.extraction import extract_articles
from index.articles.formats import FORMATS, Entry, Format, suffixes
from index.articles.passages import PassageSpans, split_passages
from index.articles.source import Source

__all__ = [
    "FORMATS",
    "GIVEN_FIELDS",
    "Article",
    "ArticleDescription",
    "Container",
    "Entry",
    "Folder",
    "Format",
    "Passage",
    "PassageSpans",
    "Sentence",
    "Source",
    "check_encoding",
    "extract_articles",
    "split_passages",
    "suffixes",
]
