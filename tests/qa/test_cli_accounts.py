"""The commands that say who is let in on the web."""

from __future__ import annotations

import getpass
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PASSWORD = "correct horse battery"


class Typed(io.StringIO):
    """Standard input, with somebody before it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file, which is not there yet."""
    path = tmp_path / "config" / "accounts.json"
    monkeypatch.setenv("FUNDSTELLE_ACCOUNTS", str(path))
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    return path


def test_an_account_is_added_listed_and_removed(run, accounts: Path) -> None:
    assert run("user", "list") == (0, "", "")
    code, out, err = run("user", "add", "anna", "--role", "write")
    assert (code, out, err) == (0, "anna may log in, to write\n", "")
    assert run("user", "list") == (0, "write  anna\n", "")
    assert json.loads(run("user", "list", "--json")[1]) == {
        "users": [{"name": "anna", "role": "write"}]
    }
    assert json.loads(run("user", "remove", "anna", "--json")[1]) == {"removed": "anna"}
    assert run("user", "list")[1] == ""


def test_a_token_is_printed_once(run, accounts: Path) -> None:
    code, out, err = run("token", "add", "importer")
    assert code == 0 and out.startswith("fst_") and out.count("\n") == 1
    assert "not shown again" in err
    assert out.strip() not in run("token", "list")[1] + accounts.read_text()
    assert run("token", "list")[1] == "read   importer\n"
    made = json.loads(run("token", "add", "other", "--role", "write", "--json")[1])
    assert made["role"] == "write" and made["token"].startswith("fst_")
    assert run("token", "remove", "other")[0] == 0


def test_a_password_is_typed_twice_unseen(
    run, accounts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed())
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "something else"])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(typed))
    assert run("user", "add", "anna")[0] == 0
    code, _, err = run("user", "add", "ben")
    assert code == 2 and "not the same twice" in err
    assert run("user", "list")[1] == "read   anna\n"


def test_a_password_is_read_from_a_file(
    run, accounts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "password").write_text(PASSWORD + "\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run("user", "add", "anna", "--password-file", tmp_path / "password")[0] == 0
    monkeypatch.setenv("FUNDSTELLE_PASSWORD_FILE", str(tmp_path / "password"))
    assert run("user", "add", "ben")[0] == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD))
    assert run("user", "add", "carl", "--password-file", "-")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("user", "add", "a b"), "is no name"),
        (("user", "add", "anna", "--password-file", "/nowhere"), "cannot read password_file"),
        (("user", "remove", "anna"), "no account 'anna'"),
        (("user", "add", "anna", "--role", "admin"), "invalid choice"),
        (("token", "remove", "t"), "no token 't'"),
        (("token", "add", "../t"), "is no name"),
        (("user",), "required"),
    ],
)
def test_bad_input_is_one_line_and_ends_with_2(
    run, accounts: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    code, out, err = run(*arguments)
    assert code == 2 and out == ""
    assert complaint in err and err.count("\n") == 1


def test_no_password_shows_in_an_error(
    run, accounts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("hunter2\n"))
    code, _, err = run("user", "add", "anna")
    assert code == 2 and "from 12 to 1024 letters" in err and "hunter2" not in err
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert "no password" in run("user", "add", "anna")[2]


def without(package: str, accounts: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command where a package is not installed, in a process of its own."""
    code = f"import sys; sys.modules[{package!r}] = None; from qa.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"FUNDSTELLE_ACCOUNTS": str(accounts)},
        capture_output=True,
        text=True,
    )


def test_accounts_need_no_page(accounts: Path) -> None:
    assert without("gradio", accounts, "token", "add", "importer").returncode == 0


def test_what_is_not_installed_is_named(accounts: Path) -> None:
    ended = without("pwdlib", accounts, "user", "list")
    assert ended.returncode == 2
    assert "pip install 'fundstelle[web]'" in ended.stderr
