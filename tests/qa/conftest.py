"""What several of the tests of qa use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qa import cli


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seeds_index_dir: Path):
    """Runs a command on the bundled articles' index: (exit code, stdout, stderr)."""
    monkeypatch.setenv("FUNDSTELLE_INDEX", str(seeds_index_dir))

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["fundstelle", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.run()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run
