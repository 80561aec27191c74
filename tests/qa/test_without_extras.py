"""The core works where nothing is installed that only the web application needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# Runs a command where these cannot be found.
_WITHOUT_WEB = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("gradio", "fastapi", "starlette", "uvicorn"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: (
    None if name in ("gradio", "fastapi", "uvicorn") else found(name, package)
)
sys.meta_path.insert(0, Missing())
sys.argv[0] = "fundstelle"
import qa
from qa.cli import main
main()
"""


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _WITHOUT_WEB, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_question_is_answered_without_what_the_web_application_needs(
    seeds_index_dir: Path,
) -> None:
    done = _run("ask", "what did Sherman demand?", "--index", seeds_index_dir)
    assert done.returncode == 0, done.stderr
    assert "Sherman forderte Moskau auf" in done.stdout


def test_the_chat_says_in_one_line_what_it_lacks(seeds_index_dir: Path) -> None:
    for command in ("chat", "serve"):
        done = _run(command, "--index", seeds_index_dir)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert "pip install 'fundstelle[web]'" in done.stderr
