"""Reads sources within limits: what may crash, hang or take all memory in a process of its own.

Text, Markdown, CSV and JSON are read in this process, by Python alone and in a time that grows with
the file: that is fast for thousands of small files. Formats that say `apart` are read by
index.articles.worker_process. It is started when the first of them comes, and ends with the
`Extractor`; where a file crashes it, or takes longer than it may, the next one has a new one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import TracebackType

from index.articles.article import Article
from index.articles.exchange import Answer, receive_answer, send_request
from index.articles.extraction import extract_articles, read_here
from index.articles.formats import Entry, Format
from index.articles.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from index.articles.problems import Problem
from index.articles.source import Source
from index.errors import FundstelleError, InputError

_PROGRAM = "index.articles.worker_process"
_START_SECONDS = 120.0
_BYTES_PER_CHARACTER = 12  # of JSON at most: two escapes


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a source holds, and a line on each part of it that gives no article."""

    articles: list[Article] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Extractor:
    """Reads one source after the other. It is for one thread, and ends its process when left."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def extract(self, source: Source) -> Extracted:
        """All articles of a source, or none.

        :raises InputError: if it cannot be read, or holds no text.
        """
        problems: list[str] = []
        limited = replace(source, limits=self._limits)
        articles = list(extract_articles(limited, problems.append, self._read))
        return Extracted(articles, problems)

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what was to be sent yet
                assert pipe is not None
                pipe.close()

    def _read(self, reader: Format, source: Source, problem: Problem) -> Iterable[Entry]:
        if not reader.apart:
            return read_here(reader, source, problem)
        answer = self._ask(reader, source)
        for line in answer.problems:
            problem(line)
        if answer.error:
            raise (InputError if answer.is_input_error else ValueError)(answer.error)
        return answer.entries

    def _ask(self, reader: Format, source: Source) -> Answer:
        """:raises ValueError: where the process crashed over the file, or took too long."""
        process = self._running()
        seconds = self._limits.seconds
        try:
            answer, took_too_long = self._exchange(process, seconds, (reader, source))
        except BaseException:  # Ctrl-C: what it is at is not known
            self.close()
            raise
        if answer is None or answer.is_last or took_too_long:
            self.close()
        if answer is not None:
            return answer
        if took_too_long:
            raise ValueError(f"it takes longer than {seconds:g} seconds to read")
        raise ValueError(f"its reader crashed over it ({_ending(process.returncode)})")

    def _exchange(
        self,
        process: subprocess.Popen[bytes],
        seconds: float,
        request: tuple[Format, Source] | None,
    ) -> tuple[Answer | None, bool]:
        """(what it answers, whether it was ended since that took too long)"""
        assert process.stdin is not None and process.stdout is not None
        ended = threading.Event()

        def end() -> None:
            ended.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            if request is not None:
                send_request(process.stdin, *request)
            most = self._limits.file_characters * _BYTES_PER_CHARACTER + MEBIBYTE
            return receive_answer(process.stdout, most), ended.is_set()
        except (OSError, EOFError, ValueError):
            return None, ended.is_set()
        finally:
            timer.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        """:raises FundstelleError: if it cannot be started."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._process = subprocess.Popen(
            # -P: what lies in the current folder is not the program.
            [sys.executable, "-P", "-m", _PROGRAM, str(self._limits.memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        try:
            ready, _ = self._exchange(self._process, _START_SECONDS, None)
        except BaseException:
            self.close()
            raise
        if ready is None:
            self.close()
            raise FundstelleError(f"the process that reads files does not start ({_PROGRAM})")
        return self._process


def _ending(code: int | None) -> str:
    with suppress(ValueError):
        if code is not None and code < 0:
            return signal.Signals(-code).name
    return f"code {code}"


def _environment() -> dict[str, str]:
    """The process's: it finds the same modules, and has no need of a key."""
    kept = {name: value for name, value in os.environ.items() if name != "FUNDSTELLE_LLM_KEY"}
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
