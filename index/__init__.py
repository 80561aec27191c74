"""Articles in, a searchable archive out.

- `update_index`: takes up new, changed and removed articles (index.storage.update)
- `Archive`, `Snapshot`: what is indexed, and its state that a question is answered from
  (index.storage)
- `ArticleFilter`: which articles a question is asked of (index.storage)
- `open_embedder`, `Embedder`: the embedding model (index.embedding)
- `Article`, `Passage`, `Sentence`: the data model (index.articles)
- `Search`, `Candidate`: the sentences that may answer a question (index.search)
- `Settings`: where things are (index.settings)
- `FundstelleError`, `InputError`, `MissingIndexError`: what goes wrong, in one line (index.errors)

The rooms, each importing from those before it alone: `text`, `articles`, `embedding`, `storage`,
`search`. `index.testing` holds what any new format or store of vectors has to keep.
"""

from index.articles import Article, ArticleDescription, Passage, Sentence
from index.embedding import Embedder, open_embedder
from index.errors import FundstelleError, InputError, MissingIndexError
from index.search import Candidate, Search
from index.settings import Settings
from index.storage import (
    Archive,
    ArticleFilter,
    DamagedError,
    Snapshot,
    Status,
    Update,
    archive_status,
    update_index,
)

__all__ = [
    "Archive",
    "Article",
    "ArticleDescription",
    "ArticleFilter",
    "Candidate",
    "DamagedError",
    "Embedder",
    "FundstelleError",
    "InputError",
    "MissingIndexError",
    "Passage",
    "Search",
    "Sentence",
    "Settings",
    "Snapshot",
    "Status",
    "Update",
    "archive_status",
    "open_embedder",
    "update_index",
]
