"""The examples in README.md and docs/ run as they stand there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from serving import application, served

from index import Archive, Embedder
from qa import Assistant
from qa.web.uploads import Uploads

CHAT = "http://127.0.0.1:7860"
ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def examples(page: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)


@contextmanager
def chat(seeds_index_dir: Path, embedder: Embedder, folder: Path) -> Iterator[str]:
    """The address of a server of the bundled articles, which the examples may change."""
    archive = Archive(shutil.copytree(seeds_index_dir, folder / "index"), embedder)
    uploads = Uploads(archive)
    with served(application(Assistant(archive), uploads)) as address:
        yield address
    uploads.close()


@pytest.mark.parametrize("page", [p for p in PAGES if examples(p)], ids=lambda page: page.name)
def test_the_examples_of_a_page_run(
    page: Path,
    seeds_index_dir: Path,
    real_embedder: Embedder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FUNDSTELLE_INDEX", str(seeds_index_dir))
    names: dict[str, object] = {}
    with ExitStack() as running:
        address = CHAT
        if any(CHAT in example for example in examples(page)):
            address = running.enter_context(chat(seeds_index_dir, real_embedder, tmp_path))
        for example in examples(page):
            exec(compile(example.replace(CHAT, address), str(page), "exec"), names)


def test_the_retriever_has_an_example() -> None:
    assert any("PassageRetriever(" in example for page in PAGES for example in examples(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    for link in links:
        assert (page.parent / link).exists(), link
