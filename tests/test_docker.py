"""The Dockerfile, as far as it can be tried without an engine."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


def said(instruction: str) -> list[str]:
    return [line.partition(" ")[2].strip() for line in LINES if line.startswith(f"{instruction} ")]


def test_it_is_not_root_has_one_volume_and_a_health_check() -> None:
    begins = [line.partition(" ")[0] for line in LINES]
    last_stage = len(begins) - 1 - begins[::-1].index("FROM")
    assert "USER fundstelle" in LINES[last_stage : begins.index("CMD")]
    assert said("VOLUME") == ["/data"]
    assert len(said("HEALTHCHECK")) == 1 and "/health" in said("HEALTHCHECK")[0]


def test_what_is_copied_is_there_and_is_not_ignored() -> None:
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for copied in said("COPY"):
        if not copied.startswith("--from"):
            for source in copied.split()[:-1]:
                assert (ROOT / source).exists() and f"!{source}" in kept, source


def test_what_is_installed_is_what_is_constrained() -> None:
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    (torch,) = {name for line in said("RUN") for name in re.findall(r"torch==\S+", line)}
    assert torch in constraints


def test_the_steps_that_prepare_the_models_do() -> None:
    steps = [line for line in said("RUN") if "/python -c" in line]
    assert len(steps) == 2
    for step in steps:
        (program,) = re.findall(r'-c "(.*)"$', step)
        subprocess.run([sys.executable, "-c", program], check=True, timeout=300)


def test_the_health_check_fails_where_nobody_answers() -> None:
    command = json.loads(said("HEALTHCHECK")[0].partition("CMD ")[2])
    assert command[0] == "python"
    program = command[2].replace("7860", "9")  # where nothing listens
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    assert ended.returncode != 0
