"""The articles: listed, shown, taken up and removed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from index import Article
from index.storage import Order
from qa.assistant import Assistant
from qa.public_paths import PublicPaths
from qa.web.access import needs_write
from qa.web.http.answers import ArticleListed, Articles, JobGot
from qa.web.http.asking import public_article
from qa.web.http.cursors import LONGEST, from_cursor, to_cursor
from qa.web.http.description import problems
from qa.web.http.incoming import files_of
from qa.web.http.requests import Day, Language, Part, article_filter
from qa.web.problems import Problem
from qa.web.threads import Threads
from qa.web.uploads import MAX_FILES, Uploads

_AT_ONCE = 8
_MOST_LISTED = 200
_SORTS: dict[str, Order] = {
    "title": "title", "date": "date", "size": "characters", "added": "added"
}  # fmt: skip
_UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": MAX_FILES,
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            }
        },
    }
}


def articles(assistant: Assistant, uploads: Uploads) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["articles"])
    threads, archive = Threads(_AT_ONCE), assistant.archive

    @router.get(
        "/articles",
        summary="List articles",
        operation_id="list_articles",
        responses={200: {"model": Articles}, **problems(401, 422, 429, 503)},
    )
    async def list_articles(
        title: Annotated[Part | None, Query(description="A part of it, in any case.")] = None,
        language: Annotated[Language | None, Query(description="ISO 639-1.")] = None,
        source: Annotated[Part | None, Query(description="A part of it, in any case.")] = None,
        since: Annotated[Day | None, Query(description="The first day.")] = None,
        until: Annotated[Day | None, Query(description="The last day.")] = None,
        sort: Annotated[
            Literal["title", "-title", "date", "-date", "size", "-size", "added", "-added"],
            Query(description="With a minus sign the other way round."),
        ] = "title",
        limit: Annotated[int, Query(ge=1, le=_MOST_LISTED)] = 50,
        cursor: Annotated[
            str | None, Query(max_length=LONGEST, description="`next` of the list before.")
        ] = None,
    ) -> Response:
        wanted = article_filter(since=since, until=until, source=source, language=language)
        order = _SORTS[sort.lstrip("-")]
        after = from_cursor(cursor, order) if cursor is not None else None

        def listed() -> dict[str, Any]:
            with closing(archive.stored()) as store:
                leaf = store.leaf(limit + 1, order, sort.startswith("-"), after, wanted, title)
                total = store.count(wanted, title)
            paths, shown = PublicPaths.of_archive(assistant.archive), leaf[:limit]
            return {
                "articles": [
                    public_article(one.article, paths) | {"characters": one.characters}
                    for one in shown
                ],
                "total": total,
                "next": to_cursor(shown[-1].place, order) if len(leaf) > limit else None,
            }

        return JSONResponse(await threads.run(listed))

    @router.post(
        "/articles",
        summary="Upload files of articles",
        operation_id="upload_articles",
        status_code=202,
        dependencies=[Depends(needs_write)],
        openapi_extra=_UPLOAD,
        responses={
            202: {"model": JobGot, "description": "Accepted: the job says what becomes of them."},
            **problems(401, 403, 413, 422, 429, 503, 507),
        },
    )
    async def upload_articles(request: Request) -> Response:
        async with files_of(request, uploads.max_bytes, threads) as files:
            job = await threads.run(uploads.start, files)
        location = str(request.url_for("job", job_id=job.id).path)
        return JSONResponse(asdict(job), 202, {"Location": location})

    @router.get(
        "/jobs/{job_id}",
        name="job",
        summary="What becomes of an upload",
        operation_id="job",
        responses={200: {"model": JobGot}, **problems(401, 404, 422, 429)},
    )
    async def job(job_id: str) -> Response:
        try:
            return JSONResponse(asdict(uploads.job(job_id)))
        except KeyError:
            raise Problem(404, "Not Found", "there is no such job, or not any more") from None

    @router.get(
        "/articles/{article_id:path}/text",
        summary="The text of an article",
        operation_id="article_text",
        responses={
            200: {
                "description": "All of it, or the characters from `start` to `end`.",
                "content": {"text/plain": {"schema": {"type": "string"}}},
            },
            **problems(401, 404, 422, 429, 503),
        },
    )
    async def article_text(
        article_id: str,
        start: Annotated[int, Query(ge=0, lt=2**53)] = 0,
        end: Annotated[int | None, Query(ge=0, lt=2**53)] = None,
    ) -> Response:
        article = await threads.run(_article, assistant, article_id)
        headers = {"X-Content-Type-Options": "nosniff", "Content-Language": article.language}
        return Response(article.text[start:end].encode(), 200, headers, "text/plain")

    @router.get(
        "/articles/{article_id:path}",
        summary="What is known of an article",
        operation_id="article",
        responses={200: {"model": ArticleListed}, **problems(401, 404, 422, 429, 503)},
    )
    async def article(article_id: str) -> Response:
        found = await threads.run(_article, assistant, article_id)
        paths = await threads.run(PublicPaths.of_archive, assistant.archive)
        described = public_article(found.description, paths)
        return JSONResponse(described | {"characters": len(found.text)})

    @router.delete(
        "/articles/{article_id:path}",
        summary="Remove an article",
        operation_id="remove_article",
        status_code=204,
        dependencies=[Depends(needs_write)],
        responses=problems(401, 403, 404, 422, 429, 503),
    )
    async def remove_article(article_id: str) -> Response:
        try:
            await threads.run(uploads.remove, article_id)
        except KeyError:
            raise _no_article() from None
        return Response(status_code=204)

    return router


def _article(assistant: Assistant, article_id: str) -> Article:
    try:
        with closing(assistant.archive.stored()) as store:
            return store.article(article_id)
    except KeyError:
        raise _no_article() from None


def _no_article() -> Problem:
    return Problem(404, "Not Found", "there is no such article: GET /v1/articles lists them")
