"""docs/operation.md names every format and every limit."""

from __future__ import annotations

from pathlib import Path

from index.articles import Limits, suffixes

PAGE = (Path(__file__).parents[3] / "docs" / "operation.md").read_text(encoding="utf-8")


def test_every_format_is_named() -> None:
    missing = [suffix for suffix in suffixes() if f"`{suffix}`" not in PAGE]
    assert not missing


def test_every_limit_is_named_as_it_is() -> None:
    limits = Limits()
    for shown in (
        f"{limits.file_bytes // 2**20} MiB",
        f"{limits.container_bytes // 2**30} GiB, {limits.entries:,} files, unpacked "
        f"{limits.unpacked_bytes // 2**30} GiB, archives in archives {limits.nesting} deep",
        f"at most {limits.ratio} times smaller",
        f"{limits.pages:,} pages",
        f"{limits.characters // 10**6} million characters; "
        f"{limits.file_characters // 10**6} million",
        f"{limits.seconds:g} seconds, {limits.memory_bytes // 2**30} GiB of memory",
    ):
        assert shown in PAGE, shown
