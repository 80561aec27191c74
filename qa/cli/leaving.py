"""The end of the program: at once.

Python takes apart what was loaded, piece by piece, before it ends. Of models that is up to a
second, for memory that the system takes back anyway.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def leave_at_once() -> Iterator[None]:
    """What runs within is the last thing that this process does: other threads are waited for, what
    was registered for the end is done, and nothing more.
    """
    code = 1  # of an error that nobody foresaw, once its traceback has been printed

    def leave() -> None:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # closed by whoever started this
                stream.flush()
        os._exit(code)

    atexit.register(leave)  # the first that is registered comes last
    try:
        yield
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        raise
