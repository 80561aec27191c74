"""Text as a language model may be told it: nothing in it can end a turn, or open another one."""

from __future__ import annotations

import unicodedata

# The control tokens of chat templates are spelled with these: <|im_start|>, [INST], <<SYS>>, ### …
_HARMLESS = str.maketrans("<>[]【】{}|#`«»", "‹›()()()/…'“”")


def harmless(text: str) -> str:
    """`text` on one line, without invisible characters, brackets or the marks of chat templates."""
    visible = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in text
        if unicodedata.category(c) not in ("Cf", "Cs", "Co")
    )
    return " ".join(visible.translate(_HARMLESS).split())
