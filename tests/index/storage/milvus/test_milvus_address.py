"""What `FUNDSTELLE_STORE` may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import InputError, Settings
from index.storage import MilvusAddress


@pytest.mark.parametrize(
    ("said", "uri", "name"),
    [
        ("milvus://localhost:19530/news", "http://localhost:19530", "news"),
        ("milvus://db.example.org/News_2", "http://db.example.org:19530", "News_2"),
        ("milvuss://10.0.0.1:443/news", "https://10.0.0.1:443", "news"),
        ("milvus://[::1]:1/n", "http://[::1]:1", "n"),
        ("milvus:/tmp/trial.db", "/tmp/trial.db", "archive"),
    ],
)
def test_addresses(said: str, uri: str, name: str) -> None:
    address = MilvusAddress.read(said)
    assert (address.uri, address.name, address.said) == (uri, name, said)
    assert address.is_file == said.endswith(".db")


@pytest.mark.parametrize(
    "said",
    [
        "faiss",
        "http://localhost:19530/news",
        "milvus://localhost:19530",
        "milvus://localhost:19530/",
        "milvus://localhost:0/news",
        "milvus://localhost:99999/news",
        "milvus://localhost/news; drop",
        "milvus://localhost/2news",
        "milvus://localhost/straße",
        f"milvus://localhost/{'n' * 65}",
        "milvus:trial.sqlite",
    ],
)
def test_what_is_no_address_is_one_clear_line(said: str) -> None:
    with pytest.raises(InputError, match="store is"):
        MilvusAddress.read(said)


def test_a_password_in_it_is_not_repeated() -> None:
    with pytest.raises(InputError, match="FUNDSTELLE_STORE_TOKEN") as caught:
        MilvusAddress.read("milvus://user:secret@localhost/news")
    assert "secret" not in str(caught.value)


def test_the_token_is_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNDSTELLE_STORE", "milvus://localhost/news")
    (tmp_path / "token").write_text("root:hidden\n")
    monkeypatch.setenv("FUNDSTELLE_STORE_TOKEN_FILE", str(tmp_path / "token"))
    settings = Settings()
    assert settings.store is not None and settings.store.token == "root:hidden"
    assert "hidden" not in repr(settings)


def test_nothing_set_is_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FUNDSTELLE_STORE", raising=False)
    assert Settings().store is None
