"""The wheel, installed in an environment without the project, run in an empty folder."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from pathlib import Path

import pytest

from index import Embedder

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, capture_output=True, text=True, **options)  # type: ignore
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="session")
def fundstelle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script of an environment that holds the wheel.

    Its dependencies are those of the tests' environment: fetching them again would take minutes.
    """
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (wheel,) = folder.glob("fundstelle-*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    site_packages = run(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"
    ).stdout.strip()
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install"]
    run(*pip, "--no-deps", "--no-index", "--disable-pip-version-check", wheel)
    # Only the path: the editable install beside the dependencies is not looked into.
    dependencies = Path(site_packages) / "dependencies.pth"
    dependencies.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return environment / "bin" / "fundstelle"


def test_an_installed_wheel_works_in_an_empty_folder(
    fundstelle: Path, tmp_path: Path, real_embedder: Embedder
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    environment = {**os.environ, "FUNDSTELLE_INDEX": str(tmp_path / "index")}
    environment.pop("PYTHONPATH", None)
    options = {"cwd": empty, "env": environment}

    where = run(
        fundstelle.with_name("python"),
        "-c",
        "import index, qa, prompts, seeds\n"
        "print(*(module.__file__ for module in (index, qa, prompts, seeds)))",
        **options,
    )
    assert str(ROOT) not in where.stdout

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chat = subprocess.Popen(
        [fundstelle, "chat", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore
    )
    assert chat.stderr is not None
    said = ""
    try:
        while "the chat is at" not in said:
            line = chat.stderr.readline()
            assert line, said
            said += line
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}", timeout=30).read()
        assert b"Fundstelle" in page
    finally:
        chat.terminate()
        chat.wait(20)
    assert "building an index of the demonstration articles" in said

    asked = run(fundstelle, "ask", "what did Sherman demand?", "--json", **options)
    answer = json.loads(asked.stdout)
    assert "Sherman forderte Moskau auf" in answer["citations"][0]["quote"]
    assert list(empty.iterdir()) == [], "nothing is written where it happens to be run"
