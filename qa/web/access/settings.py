"""Who is let in, by which names, and how much they may ask for: the settings of access."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from index import InputError
from index.settings import Written

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_RATE = "240/minute"
_FORM = 2**20  # bytes of a request beside the file that it uploads


@dataclass(frozen=True)
class Access:
    """:param accounts: the file of accounts and tokens; it need not be there.
    :param hosts: names by which this server may be called, without ports.
    :param read_only: nobody may change the archive here.
    :param no_auth: everybody is let in, whatever accounts there are.
    :param proxy_header: the header in which a reverse proxy says who asks; empty for none.
    :param trusted_peers: addresses and networks of reverse proxies that are believed.
    :param rate_limit: what a client may ask for in a time, as "240/minute"; empty for no limit.
    :param metrics_open: /metrics is answered whoever asks.
    :param log_questions: what is asked stands in the log.
    :param session_secret: what sessions are signed with; another one at each start where empty.
    :param upload_bytes: a request that uploads, `body_bytes` any other one, at most.
    :param at_once: questions that are answered at the same time, `waiting` that wait meanwhile.
    """

    accounts: Path
    hosts: frozenset[str] = frozenset(_LOOPBACK)
    read_only: bool = False
    no_auth: bool = False
    proxy_header: str = ""
    trusted_peers: tuple[str, ...] = ()
    rate_limit: str = _RATE
    metrics_open: bool = False
    log_questions: bool = False
    session_secret: str = field(default="", repr=False)
    upload_bytes: int = 2**28 + _FORM
    body_bytes: int = 2**20
    at_once: int = 8
    waiting: int = 64

    @classmethod
    def read(
        cls,
        written: Written | None = None,
        host: str = "127.0.0.1",
        read_only: bool | None = None,
        no_auth: bool | None = None,
    ) -> Access:
        """As it is written in the environment and the settings file, but for what is given.

        :param host: the address that the server listens on.
        :raises InputError: if that cannot be read, or makes no sense.
        """
        written = written or Written()
        header = written.text("proxy_header", "").strip().lower()
        peers = _peers(_listed(written.text("trusted_peers", "")))
        if header and not peers:
            raise InputError(
                "proxy_header is set, but not trusted_peers: name the addresses of the proxy"
            )
        named = {_host(name) for name in _listed(written.text("hosts", ""))}
        own = set() if _is_any(host) else {_host(host)}
        return cls(
            accounts=accounts_file(written),
            hosts=frozenset({*_LOOPBACK, *named, *own}),
            read_only=written.yes("read_only") if read_only is None else read_only,
            no_auth=written.yes("no_auth") if no_auth is None else no_auth,
            proxy_header=header,
            trusted_peers=peers,
            rate_limit=_rate(written.text("rate_limit", _RATE)),
            metrics_open=written.yes("metrics_open"),
            log_questions=written.yes("log_questions"),
            session_secret=_secret(written),
            upload_bytes=int(written.limits().file_bytes) + _FORM,
        )


def accounts_file(written: Written) -> Path:
    """Where accounts and tokens are kept."""
    folder = platformdirs.user_config_dir("fundstelle", appauthor=False)
    return written.folder("accounts", os.path.join(folder, "accounts.json"))


def is_loopback(host: str) -> bool:
    """Whether who listens on `host` is heard on this computer alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_exposed(host: str, access: Access) -> bool:
    """Whether others than who uses this computer are heard: directly, or by way of a proxy."""
    return not is_loopback(host) or bool(access.trusted_peers or access.hosts - {*_LOOPBACK})


def check_binding(host: str, access: Access) -> None:
    """:raises InputError: if others in the network were let in without being asked who they are."""
    from qa.web.access.accounts import Accounts

    asked = access.proxy_header or Accounts(access.accounts).exist
    if is_exposed(host, access) and not asked and not access.no_auth:
        names = ", ".join(sorted({host} if not is_loopback(host) else access.hosts - {*_LOOPBACK}))
        raise InputError(
            f"serving {names or 'a proxy'} would let in everybody who can reach it: add an account "
            "first (fundstelle user add NAME), or say --no-auth"
        )


def _is_any(host: str) -> bool:
    try:
        return not host or ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _host(name: str) -> str:
    """A name as the header Host has it, in lower case and without brackets.

    :raises InputError: if it is an address with scheme, port or path.
    """
    bare = name.lower().strip("[]")
    if "/" in bare or "*" in bare or (":" in bare and not _is_address(bare)):
        raise InputError(f"hosts names {name!r}: give names alone, such as archive.example.org")
    return bare


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _peers(names: Iterable[str]) -> tuple[str, ...]:
    """:raises InputError: if one is neither an address nor a network."""
    peers = []
    for name in names:
        try:
            peers.append(str(ipaddress.ip_network(name)))
        except ValueError:
            raise InputError(
                f"trusted_peers names {name!r}: give addresses or networks, such as 10.0.0.0/24"
            ) from None
    return tuple(peers)


def _rate(text: str) -> str:
    """:raises InputError: if it is no rate."""
    import limits

    said = text.strip().lower()
    if said in ("none", "off", "0"):
        return ""
    try:
        amount = limits.parse(said).amount
    except ValueError:
        amount = 0
    if not amount:
        raise InputError(f"rate_limit is {text!r}: give such as 240/minute, or none")
    return said


def _secret(written: Written) -> str:
    """:raises InputError: if it is short enough to be guessed."""
    secret = written.secret("session_secret")
    if secret and len(secret) < 32:
        raise InputError("session_secret is too short: give 32 letters or more, at random")
    return secret
