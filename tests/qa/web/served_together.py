"""A program of several processes, which serve nothing and end in some way: the tests of
qa.web.processes run it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from index import FundstelleError, InputError
from qa.web.processes import serve_in_processes


def serve(kind: str, is_first: bool, answers: Callable[[], None]) -> None:
    print("serving", os.getpid(), flush=True)
    if kind == "fails":
        raise InputError("the index is none")
    if kind == "is killed":
        os.kill(os.getpid(), signal.SIGKILL)
    answers()
    if kind == "ends again and again":
        time.sleep(0.05)
        os._exit(7)
    time.sleep(600)


def main(kind: str) -> None:
    try:
        serve_in_processes(
            2, serve, [kind], lambda: print("started", flush=True), lambda line: print(line)
        )
    except FundstelleError as error:
        print(error)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main(sys.argv[1])
