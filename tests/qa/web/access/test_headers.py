"""What a browser is told to forbid."""

from __future__ import annotations

from small_application import Clients

from qa.web.access import Accounts


def test_every_response_says_what_a_browser_is_to_forbid(
    clients: Clients, accounts: Accounts
) -> None:
    for path in ("/", "/login", "/health", "/nothing"):
        headers = clients().get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "script-src 'self' 'unsafe-inline'" not in policy
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "strict-transport-security" not in headers


def test_https_is_kept_to(clients: Clients) -> None:
    headers = clients(base_url="https://127.0.0.1").get("/").headers
    assert headers["strict-transport-security"] == "max-age=31536000"


def test_no_other_sites_script_may_read(clients: Clients) -> None:
    headers = clients().get("/open-to-all", headers={"Origin": "https://evil.test"}).headers
    assert not [name for name in headers if name.startswith("access-control-")]


def test_a_script_may_run_once(clients: Clients) -> None:
    policies = {clients().get("/").headers["content-security-policy"] for _ in range(3)}
    assert len(policies) == 3


def test_an_answer_is_not_held_back(clients: Clients) -> None:
    with clients().stream("GET", "/stream") as response:
        assert [*response.iter_raw()] == [b"first", b"second"]
