"""The demonstration articles, and questions that they answer."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files(__name__)))


def examples() -> dict[str, str]:
    """Questions in several languages, each with the file of the article that answers it."""
    content = tomllib.loads((FOLDER / "examples.toml").read_text(encoding="utf-8"))
    return {example["question"]: example["article"] for example in content["examples"]}
