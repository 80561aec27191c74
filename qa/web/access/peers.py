"""Who stands behind a reverse proxy: client and scheme, where the proxy is one that is believed."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

_FROM_PROXY = "from_proxy"


class Peers:
    """Believes X-Forwarded-For and X-Forwarded-Proto from `trusted`, and nobody else."""

    def __init__(self, app: ASGIApp, trusted: Sequence[str]) -> None:
        self._networks = [ipaddress.ip_network(network) for network in trusted]
        self._app = app
        self._behind = ProxyHeadersMiddleware(app, trusted_hosts=list(trusted))  # type: ignore

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = _address(scope)
        if address is None or not any(address in network for network in self._networks):
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})[_FROM_PROXY] = True
        scope["client"] = (str(address), scope["client"][1])
        await self._behind(scope, receive, send)  # type: ignore[arg-type]


def is_from_proxy(scope: Scope) -> bool:
    """Whether a request came by way of a reverse proxy that is believed."""
    return scope.get("state", {}).get(_FROM_PROXY) is True


def client_of(scope: Scope) -> str:
    """What one client is told from another by: its address, of IPv6 the network of a household."""
    address = _address(scope)
    if address is not None and address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _address(scope: Scope) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Who is connected, where that is an address; of IPv4 also where it comes dressed as IPv6."""
    try:
        address = ipaddress.ip_address((scope.get("client") or ("",))[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
