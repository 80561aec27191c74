"""Questions to begin with, where the archive holds the demonstration articles."""

from __future__ import annotations

from collections.abc import Sequence

import seeds
from index import Archive
from index.text import detect_language


def demonstrated(archive: Archive, language: str) -> Sequence[str]:
    """Those that the demonstration articles answer, in `language` first; none without them."""
    if seeds.FOLDER not in archive.current().sources:
        return ()
    return sorted(seeds.examples(), key=lambda question: detect_language(question) != language)
