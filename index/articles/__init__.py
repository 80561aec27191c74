"""Files → articles → passages.

- `Article`, `ArticleDescription`, `Passage`, `Sentence`: the data model (index.articles.article)
- `Source`: where articles come from (index.articles.source)
- `Container`, `Folder`, `is_read`: what holds sources (index.articles.containers)
- `Format`, `Entry`, `FORMATS`: what a source's files are (index.articles.formats)
- `Problem`, `ignore`: what is told of what is left out (index.articles.problems)
- `Limits`, `DEFAULT_LIMITS`: how much is read at most (index.articles.limits)
- `check_encoding`, `parse_columns`: what may be said of a source (index.articles.decoding, columns)
- `extract_articles`: a source → its articles (index.articles.extraction)
- `Extractor`, `Extracted`: the same, in a process apart where need be (index.articles.worker)
- `split_passages`, `PassageSpans`: an article → passages and sentences (index.articles.passages)

Inside: bytes → text (`decoding`; old `encodings` by the `plausibility` of their words, spelt from
`word_pieces`; what HTML and XML say of theirs, `declared`), what may be stored of it (`cleaning`,
`markdown` with `markdown_inline`, `markup`, `pipes`), `front_matter`, titles and bylines
(`heading`), parts of files (`packed`, `xml`, `pdf`), and the process that reads apart
(`worker_process`, `exchange`).
"""

from index.articles.article import (
    GIVEN_FIELDS,
    Article,
    ArticleDescription,
    Passage,
    Sentence,
)
from index.articles.columns import parse_columns
from index.articles.containers import Container, Folder, is_read, packing_suffixes
from index.articles.decoding import check_encoding
from index.articles.extraction import extract_articles
from index.articles.formats import FORMATS, Entry, Format, suffixes
from index.articles.limits import DEFAULT_LIMITS, Limits
from index.articles.passages import PassageSpans, split_passages
from index.articles.problems import Problem, ignore
from index.articles.source import Source
from index.articles.worker import Extracted, Extractor

__all__ = [
    "DEFAULT_LIMITS",
    "FORMATS",
    "GIVEN_FIELDS",
    "Article",
    "ArticleDescription",
    "Container",
    "Entry",
    "Extracted",
    "Extractor",
    "Folder",
    "Format",
    "Limits",
    "Passage",
    "PassageSpans",
    "Problem",
    "Sentence",
    "Source",
    "check_encoding",
    "extract_articles",
    "ignore",
    "is_read",
    "packing_suffixes",
    "parse_columns",
    "split_passages",
    "suffixes",
]
