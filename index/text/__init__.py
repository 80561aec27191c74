"""Text and its languages: knows nothing of articles or the index.

- `Question`, `Word`: a question, read once (index.text.question)
- `detect_language`, `may_be_in`, `language_code`, `language_name` (index.text.languages)
- `split_sentences`: text → the offsets of its sentences (index.text.sentences)
- `find_tables`, `read_as`, `header_of`, `cells`: pipe tables, row by row (index.text.tables)
- `whole_words`, `content_words`, `fold`: the words of a text (index.text.words)
- `terms`: the stemmed words that full-text search compares (index.text.terms)
- `names_in`, `numbers`, `months`, `vocabulary`, `is_written`: names and numbers, and whether a text
  holds them (index.text.names)
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
