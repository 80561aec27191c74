"""Vectors and filters in Milvus, for archives too large for one machine's FAISS files.

- `MilvusAddress`: where it is, and the archive's name there (index.storage.milvus.address)
- `MilvusReader`, `MilvusWriter`: what an archive is searched with, and what a writer fills
  (index.storage.milvus.reading, index.storage.milvus.writing)
- `MilvusProposals`: what lies near a question (index.storage.milvus.proposals)
- `problems_of_collection`: whether it holds what the database says
  (index.storage.milvus.comparing)

Inside: the `server`, bounded in time; `collections` and their `rows`; filters as `expressions`.

The database stays the truth: its commits are the moments of publishing, and whatever Milvus
proposes counts only if the state's own database has it and lets it pass.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
