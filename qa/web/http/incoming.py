"""The files that a request sends, as they come in: bounded before anything of it is kept."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

from index.articles.limits import MEBIBYTE
from qa.web.problems import Problem
from qa.web.threads import Threads
from qa.web.uploads import MAX_FILES, too_large

_ENVELOPE = MEBIBYTE  # of a request, besides its files


@asynccontextmanager
async def files_of(
    request: Request, max_bytes: int, threads: Threads
) -> AsyncIterator[list[tuple[str, Path]]]:
    """The names that files were sent by, and where they lie, until the end of this at most.

    :param max_bytes: of the files together.
    :raises Problem: if they are too large or too many, or it sends none.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > max_bytes + _ENVELOPE:
        raise too_large(max_bytes)
    bounded = Request(request.scope, _bounded(request, max_bytes + _ENVELOPE, max_bytes))
    try:
        async with bounded.form(max_files=MAX_FILES, max_fields=MAX_FILES) as form:
            files = [file for _, file in form.multi_items() if isinstance(file, UploadFile)]
            if not files:
                raise Problem(
                    422, "Unprocessable Content", "send files, as multipart/form-data with a name"
                )
            with TemporaryDirectory(prefix="fundstelle-") as folder:
                yield await threads.run(_written, files, Path(folder))
    except HTTPException as error:  # no multipart that can be read
        raise Problem(422, "Unprocessable Content", str(error.detail)) from error


def _bounded(request: Request, most: int, max_bytes: int) -> Receive:
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise too_large(max_bytes)
        return message

    return receive


def _written(files: list[UploadFile], folder: Path) -> list[tuple[str, Path]]:
    kept = []
    for number, file in enumerate(files):
        path = folder / str(number)
        with path.open("wb") as written:
            shutil.copyfileobj(file.file, written, MEBIBYTE)
        kept.append((file.filename or "", path))
    return kept
