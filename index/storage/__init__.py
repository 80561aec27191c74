"""Articles and their vectors on disk, as they change.

- `Archive`: what is indexed in a folder; `current()` gives a `Snapshot` (index.storage.archive)
- `Snapshot`: one state, open for reading: what a question is answered from (index.storage.snapshot)
- `update_index`: takes up new, changed and removed articles (index.storage.update)
- `watch`: keeps doing so (index.storage.watching)
- `add_articles`, `remove_articles`: of programs and people (index.storage.editing)
- `archive_status`: what an archive holds (index.storage.status)
- `published`, `database_or_raise`: where it is (index.storage.layout)
- `ArticleStore`: what is in it (index.storage.store)
- `Order`, `ORDERS`, `Place`, `Listed`: a list of articles to leaf through
  (index.storage.catalogue)
- `back_up`: a copy of an index in use (index.storage.backing_up)
- `problems_of`: whether every byte is as it was written (index.storage.verifying)
- `repair_index`, `Repair`: an index made anew from the articles in it (index.storage.repairing)
- `ArticleFilter`, `Within`: which articles a question is asked of, and what passes that
  (index.storage.article_filter, index.storage.records)
- `passage_of`: the passage that a sentence is in, by its id (index.storage.sentence_ids)
- `Proposals`, `ExactVectors`: what a store of vectors has to do (index.storage.vectors)
- `MilvusAddress`: where vectors are searched, if not in files (index.storage.milvus)
- `check_workers`: who may prepare articles (index.storage.workers)
- `DamagedError`: whatever fails in reading what is stored (index.storage.damage)

Inside: the folder (`layout`), the `database` and its tables (`schema`, `sentence_ids`,
`vector_codes`), reading it (`rows`, `bookkeeping`, `catalogue`, `store`, `records`) and writing it
(`writing_store`, `writing_bookkeeping`, `counting_words`, `publishing`), which passages pass a
filter (`selection`); where vectors are searched (`vector_store`): in files (`file_reading`,
`file_writing`, `segments`, `merging`, `proposals`) or in `milvus`; the languages' `centres`; what
files there are (`scan`), what of it is new (`taking`, `adding`), what is made of it (`preparing`,
`new_articles`, `workers`), what an index that is made anew takes over (`rebuilding`), what programs
add and people remove (`editing`), and which `state` comes of it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
