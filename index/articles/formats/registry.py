"""Which format a file is of: its name announces some, and of these its content fits one."""

from __future__ import annotations

from index.articles.formats.csv_file import CSV
from index.articles.formats.format import HEAD_BYTES, Format
from index.articles.formats.text_file import Text
from index.articles.source import Source

FORMATS: list[Format] = [Text(), CSV()]


def suffixes() -> tuple[str, ...]:
    """The endings of files that hold articles, in lower case, each once."""
    return tuple(dict.fromkeys(suffix for known in FORMATS for suffix in known.suffixes))


def is_announced(name: str) -> bool:
    """Whether a file of this name is of a format that is read."""
    return name.lower().endswith(suffixes())


def format_of(source: Source) -> Format:
    """The format of a source: the first that its name announces and its content fits.

    Content alone decides nothing: that a file of articles holds another thing than its name says is
    for its owner to know.

    :raises ValueError: where there is none; the message goes on from “cannot read FILE: ”.
    :raises InputError: where it cannot be read.
    """
    name = source.file_name
    announced = [known for known in FORMATS if name.endswith(known.suffixes)]
    if not announced:
        raise ValueError(f"not one of {', '.join(suffixes())}")
    head = source.head(HEAD_BYTES)
    for known in announced:
        if known.fits(head):
            return known
    suffix = next(s for known in announced for s in known.suffixes if name.endswith(s))
    raise ValueError(f"it is no {suffix} file, whatever its name says{_looks_like(head)}")


def _looks_like(head: bytes) -> str:
    """What it is instead, where its first bytes are those of one format alone."""
    sure = [known.suffixes[0] for known in FORMATS if known.apart and known.fits(head)]
    return f" (it looks like {sure[0]}: rename it)" if len(sure) == 1 else ""
