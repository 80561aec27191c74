"""Where files are dropped, for who may write. What becomes of each, a script writes below it."""

from __future__ import annotations

import json
from html import escape

from qa.web.archive_page.frame import Place

# What the script says, with fields in braces.
_SAID = (
    "uploading", "waiting", "running", "taken_one", "taken", "failed", "interrupted", "open",
)  # fmt: skip


def adding_html(place: Place) -> str:
    """Nothing is shown of it where no script runs: only one can send files and tell of them."""
    wording = place.wording
    said = json.dumps({name: wording[name] for name in _SAID}, ensure_ascii=False)
    return (
        f'<section id="add" aria-labelledby="add-title" data-root="{escape(place.root)}" '
        f'data-texts="{escape(said)}" hidden>'
        f'<h2 id="add-title">{escape(wording["add"])}</h2>'
        f'<label class="drop"><span class="call">{escape(wording["drop"])}</span>'
        f'<span class="note">{escape(wording["formats"])}</span>'
        '<input type="file" multiple></label>'
        '<ul id="files"></ul>'
        f'<p id="refresh" hidden><a href="{escape(place.archive)}">'
        f"{escape(wording['refresh'])}</a></p>"
        '<p class="hidden" role="status"></p>'
        f'<script src="{escape(place.static("uploading.js"))}" type="module"></script></section>'
    )


def link_to_adding_html(place: Place) -> str:
    """For narrow screens, where it stands below the list."""
    return f'<a class="to-add" href="#add" hidden>{escape(place.wording["add"])}</a>'
