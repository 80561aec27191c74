"""The errors that a person can act on: one clear line each, never a traceback."""

from __future__ import annotations


class FundstelleError(Exception):
    """Something failed. The message says what, and what to do; the command line exits with 1."""

    exit_code = 1


class InputError(FundstelleError):
    """What was asked for cannot be done as asked: a wrong path, a bad file, a missing index.

    The command line exits with 2.
    """

    exit_code = 2


class MissingIndexError(InputError):
    """There is no index where one should be. The message says where: no word for strangers."""
