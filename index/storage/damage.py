"""What is stored may be damaged: whatever fails in reading it becomes one clear line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from index.errors import FundstelleError, InputError
from index.storage.database import is_disk_failure


class DamagedError(FundstelleError):
    """A file of the index is missing, or does not hold what was written.

    :param index_dir: the index's folder.
    :param problem: what was noticed.
    """

    def __init__(self, index_dir: Path, problem: str) -> None:
        super().__init__(
            f"the index in {index_dir} is damaged ({problem}): "
            "make it anew from what is stored with: fundstelle repair; "
            "or from the files with: fundstelle index --rebuild PATH"
        )


@contextmanager
def damage_told(index_dir: Path, what: str = "", doing: str = "read") -> Iterator[None]:
    """While something of the index is read.

    :param what: of it, such as a file's name.
    :param doing: “read”, or “write”: what the disk may fail in.
    :raises FundstelleError: if the disk is full or fails, or does not let us.
    :raises DamagedError: for whatever the libraries below raise: files that are missing, an SQLite
        file or a FAISS file that does not hold together, text that is no UTF-8, values of another
        type or size than were stored.
    """
    try:
        yield
    except (FundstelleError, apsw.ThreadingViolationError, apsw.ConnectionClosedError):
        raise  # the latter two are faults of ours
    except UnicodeEncodeError as error:  # of what is asked for, never of what is stored
        raise InputError("what is asked for holds half of a character, which is no text") from error
    except (
        OSError,
        apsw.Error,
        RuntimeError,  # FAISS
        ValueError,  # UTF-8, NumPy
        TypeError,
        LookupError,
        OverflowError,
    ) as error:
        if isinstance(error, apsw.Error) and is_disk_failure(error):
            raise FundstelleError(f"cannot {doing} the index in {index_dir}: {error}") from error
        problem = " ".join(str(error).split())[:200] or type(error).__name__
        raise DamagedError(index_dir, f"{what}: {problem}" if what else problem) from error
