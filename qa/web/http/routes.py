"""All that programs ask for over HTTP, in one router."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from qa.assistant import Assistant
from qa.web.http.articles import articles
from qa.web.http.asking import asking
from qa.web.http.description import TOKEN
from qa.web.http.health import health
from qa.web.http.metrics import Metrics
from qa.web.uploads import Uploads


def routes(assistant: Assistant, uploads: Uploads, metrics: Metrics | None = None) -> APIRouter:
    """:param metrics: that `Measured` counts the requests in; made here where it is not given."""
    metrics = metrics or Metrics(assistant, uploads)
    router = APIRouter()
    router.include_router(health(assistant, metrics))
    of_archive = APIRouter(dependencies=[Depends(TOKEN)])
    of_archive.include_router(asking(assistant, metrics))
    of_archive.include_router(articles(assistant, uploads))
    router.include_router(of_archive)
    return router
