"""Articles in, a searchable index out.

- `Article`, `Passage`, `Sentence`: the data model (index.articles.article)
- `Settings`: every setting (index.settings)
- `update_index`: takes up new, changed and removed articles (index.storage.update)
- `Index`: a published generation, open for reading (index.storage.archive)
- `index_status`: what an index holds
- `Embedder`: the embedding model (index.embedding.embedder), which runs on an `Encoder`
- `FundstelleError`, `InputError`: what goes wrong, in one line (index.errors)
"""

from index.articles.article import Article, Passage, Sentence
from index.embedding.embedder import EmbeddedPassage, Embedder, PassageText
from index.embedding.encoder import EncodedText, Encoder
from index.errors import FundstelleError, InputError
from index.search.search import Candidate
from index.settings import Settings
from index.storage.archive import Index, Status, index_status
from index.storage.update import Update, update_index

__all__ = [
    "Article",
    "Candidate",
    "EmbeddedPassage",
    "Embedder",
    "EncodedText",
    "Encoder",
    "FundstelleError",
    "Index",
    "InputError",
    "Passage",
    "PassageText",
    "Sentence",
    "Settings",
    "Status",
    "Update",
    "index_status",
    "update_index",
]
