"""What is looked for: the field to search in, filters and orders, and those that are set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from index.text import language_name
from qa.web.archive_page.browsing import ORDERS, Browsing
from qa.web.archive_page.frame import Place


def form_html(place: Place, browsing: Browsing, languages: Mapping[str, int]) -> str:
    """:param languages: those of the archive's articles."""
    wording = {name: escape(text) for name, text in place.wording.items()}
    opened = " open" if {*browsing.filters} - {"title"} else ""
    return (
        f'<search><form method="get" action="{escape(place.archive)}" autocomplete="off">'
        f'<p class="entry"><label for="title">{wording["search"]}</label>'
        f'<input id="title" name="title" type="search" maxlength="200" '
        f'value="{escape(browsing.title)}">'
        f'<button type="submit" class="main">{wording["show"]}</button></p>'
        f"<details{opened}><summary>{wording['filter']}</summary>"
        f'<div class="fields">{_dates(browsing, wording)}'
        f'<p><label for="source">{wording["source"]}</label>'
        f'<input id="source" name="source" maxlength="200" value="{escape(browsing.source)}"></p>'
        f'<p><label for="language">{wording["language"]}</label>'
        f'<select id="language" name="language">{_languages(place, browsing, languages)}</select>'
        f'</p><p><label for="sort">{wording["order"]}</label>'
        f'<select id="sort" name="sort">{_orders(browsing, wording)}</select></p>'
        f"</div></details></form></search>{_set(place, browsing)}"
    )


def _dates(browsing: Browsing, wording: Mapping[str, str]) -> str:
    fields = []
    for name in ("since", "until"):
        given = getattr(browsing, name)
        invalid = ' aria-invalid="true"' if given and given == browsing.bad_date else ""
        fields.append(
            f'<p><label for="{name}">{wording[name]}</label>'
            f'<input id="{name}" name="{name}" inputmode="numeric" maxlength="10" '
            rf'pattern="\d{{4}}(-\d{{2}}(-\d{{2}})?)?" title="{wording["date_hint"]}" '
            f'placeholder="{wording["date_form"]}" value="{escape(given)}"{invalid}></p>'
        )
    return "".join(fields)


def _languages(place: Place, browsing: Browsing, languages: Mapping[str, int]) -> str:
    names = {code: language_name(code, place.language) for code in {*languages, browsing.language}}
    names.pop("", None)
    named = sorted(names.items(), key=lambda item: item[1].casefold())
    options = (
        _option(code, f"{name} ({languages.get(code, 0)})", code == browsing.language)
        for code, name in named
    )
    return _option("", place.wording["any_language"], not browsing.language) + "".join(options)


def _orders(browsing: Browsing, wording: Mapping[str, str]) -> str:
    sorts = [browsing.with_(order=o, descending=d).sort for o in ORDERS for d in (True, False)]
    return "".join(
        f'<option value="{sort}"{_selected(sort == browsing.sort)}>'
        f"{wording[sort.replace('-', '_')]}</option>"
        for sort in sorts
    )


def _set(place: Place, browsing: Browsing) -> str:
    """The filters that are set, each to be taken off."""
    if not browsing.filters:
        return ""
    wording = place.wording
    chips = "".join(_chip(place, browsing, name, text) for name, text in _told(place, browsing))
    return f'<ul class="chips" aria-label="{escape(wording["filters_set"])}">{chips}</ul>'


def _told(place: Place, browsing: Browsing) -> Iterable[tuple[str, str]]:
    wording = place.wording
    for name, value in browsing.filters.items():
        if name == "language":
            yield name, language_name(value, place.language)
        elif name == "title":
            yield name, f"“{value}”"
        else:
            yield name, f"{wording[name]}: {value}"


def _chip(place: Place, browsing: Browsing, name: str, text: str) -> str:
    href = place.archive + browsing.with_(**{name: ""}).query
    label = place.wording["take_off"].format(name=text)
    return (
        f'<li><a href="{escape(href)}" aria-label="{escape(label)}">'
        f'<bdi>{escape(text)}</bdi><span aria-hidden="true">×</span></a></li>'
    )


def _option(value: str, text: str, selected: bool) -> str:
    return f'<option value="{escape(value)}"{_selected(selected)}>{escape(text)}</option>'


def _selected(is_selected: bool) -> str:
    return " selected" if is_selected else ""
