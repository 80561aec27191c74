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

from index.text.languages import (
    LANGUAGES,
    detect_language,
    language_code,
    language_name,
    may_be_in,
)
from index.text.names import is_written, months, names_in, numbers, vocabulary
from index.text.question import Question
from index.text.sentences import split_sentences
from index.text.tables import cells, find_tables, header_before, header_of, is_row, read_as
from index.text.terms import terms
from index.text.words import Word, content_words, fold, stop_words, whole_words, words

__all__ = [
    "LANGUAGES",
    "Question",
    "Word",
    "cells",
    "content_words",
    "detect_language",
    "find_tables",
    "fold",
    "header_before",
    "header_of",
    "is_row",
    "is_written",
    "language_code",
    "language_name",
    "may_be_in",
    "months",
    "names_in",
    "numbers",
    "read_as",
    "split_sentences",
    "stop_words",
    "terms",
    "vocabulary",
    "whole_words",
    "words",
]
