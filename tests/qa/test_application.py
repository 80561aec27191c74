"""The program put together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qa.application import Application


def test_the_settings_file_is_read_once(
    write_settings: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_settings('llm = "model.gguf"\nindex = "/i"\ncache = "/c"')
    reads = []
    read_text = Path.read_text
    monkeypatch.setattr(
        Path, "read_text", lambda self, **how: (reads.append(self), read_text(self, **how))[1]
    )
    application = Application.of(print)
    assert (application.llm.llm, application.settings.cache_dir) == ("model.gguf", Path("/c"))
    assert reads == [path]
