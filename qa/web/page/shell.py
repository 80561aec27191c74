"""The page's fixed parts. Its scripts fill them, and write the texts in the reader's language."""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files

from babel import Locale

from prompts import FALLBACK, languages, texts


def shell_html() -> str:
    """All that stands on the page before anything is asked.

    Each `{{name}}` in shell.html becomes a text of prompts/chat in English; an element's
    `data-text` or an attribute's `data-…-text` names it, for the scripts to write it in another
    language.
    """
    template = files(__package__).joinpath("shell.html").read_text("utf-8")
    for name, text in texts("chat", FALLBACK).items():
        template = template.replace("{{" + name + "}}", escape(text))
    named = (
        f'<option value="{language}" lang="{language}">{escape(_own_name(language))}</option>'
        for language in languages("chat")
    )
    wording = {language: texts("chat", language) for language in languages("chat")}
    return template.replace("<!-- languages -->", "".join(named)).replace(
        "<!-- texts -->", escape(json.dumps(wording, ensure_ascii=False))
    )


def _own_name(language: str) -> str:
    name = str(Locale(language).get_display_name())
    return name[:1].upper() + name[1:]
