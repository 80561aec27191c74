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

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
