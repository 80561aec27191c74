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

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
