"""Values that are given on the command line."""

from __future__ import annotations

import argparse

from index import InputError, articles, storage

_MOST_PROCESSES = 64


def encoding(text: str) -> str:
    """The name of a text encoding."""
    try:
        return articles.check_encoding(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def columns(text: str) -> str:
    """Which column of a table is which field, as it stands."""
    try:
        articles.parse_columns(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def workers(text: str) -> str:
    """Who splits and embeds articles."""
    try:
        return storage.check_workers(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def port(text: str) -> int:
    """A port's number."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65_536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: give a number from 1 to 65535")
    return int(text)


def count(text: str) -> int:
    """How many questions."""
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of questions")
    return int(text)


def processes(text: str) -> int:
    """How many serve together."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _MOST_PROCESSES):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no number of processes: give one from 1 to {_MOST_PROCESSES}"
        )
    return int(text)


def seconds(text: str) -> float:
    """A time to wait."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e9:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return value
