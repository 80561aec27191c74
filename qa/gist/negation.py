"""Does a sentence say that something is not so?"""

from __future__ import annotations

import re

_WORDS = {
    "de": r"nicht|kein\w*|nie|niemals|nichts|niemand\w*|weder|ohne|nirgends|nirgendwo",
    "en": r"not|no(?!\.\s?\d)|nowhere|never|nothing|nobody|none|neither|nor|without|cannot"
    r"|\w+n[’']t",
    "es": r"no|nunca|jamás|nada|nadie|ningun[oa]?|ningún|ni|sin|tampoco",
    "fr": r"ne|n[’']\w+|pas|jamais|aucune?|ni|sans|non|nul(?:le)?",
    "it": r"non|mai|nulla|niente|nessun[oa]?|né|senza",
}


def negates(text: str, language: str) -> bool | None:
    """Whether `text` holds a word that negates; None in a language whose words are not listed."""
    words = _WORDS.get(language)
    if words is None:
        return None
    return re.search(rf"(?<![^\W_])(?:{words})(?![^\W_])", text, re.IGNORECASE) is not None
