from .languages import (
    LANGUAGES,
    detect_language,
    language_code,
    language_name,
    may_be_in,
)
from .names import is_written, months, names_in, numbers, vocabulary
from .question import Question
from .sentences import split_sentences
from .tables import cells, find_tables, header_before, header_of, is_row, read_as
from .terms import terms
from .words import Word, content_words, fold, stop_words, whole_words, words

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
