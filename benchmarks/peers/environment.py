"""Where the peers are installed: an environment of their own, in the cache folder."""

from __future__ import annotations

import hashlib
import subprocess
import venv
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from index import FundstelleError

REQUIREMENTS = Path(__file__).parent / "requirements.txt"
_DONE = "installed"


def peers_python(cache: Path, report: Callable[[str], None]) -> Path:
    """The Python that the peers run by, installed when it is first asked for: some two minutes and
    2 GB.

    :param report: told of each step, in a few words.
    :raises FundstelleError: if it cannot be installed, with the last line of what pip said.
    """
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = cache / "bench-peers" / digest
    python = folder / "bin" / "python"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / _DONE).exists():
            report(f"installing the peers in {folder}")
            venv.create(folder, clear=True, with_pip=True)
            # First: others would bring a build for graphics cards.
            (torch,) = (p for p in requirements() if p.startswith("torch=="))
            _install(python, torch)
            _install(python, "--requirement", str(REQUIREMENTS))
            (folder / _DONE).touch()
    return python


def requirements() -> list[str]:
    """Each as pip reads it: "numpy==2.4.6"."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    wanted = (line.split("#")[0].strip() for line in lines)
    return [requirement for requirement in wanted if requirement]


def _install(python: Path, *what: str) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", *what]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        (*_, said) = done.stderr.splitlines() or ["it said nothing"]
        raise FundstelleError(f"cannot install the peers ({' '.join(what)}): {said}")
