"""The addresses of the archive page."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Annotated
from urllib.parse import urlencode

from babel.numbers import format_decimal
from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from index import Archive, InputError, Snapshot
from qa.web.access import principal_of
from qa.web.archive_page.adding import adding_html, link_to_adding_html
from qa.web.archive_page.browsing import PER_PAGE, Browsing
from qa.web.archive_page.counting import Counting, Counts, counts_html
from qa.web.archive_page.form import form_html
from qa.web.archive_page.frame import Place, notice_html, page_html
from qa.web.archive_page.listing import listing_html
from qa.web.archive_page.paging import pages_of, paging_html
from qa.web.archive_page.removing import question_html, refused_html
from qa.web.archive_page.speaking import language_of, remember
from qa.web.archive_page.static import file_response
from qa.web.problems import Problem
from qa.web.uploads import Uploads

# All that the page loads is a file of ours; nothing within it is run, whatever it holds.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_MOST_FIELDS = 20


async def _form(request: Request) -> Mapping[str, str]:
    """The fields of a form; files are none."""
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def archive_routes(archive: Archive, uploads: Uploads) -> APIRouter:
    """The page at /archive, and what belongs to it.

    :param uploads: removes articles, with the files that they came in.
    """
    router = APIRouter(include_in_schema=False)
    counting = Counting()

    @router.get("/archive")
    def listed(request: Request) -> Response:
        snapshot = archive.current()
        response = _whole(request, _place(request), snapshot, counting.of(snapshot))
        remember(request, response)
        return response

    @router.get("/archive/remove")
    def asked(request: Request) -> Response:
        place, browsing = _place(request), Browsing.of(request.query_params)
        if not principal_of(request).may_write:
            return _refused(place, browsing, 403, "not_allowed")
        try:
            article = archive.current().article(request.query_params.get("id", ""))
        except (KeyError, InputError):
            return _refused(place, browsing, 404, "gone")
        return _page(place, "remove_question", question_html(place, browsing, article))

    @router.post("/archive/remove")
    def removed(request: Request, form: Annotated[Mapping[str, str], Depends(_form)]) -> Response:
        place, browsing = _place(request), Browsing.of(form)
        if not principal_of(request).may_write:
            return _refused(place, browsing, 403, "not_allowed")
        try:
            uploads.remove(form.get("id", ""))
        except (KeyError, InputError):
            return _refused(place, browsing, 404, "gone")
        except Problem as problem:
            return _refused(place, browsing, problem.status, "busy")
        query = urlencode({**browsing.fields, "removed": ""})
        return RedirectResponse(f"{place.archive}?{query}", 303)

    @router.get("/archive/static/{name}")
    def static(name: str) -> Response:
        try:
            return file_response(name)
        except KeyError:
            raise Problem(404, "Not Found", "there is no such file") from None

    return router


def _place(request: Request) -> Place:
    return Place(str(request.scope.get("root_path", "")).rstrip("/"), language_of(request))


def _listed(
    place: Place, browsing: Browsing, snapshot: Snapshot, counts: Counts, may_write: bool
) -> str:
    """The list, and what is said of it."""
    wording = place.wording
    if (given := browsing.bad_date) is not None:
        return notice_html(wording["bad_date"].format(given=given), "problem")
    if not counts.articles:
        return notice_html(wording["empty"])
    wanted = browsing.article_filter
    total = counts.articles
    if browsing.filters:
        total = snapshot.store.count(wanted, browsing.title)
    browsing = browsing.with_(page=min(browsing.page, pages_of(total)))
    articles = snapshot.store.leaf(
        PER_PAGE,
        browsing.order,
        browsing.descending,
        articles=wanted,
        title=browsing.title,
        offset=PER_PAGE * (browsing.page - 1),
    )
    if not articles:
        return notice_html(wording["none"])
    found = ""
    if browsing.filters:
        found = notice_html(_counted(place, "found", total), "found")
    table = listing_html(place, browsing, articles, may_write)
    return found + table + paging_html(place, browsing, total)


def _whole(request: Request, place: Place, snapshot: Snapshot, counts: Counts) -> Response:
    browsing, may_write = Browsing.of(request.query_params), principal_of(request).may_write
    done = notice_html(place.wording["removed"]) if "removed" in request.query_params else ""
    holds = escape(_counted(place, "holds", counts.articles))
    body = (
        '<div id="columns"><main id="main" tabindex="-1">'
        f"{link_to_adding_html(place) if may_write else ''}"
        f"<h1>{escape(place.wording['archive'])} <small>{holds}</small></h1>{done}"
        f"{form_html(place, browsing, counts.languages)}"
        f"{_listed(place, browsing, snapshot, counts, may_write)}</main>"
        f"<aside>{adding_html(place) if may_write else ''}"
        f"{counts_html(place, counts) if counts.articles else ''}</aside></div>"
    )
    return _page(place, "archive", body, browsing=browsing)


def _refused(place: Place, browsing: Browsing, status: int, reason: str) -> Response:
    return _page(place, "archive", refused_html(place, browsing, reason), status)


def _page(
    place: Place, title: str, body: str, status: int = 200, browsing: Browsing | None = None
) -> Response:
    """:param title: the name of a text."""
    html = page_html(place, place.wording[title], body, browsing)
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(html, status, headers)


def _counted(place: Place, name: str, count: int) -> str:
    number = format_decimal(count, locale=place.language)
    return place.wording[f"{name}_one" if count == 1 else name].format(count=number)
