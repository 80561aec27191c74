"""The demonstration articles, and questions that they answer."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files(__name__)))


def examples() -> list[str]:
    """Questions in several languages that the articles answer."""
    content = tomllib.loads((FOLDER / "examples.toml").read_text(encoding="utf-8"))
    return [example["question"] for example in content["examples"]]
