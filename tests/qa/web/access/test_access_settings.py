"""The settings of access, and what may be served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index import InputError
from index.settings import Written
from qa.llm import LLMSettings
from qa.settings import WEB_NAMES
from qa.web.access import Access, Accounts, Role, check_binding

PAGE = (Path(__file__).parents[4] / "docs" / "operation.md").read_text(encoding="utf-8")
Write = Callable[[str], Path]


def test_nothing_is_set_unless_it_is_said(write_settings: Write) -> None:
    write_settings("")
    access = Access.read()
    assert access.hosts == {"127.0.0.1", "localhost", "::1"}
    assert not (access.read_only or access.no_auth or access.proxy_header or access.session_secret)
    assert access.accounts.name == "accounts.json"


def test_all_is_read(write_settings: Write, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s" * 32 + "\n")
    write_settings(
        f"""
        accounts = "{tmp_path}/a.json"
        hosts = "Archive.example.org, 10.1.2.3,[fd00::1]"
        read_only = true
        no_auth = "yes"
        proxy_header = "X-Remote-User"
        trusted_peers = "10.0.0.1, 10.1.0.0/16"
        rate_limit = "10 per second"
        metrics_open = "true"
        log_questions = "on"
        session_secret_file = "{tmp_path}/secret"
        limit_file_bytes = 1000
        """
    )
    access = Access.read(host="192.168.1.5")
    assert access.accounts == tmp_path / "a.json"
    assert {"archive.example.org", "10.1.2.3", "fd00::1", "192.168.1.5"} < access.hosts
    assert access.read_only and access.no_auth and access.metrics_open and access.log_questions
    assert access.proxy_header == "x-remote-user"
    assert access.trusted_peers == ("10.0.0.1/32", "10.1.0.0/16")
    assert access.rate_limit == "10 per second" and access.session_secret == "s" * 32
    assert access.upload_bytes == 1000 + 2**20
    assert "ssss" not in repr(access)
    LLMSettings.read()  # knows these names


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('proxy_header = "X-User"', "trusted_peers"),
        ('trusted_peers = "proxy.example.org"', "addresses or networks"),
        ('trusted_peers = "*"', "addresses or networks"),
        ('hosts = "https://example.org"', "names alone"),
        ('hosts = "example.org:80"', "names alone"),
        ('hosts = "*"', "names alone"),
        ('rate_limit = "many"', "240/minute"),
        ('rate_limit = "0/minute"', "240/minute"),
        ('session_secret = "short"', "too short"),
        ('session_secret_file = "/nowhere/at/all"', "cannot read session_secret_file"),
        ('read_only = "perhaps"', "true or false"),
    ],
)
def test_what_makes_no_sense_is_one_clear_line(
    write_settings: Write, text: str, complaint: str
) -> None:
    write_settings(text)
    with pytest.raises(InputError, match=complaint) as error:
        Access.read()
    assert "\n" not in str(error.value)


def test_a_limit_can_be_left_out(write_settings: Write) -> None:
    write_settings('rate_limit = "none"')
    assert Access.read().rate_limit == ""


def test_secrets_are_read_from_files(
    write_settings: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings('llm = "http://127.0.0.1:1/v1"\nllm_key = "of the file"')
    (tmp_path / "key").write_text("sk-123\n")
    monkeypatch.setenv("FUNDSTELLE_LLM_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("FUNDSTELLE_SESSION_SECRET_FILE", str(tmp_path / "key"))
    assert LLMSettings.read().key == "sk-123"
    assert Written().secret("session_secret") == "sk-123"
    monkeypatch.setenv("FUNDSTELLE_LLM_KEY", "said")
    assert LLMSettings.read().key == "said"
    (tmp_path / "key").write_text("\n")
    with pytest.raises(InputError, match="is empty"):
        Written().secret("session_secret")


def test_another_language_model_is_not_shown_the_key_of_a_file_in_the_settings(
    write_settings: Write, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("sk-123")
    write_settings(f'llm = "http://127.0.0.1:1/v1"\nllm_key_file = "{tmp_path}/key"')
    assert LLMSettings.read().key == "sk-123"
    assert LLMSettings.read("http://127.0.0.1:2/v1").key == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "archive.example.org", ""])
def test_others_in_the_network_are_not_let_in_unasked(access: Access, host: str) -> None:
    with pytest.raises(InputError, match="fundstelle user add NAME.*--no-auth"):
        check_binding(host, access)
    check_binding(host, replace(access, no_auth=True))
    check_binding(host, replace(access, proxy_header="x-user", trusted_peers=("10.0.0.1/32",)))
    Accounts(access.accounts).add_token("t", Role.READ)
    check_binding(host, access)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.9.9.9"])
def test_on_this_computer_alone_nobody_is_asked(access: Access, host: str) -> None:
    check_binding(host, access)
    with pytest.raises(InputError, match="archive.example.org"):  # a proxy leads here
        check_binding(host, replace(access, hosts=access.hosts | {"archive.example.org"}))


def test_every_setting_is_documented() -> None:
    for name in (*WEB_NAMES, "llm_key_file", "password_file"):
        assert f"`FUNDSTELLE_{name.upper()}`" in PAGE, name
