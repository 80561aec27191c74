"""Logging in and out."""

from __future__ import annotations

import time

import pytest
from itsdangerous import URLSafeTimedSerializer
from small_application import PASSWORD, Clients, log_in

from prompts import languages, texts
from qa.web.access import Accounts, Role

COOKIE = "fundstelle_session"


def test_a_session_opens_the_door_until_it_is_over(clients: Clients, accounts: Accounts) -> None:
    client = clients()
    assert log_in(client, "anna") == 303
    assert client.get("/").text == "anna:write"
    assert "anna" in client.get("/logout").text
    kept = client.cookies[COOKIE]
    assert client.post("/logout").headers["location"] == "/login"
    assert client.get("/").status_code == 401
    client.cookies.set(COOKIE, kept)  # a copy that somebody took
    assert client.get("/").status_code == 401


def test_the_cookie_is_for_this_server_alone(clients: Clients, accounts: Accounts) -> None:
    data = {"name": "ben", "password": PASSWORD}
    cookie = clients().post("/login", data=data).headers["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=604800"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    client = clients(base_url="https://127.0.0.1")
    assert "; Secure" in client.post("/login", data=data).headers["set-cookie"]


def test_unknown_names_and_wrong_passwords_are_told_alike(
    clients: Clients, accounts: Accounts
) -> None:
    client = clients()
    pages = []
    for name, password in (("anna", "wrong password"), ("carl", PASSWORD)):
        response = client.post("/login", data={"name": name, "password": password})
        assert response.status_code == 401 and COOKIE not in response.cookies
        pages.append(response.text.replace(name, "…").split("</style>")[1])
    assert pages[0] == pages[1]
    assert texts("access", "en")["wrong"] in pages[0]


def test_who_guesses_is_slowed_down(clients: Clients, accounts: Accounts) -> None:
    client = clients()
    assert [log_in(client, "anna", f"guess number {n}") for n in range(6)] == [401] * 5 + [429]
    response = client.post("/login", data={"name": "anna", "password": PASSWORD})
    assert response.status_code == 429, "the right one, too late"
    assert 0 < int(response.headers["retry-after"]) <= 300
    assert log_in(client, "ben") == 303, "another account"


def test_who_logs_in_has_not_guessed(clients: Clients, accounts: Accounts) -> None:
    client = clients()
    for _ in range(3):
        assert [log_in(client, "anna", f"guess number {n}") for n in range(4)] == [401] * 4
        assert log_in(client, "anna") == 303


def test_many_names_from_one_address_are_slowed_down(
    clients: Clients, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Accounts, "with_password", lambda *given: None)
    client = clients()
    for number in range(20):
        assert log_in(client, "x" * number, "") == 401
    assert log_in(client, "anna") == 429


def test_one_account_is_not_guessed_from_many_addresses(
    clients: Clients, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Accounts, "with_password", lambda *given: None)  # a hundred take long
    app = clients().app
    statuses = [log_in(clients(app=app, address=f"10.0.0.{n}"), "anna", "") for n in range(101)]
    assert statuses[-2:] == [401, 429]


def test_a_session_is_over_with_its_account(clients: Clients, accounts: Accounts) -> None:
    client = clients()
    log_in(client, "ben")
    accounts.remove_account("ben")
    assert client.get("/").status_code == 401
    accounts.add_account("ben", Role.WRITE, PASSWORD)
    assert client.get("/").status_code == 401


def test_a_session_has_its_time(
    clients: Clients, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = clients()
    log_in(client, "ben")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 7 * 24 * 3600 - 60)
    assert client.get("/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 7 * 24 * 3600 + 60)
    assert client.get("/").status_code == 401


def test_sessions_are_signed(clients: Clients, accounts: Accounts) -> None:
    client = clients(session_secret="s" * 32)
    log_in(client, "ben")
    kept = client.cookies[COOKIE]
    other = clients(session_secret="t" * 32)
    same = clients(session_secret="s" * 32)
    ben = accounts.account("ben")
    forged = URLSafeTimedSerializer("t" * 32).dumps(["anna", ben.stamp, "x"])
    for value in (kept[:-2], "x", "", forged, kept.replace(".", "..")):
        client.cookies.clear()
        client.cookies.set(COOKIE, value)
        assert client.get("/").status_code == 401
    for tried, status in ((other, 401), (same, 200)):
        tried.cookies.set(COOKIE, kept)
        assert tried.get("/").status_code == status


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/stream?a=1", "/stream?a=1"),
        ("", "/"),
        ("//evil.test", "/"),
        ("/\\evil.test", "/"),
        ("https://evil.test", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.test", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
    ],
)
def test_it_goes_on_within_this_server(
    clients: Clients, accounts: Accounts, wanted: str, leads_to: str
) -> None:
    data = {"name": "ben", "password": PASSWORD}
    response = clients().post("/login", data=data, params={"next": wanted})
    assert response.headers["location"] == leads_to


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"name=%ff&password=%00", b"name&" * 50, b"name=" + b"x" * 9000, b"{}"],
)
def test_forms_that_are_none_log_nobody_in(
    clients: Clients, accounts: Accounts, body: bytes
) -> None:
    assert clients().post("/login", content=body).status_code == 401


@pytest.mark.parametrize("language", languages("access"))
def test_the_page_speaks_the_readers_language(
    clients: Clients, accounts: Accounts, language: str
) -> None:
    headers = {"Accept-Language": f"xx,{language}-XX;q=0.9,en;q=0.5"}
    html = clients().get("/login", headers=headers).text
    assert f'<html lang="{language}">' in html
    assert f"<button>{texts('access', language)['log_in']}</button>" in html


def test_what_is_typed_is_escaped(clients: Clients, accounts: Accounts) -> None:
    name = '"><script>alert(1)</script>'
    html = clients().post("/login", data={"name": name, "password": "x"}).text
    assert "<script" not in html and "&lt;script&gt;" in html


def test_the_page_runs_nothing(clients: Clients, accounts: Accounts) -> None:
    response = clients().get("/login")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script" not in policy and "unsafe" not in policy
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<style nonce="{nonce}">' in response.text
    assert response.headers["cache-control"] == "no-store"


def test_nobody_logs_in_where_nobody_is_asked(clients: Clients) -> None:
    assert clients().get("/login").headers["location"] == "/"


def test_another_site_cannot_log_a_reader_in_or_out(clients: Clients, accounts: Accounts) -> None:
    client = clients()
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"}
    assert log_in(client, "anna", headers=foreign) == 403
    assert log_in(client, "anna") == 303
    assert client.post("/logout", headers=foreign).status_code == 403
    assert client.get("/").status_code == 200
