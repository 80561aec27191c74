"""Several processes that serve one address: started, watched, replaced, and ended together.

uvicorn has a supervisor, too. It starts a process that fails again and again without end, kills one
that Python holds up for some seconds (while a model is loaded, for one), and has no way to tell an
error in a line.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

from index import FundstelleError, InputError
from index.cores import share_cores

_COUNTS = "PROMETHEUS_MULTIPROC_DIR"  # names the folder of what is counted (qa.web.http.metrics)
_MOST_ENDED, _WITHIN = 5, 60.0  # processes that are replaced in so many seconds
_LAST_SECONDS = 5.0  # until a process that was told to end is killed

Serve = Callable[..., None]
_spawning = get_context("spawn")


def serve_in_processes(
    number: int,
    serve: Serve,
    arguments: Sequence[Any],
    started: Callable[[], None],
    report: Callable[[str], None],
) -> None:
    """Serve by so many processes until this one is interrupted or told to end.

    :param serve: what each of them does: called with `arguments`, whether it is the first one,
        and what it has to call when it answers.
    :param started: called once all of them answer.
    :param report: told of processes that are replaced.
    :raises FundstelleError: what the first one raises before it answers; or if they end again and
        again.
    """
    share_cores(number)
    running: list[_Process] = []
    with TemporaryDirectory(prefix="fundstelle-") as counts, _interrupted(), suppress(_EndedError):
        os.environ[_COUNTS] = counts
        try:
            # One alone first: what is prepared once, and what cannot work, turns out there.
            running.append(_started(serve, (*arguments, True)))
            running[0].await_answering()
            running += [_started(serve, (*arguments, False)) for _ in range(number - 1)]
            for process in running[1:]:
                process.await_answering()
            started()
            _watch(running, lambda: _started(serve, (*arguments, False)), Path(counts), report)
        finally:
            _end(running)


@dataclass(frozen=True, slots=True)
class _Process:
    """:param connection: on which it says that it answers, or why it does not; closed on this side,
    it tells the process to end, so that none outlives this one."""

    process: BaseProcess
    connection: Connection

    def await_answering(self) -> None:
        """:raises FundstelleError: if it never does."""
        try:
            told = self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            ended = f"a process that was to serve has ended ({self.why_it_ended()})"
            raise FundstelleError(ended) from None
        if told is not None:
            text, is_input = told
            raise InputError(text) if is_input else FundstelleError(text)

    def why_it_ended(self) -> str:
        """In its own words, where it has found some."""
        with suppress(EOFError, OSError):
            while self.connection.poll():
                if (told := self.connection.recv()) is not None:
                    return str(told[0])
        code = self.process.exitcode or 0
        return signal.strsignal(-code) or f"signal {-code}" if code < 0 else f"exit code {code}"


class _EndedError(BaseException):
    """All is to end."""


def _started(serve: Serve, arguments: Sequence[Any]) -> _Process:
    here, there = _spawning.Pipe()
    process = _spawning.Process(target=_work, args=(there, serve, arguments), name="serving")
    process.start()
    there.close()
    return _Process(process, here)


def _watch(
    running: list[_Process],
    start: Callable[[], _Process],
    counts: Path,
    report: Callable[[str], None],
) -> None:
    ended: deque[float] = deque(maxlen=_MOST_ENDED + 1)
    while True:
        wait([one.process.sentinel for one in running])
        for place, one in enumerate(running):
            if one.process.is_alive():
                continue
            why = one.why_it_ended()
            ended.append(time.monotonic())
            if len(ended) > _MOST_ENDED and ended[-1] - ended[0] < _WITHIN:
                raise FundstelleError(f"processes that serve end again and again ({why})")
            report(f"a process that served has ended ({why}); another one takes its place")
            mark_process_dead(one.process.pid, str(counts))
            one.connection.close()
            running[place] = start()


def _end(running: Sequence[_Process]) -> None:
    for one in running:
        one.process.terminate()
    until = time.monotonic() + _LAST_SECONDS
    for one in running:
        one.process.join(max(0.0, until - time.monotonic()))
        one.process.kill()
        one.process.join()


@contextmanager
def _interrupted() -> Iterator[None]:
    """Ctrl-C and SIGTERM are an `_EndedError` meanwhile."""

    def end(*_: object) -> None:
        raise _EndedError

    known = {kind: signal.signal(kind, end) for kind in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for kind, handler in known.items():
            signal.signal(kind, handler)


def _work(connection: Connection, serve: Serve, arguments: Sequence[Any]) -> None:
    os.setsid()  # a terminal's Ctrl-C goes to the process that started this one, and to it alone
    threading.Thread(target=_end_with, args=(connection,), daemon=True).start()
    try:
        serve(*arguments, lambda: connection.send(None))
    except FundstelleError as error:
        with suppress(OSError):
            connection.send((str(error), isinstance(error, InputError)))
        raise SystemExit(error.exit_code) from None


def _end_with(connection: Connection) -> None:
    """End this process as soon as the one that started it has ended."""
    with suppress(EOFError, OSError):
        connection.recv()
    os.kill(os.getpid(), signal.SIGTERM)
