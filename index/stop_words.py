"""Each language's words that say little: stopwords-iso's lists."""

from __future__ import annotations

from functools import cache

import stopwordsiso


@cache
def stop_words(language: str) -> frozenset[str]:
    """In lower case; empty for a language without a list."""
    return frozenset(stopwordsiso.stopwords(language) if stopwordsiso.has_lang(language) else ())
