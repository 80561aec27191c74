"""Files that come in: kept beside the index, and taken up in the background.

They are kept so that an index can be made anew from them like from any other file: `fundstelle
index --rebuild` reads them again. What was accepted and not yet taken up when the program ended is
taken up when it starts again, or by another process that serves the same archive: all of them know
all jobs, and one of them at a time works.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from index import Archive, FundstelleError, InputError
from index.articles.limits import MEBIBYTE
from index.storage import ArticleStore
from qa.web.jobs import Job, Jobs, UploadedFile
from qa.web.kept_files import KeptFiles
from qa.web.problems import Problem
from qa.web.upload_names import harmless_name

_log = logging.getLogger(__name__)
MAX_BYTES = 256 * MEBIBYTE  # of the files of a job together
MAX_FILES = 200  # of a job
MOST_WAITING = 20  # jobs
_REMEMBERED = 200  # jobs that are done
_WAIT_SECONDS = 600.0  # for another process that writes the index
_REMOVAL_WAIT_SECONDS = 10.0
_RETRY = {"Retry-After": "10"}
_JOBS = ".jobs.sqlite"  # hidden: it is no upload
_TOLD = 3  # lines on what was left out of a file
_FAULT = "it could not be taken up, through a fault of this program's"


class Uploads:
    """Takes up what comes in, one job after the other, in a thread of its own, unless another
    process is at it.

    :param archive: that the articles go to.
    :param folder: where the files are kept; `uploads` in the index's folder where it is not given.
    :param max_bytes: of the files of a job together.
    :param most_waiting: jobs that may wait.
    :param give_way: called again and again while a file is worked on: it may wait, for questions.
    """

    def __init__(
        self,
        archive: Archive,
        folder: Path | None = None,
        max_bytes: int = MAX_BYTES,
        most_waiting: int = MOST_WAITING,
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        self.max_bytes = max_bytes
        self.files = KeptFiles(folder or archive.index_dir / "uploads")
        self._archive = archive
        self._most_waiting = most_waiting
        self._give_way = give_way
        self._jobs = Jobs(self.files.folder / _JOBS)
        self._changed = threading.Condition()
        self._wanted = self._ended = False
        self._worker: threading.Thread | None = None
        if self.files.all():  # some may not have been taken up when the program ended
            self._wake()

    def start(self, files: Sequence[tuple[str, Path]]) -> Job:
        """Accept files: they are moved away from where they are, and taken up soon.

        :param files: the name that each is shown by, which may be any text, and where it is.
        :raises Problem: where they are too many or too large, too many jobs wait already, or the
            disk is full.
        """
        if not 0 < len(files) <= MAX_FILES:
            raise Problem(413, "Too many files", f"send 1 to {MAX_FILES} files at a time")
        total = sum(path.stat().st_size for _, path in files)
        if total > self.max_bytes:
            raise too_large(self.max_bytes)
        if self.waiting >= self._most_waiting:
            detail = "too many uploads are waiting: try again in a moment"
            raise Problem(429, "Too many uploads", detail, _RETRY)
        try:
            return self._enqueue([self._kept(name, path) for name, path in files], total)
        except OSError as error:
            detail = f"the files cannot be kept: {error.strerror or 'the disk fails'}"
            raise Problem(507, "Insufficient storage", detail) from error

    def job(self, job_id: str) -> Job:
        """:raises KeyError: if there is none, or it was done long ago."""
        job = self._jobs.get(job_id)
        if not job.is_finished:  # whoever worked on it may have been killed
            self._wake()
        return job

    @property
    def waiting(self) -> int:
        """How many jobs wait, in whichever process they came in."""
        return self._jobs.waiting

    def remove(self, article_id: str) -> None:
        """Remove an article, and the file that was uploaded with it, if that gives no other one.

        :raises KeyError: if there is no such article.
        :raises Problem: 503, if the index is being written for longer than a request may wait.
        """
        store = self._archive.current().store
        path = Path(store.article(article_id).path or "")
        is_last = self.files.has(path) and len(store.known(path)) == 1
        # First the file: were this cut off, the next update would notice that it is gone.
        aside = self.files.set_aside(path) if is_last else None
        try:
            self._archive.remove(article_id, wait=_REMOVAL_WAIT_SECONDS)
        except InputError as error:
            if aside is not None:
                aside.rename(path)
            self._archive.current().article(article_id)  # somebody else may have removed it
            detail = "articles are being taken up just now: try again in a moment"
            raise Problem(503, "Busy", detail, _RETRY) from error
        if aside is not None:
            self.files.discard(aside)

    def close(self, seconds: float = 10.0) -> None:
        """End the work; what is left is taken up at the next start."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        if self._worker is not None:
            self._worker.join(seconds)

    def _kept(self, name: str, path: Path) -> tuple[UploadedFile, Path | None]:
        """:return: what is known of it, and where it is; None where it is of no use."""
        shown = harmless_name(name)
        try:
            return UploadedFile(shown), self.files.keep(shown, path)
        except ValueError as error:
            return UploadedFile(shown, "failed", message=str(error)), None

    def _enqueue(self, kept: Sequence[tuple[UploadedFile, Path | None]], total: int) -> Job:
        job = Job(secrets.token_hex(12), "waiting", tuple(file for file, _ in kept), 0, total)
        self._jobs.add(job, [path for _, path in kept])
        self._wake()
        return job

    def _wake(self) -> None:
        with self._changed:
            self._wanted = True
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="uploads", daemon=True)
                self._worker.start()
            self._changed.notify_all()

    def _work(self) -> None:
        adopted = False
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._ended)
                if self._ended:
                    return
                self._wanted = False
            try:
                with self._jobs.alone(lambda: self._ended) as is_so:
                    if not is_so:
                        return
                    if not adopted:
                        adopted = True
                        self._adopt()
                    while not self._ended and (first := self._jobs.first()) is not None:
                        self._do(*first)
            except _EndedError:
                return
            except Exception:
                _log.exception("uploads cannot be taken up")

    def _adopt(self) -> None:
        """What is kept, and neither taken up nor part of a job, is one."""
        with suppress(FundstelleError):
            known = {*self._archive.current().store.files(), *self._jobs.unfinished()}
            if left := [path for path in self.files.all() if path not in known]:
                total = sum(path.stat().st_size for path in left)
                self._enqueue([(UploadedFile(path.name), path) for path in left], total)

    def _do(self, job: Job, paths: Sequence[Path | None]) -> None:
        self._jobs.change(job.id, state="running")
        for number, path in enumerate(paths):
            # What is done has been by who worked on it before.
            if path is not None and job.files[number].state in ("waiting", "running"):
                try:
                    self._take_up(job.id, number, path)
                except Exception:
                    _log.exception("an uploaded file could not be taken up")
                    self._set_file(job.id, number, state="failed", message=_FAULT)
        failed = all(file.state == "failed" for file in self._jobs.get(job.id).files)
        self._jobs.change(job.id, state="failed" if failed else "done", done=job.total)
        self._jobs.forget(_REMEMBERED)

    def _take_up(self, job_id: str, number: int, path: Path) -> None:
        self._set_file(job_id, number, state="running")
        job = self._jobs.get(job_id)
        was_known = bool(_articles(self._archive.current().store, path))
        size = path.stat().st_size if path.exists() else 0

        def progress(done: int, total: int, what: str) -> None:
            if self._ended:
                raise _EndedError
            self._give_way()
            self._jobs.change(job_id, done=min(job.total, job.done + size * done // max(1, total)))

        try:
            update = self._archive.sync([path], progress, take_back=True, wait=_WAIT_SECONDS)
        except FundstelleError as error:
            if not was_known:
                self.files.discard(path)
            message = self._public(str(error), path)
            self._set_file(job_id, number, state="failed", message=message)
        else:
            found = _articles(self._archive.current().store, path)
            again = ["the archive has it already"] * (was_known or update.duplicates > 0)
            message = "; ".join(self._public(line, path) for line in update.problems[:_TOLD])
            self._set_file(
                job_id,
                number,
                state="done",
                articles=found,
                message="; ".join([*again, message] if message else again) or None,
            )
        self._jobs.change(job_id, done=min(job.total, job.done + size))

    def _public(self, message: str, path: Path) -> str:
        """Without where on this disk things are: whoever uploads need not know."""
        return message.replace(str(path), path.name).replace(f" in {self._archive.index_dir}", "")

    def _set_file(self, job_id: str, number: int, **changed: Any) -> None:
        files = list(self._jobs.get(job_id).files)
        files[number] = replace(files[number], **changed)
        self._jobs.change(job_id, files=tuple(files))


class _EndedError(BaseException):
    """The program ends while a file is being taken up."""


def too_large(max_bytes: int) -> Problem:
    """What is said of files that are too large together."""
    mebibytes = max_bytes / MEBIBYTE
    return Problem(413, "Too large", f"send no more than {mebibytes:,.3g} MiB at a time")


def _articles(store: ArticleStore, path: Path) -> tuple[str, ...]:
    """The ids of a file's articles, or of those of the one that it is a copy of."""
    return tuple(store.known(store.same_as(path) or path))
