"""Articles in, a searchable index out.

- `Article`, `Passage`, `Sentence`: the data model (index.article)
- `Settings`: every setting (index.settings)
- `update_index`: takes up new, changed and removed articles (index.update)
- `Index`: a published generation, open for reading (index.index)
- `index_status`: what an index holds
- `Embedder`: the embedding model (index.embedding), which runs on an `Encoder` (index.encoders)
- `FundstelleError`, `InputError`: what goes wrong, in one line (index.errors)
"""

from index.article import Article, Passage, Sentence
from index.embedding import EmbeddedPassage, Embedder, PassageText
from index.encoders import EncodedText, Encoder
from index.errors import FundstelleError, InputError
from index.index import Index, Status, index_status
from index.search import Candidate
from index.settings import Settings
from index.update import Update, update_index

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
