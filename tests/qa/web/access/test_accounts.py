"""The file of accounts and tokens."""

from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest
from small_application import PASSWORD

from index import InputError
from qa.web.access import Access, Accounts, Role
from qa.web.access import accounts as module


def test_an_account_is_known_by_its_password_alone(accounts: Accounts) -> None:
    assert accounts.with_password("anna", PASSWORD).role is Role.WRITE
    assert accounts.with_password("ben", PASSWORD).role is Role.READ
    for name, password in (("anna", "something else"), ("nobody", PASSWORD), ("anna", "")):
        assert accounts.with_password(name, password) is None
    assert accounts.with_password("anna", PASSWORD + "x" * 2000) is None
    assert accounts.with_password("anna", "\ud800") is None


def test_where_there_is_no_account_a_password_is_compared_all_the_same(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []

    class Hasher:
        def verify(self, password: bytes, kept: str) -> bool:
            compared.append(kept.split("$")[1:4])
            return True

    accounts.with_password("anna", "x")
    monkeypatch.setattr(module, "_hasher", Hasher)
    accounts.with_password("anna", "x")
    assert accounts.with_password("nobody", "x") is None
    assert compared[0] == compared[1] == ["argon2id", "v=19", "m=65536,t=3,p=4"]


def test_a_token_is_shown_once_and_kept_as_a_hash(accounts: Accounts) -> None:
    token = accounts.add_token("importer", Role.WRITE)
    assert accounts.with_token(token).name == "importer"
    assert accounts.with_token(token).may_write
    assert token not in accounts.path.read_text() and len(token) > 40
    assert accounts.with_token(token[:-1]) is None is accounts.with_token("")
    accounts.remove_token("importer")
    assert accounts.with_token(token) is None


def test_the_file_is_for_its_owner_alone_and_holds_no_password(accounts: Accounts) -> None:
    assert stat.S_IMODE(accounts.path.stat().st_mode) == 0o600
    text = accounts.path.read_text()
    assert PASSWORD not in text and "$argon2id$" in text


def test_another_process_sees_what_is_changed(accounts: Accounts) -> None:
    other = Accounts(accounts.path)
    assert other.account("ben")
    accounts.remove_account("ben")
    assert other.account("ben") is None and other.account("anna")


def test_changes_at_the_same_time_are_all_kept(access: Access) -> None:
    def add(number: int) -> None:
        Accounts(access.accounts).add_token(f"t{number}", Role.READ)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Accounts(access.accounts).tokens()) == 12


def test_a_change_that_is_cut_off_leaves_the_file_as_it_was(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = accounts.path.read_bytes()

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left"):
        accounts.add_token("t", Role.READ)
    assert accounts.path.read_bytes() == before
    assert {path.name for path in accounts.path.parent.iterdir()} == {
        "accounts.json",
        "accounts.json.lock",
    }


@pytest.mark.parametrize("name", ["", "a b", "../x", "é", "x" * 65, "a\n", "<b>", "-x"])
def test_names_that_are_none_are_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(InputError, match="is no name"):
        accounts.add_account(name, Role.READ, PASSWORD)
    with pytest.raises(InputError, match="is no name"):
        accounts.add_token(name, Role.READ)


@pytest.mark.parametrize("password", ["short", "a" * 20, "abcabcabcabcabc", "x" * 1025])
def test_passwords_that_are_easy_to_guess_are_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(InputError, match="password"):
        accounts.add_account("carl", Role.READ, password)


def test_what_is_there_is_not_written_over(accounts: Accounts) -> None:
    with pytest.raises(InputError, match="already"):
        accounts.add_account("anna", Role.READ, PASSWORD)
    with pytest.raises(InputError, match="no account 'carl'"):
        accounts.remove_account("carl")
    with pytest.raises(InputError, match="no token"):
        accounts.remove_token("carl")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"accounts": [], "tokens": {}}',
        '{"accounts": {"a": {"role": "admin", "password": "x"}}, "tokens": {}}',
        json.dumps({"accounts": {"a": {"role": "read", "password": "plain"}}, "tokens": {}}),
    ],
)
def test_a_damaged_file_is_one_clear_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "accounts.json"
    path.write_text(text)
    with pytest.raises(InputError, match="accounts.json: it is damaged"):
        assert Accounts(path).exist
