"""What is told of what was left out: a line each, or one for all that have the same fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from index.errors import InputError

# Told in one line of each part of a source that gives no article, and why.
Problem = Callable[[str], None]

_NAMED = 5
_TOLD = 20
_LONGEST_REASON = 200


def ignore(line: str) -> None:
    """For who does not want to know."""


def several(kind: str, names: Sequence[object]) -> str:
    """“row 3”, “rows 3, 5 and 9”, “rows 1, 2, 3, 4, 5 and 37 more”."""
    if len(names) == 1:
        return f"{kind} {names[0]}"
    shown = [str(name) for name in names[:_NAMED]]
    rest = f"{len(names) - _NAMED:,} more" if len(names) > _NAMED else shown.pop()
    return f"{kind}s {', '.join(shown)} and {rest}"


class FewLines:
    """Passes on the first lines that it is told, and how many more there were."""

    def __init__(self, problem: Problem, what: str) -> None:
        """:param what: the others are, such as “lines are left out”."""
        self._problem = problem
        self._what = what
        self._count = 0

    def __call__(self, line: str) -> None:
        self._count += 1
        if self._count <= _TOLD:
            self._problem(line)

    def end(self) -> None:
        if self._count > _TOLD:
            self._problem(f"{self._count - _TOLD:,} more {self._what}")


def one_line(text: str) -> str:
    """As a message shows what somebody else wrote: one short line without control characters."""
    line = " ".join(text.split())
    line = line if line.isprintable() else repr(line)[1:-1]
    return line if len(line) <= _LONGEST_REASON else line[:_LONGEST_REASON].rstrip() + " …"


@contextmanager
def reading(kind: str) -> Iterator[None]:
    """Whatever a library raises over a damaged file becomes one line.

    :param kind: what the file is, such as “a PDF file”.
    :raises ValueError: instead of anything but an `InputError`.
    """
    try:
        yield
    except (InputError, MemoryError):
        raise
    except ValueError as error:
        reason = one_line(str(error))
        raise ValueError(reason or f"it is damaged, or not {kind}") from error
    except Exception as error:
        reason = one_line(str(error)) or type(error).__name__
        raise ValueError(f"it is damaged, or not {kind} ({reason})") from error
