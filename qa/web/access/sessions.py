"""Who has logged in, in a signed cookie."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

from qa.web.access.accounts import Account, Accounts
from qa.web.access.roles import Principal
from qa.web.access.shared import SharedAccess

_COOKIE = "fundstelle_session"
_LASTS = 7 * 24 * 3600  # seconds


class Sessions:
    """A session ends when its time is over, by logging out, and when its account is removed or made
    anew.

    :param secret: what cookies are signed with; where it is empty, all end with this process.
    :param shared: where it stands which of them were ended.
    """

    def __init__(self, accounts: Accounts, secret: str, shared: SharedAccess) -> None:
        self._accounts, self._shared = accounts, shared
        self._signer = URLSafeTimedSerializer(
            secret or secrets.token_urlsafe(32),
            salt="fundstelle session",
            signer_kwargs={"digest_method": hashlib.sha256},
        )

    def principal(self, connection: HTTPConnection) -> Principal | None:
        """Whose session a request belongs to, if it is one.

        :raises InputError: if the accounts cannot be read.
        """
        found = self._opened(connection)
        if found is None:
            return None
        name, stamp, session = found
        account = self._accounts.account(name)
        if account is None or account.stamp != stamp or self._is_ended(session):
            return None
        return account.principal

    def begin(self, account: Account, connection: HTTPConnection, response: Response) -> None:
        """Let `response` open a session."""
        value = self._signer.dumps([account.name, account.stamp, secrets.token_urlsafe(12)])
        response.set_cookie(
            _COOKIE,
            value if isinstance(value, str) else value.decode(),
            max_age=_LASTS,
            httponly=True,
            samesite="lax",
            secure=connection.url.scheme == "https",
        )

    def end(self, connection: HTTPConnection, response: Response) -> None:
        """Let `response` close the session that a request belongs to; a copy of its cookie opens
        nothing from now on."""
        now, found = time.time(), self._opened(connection)
        if found is not None:
            ended = found[2], now + _LASTS  # by then its time would be over

            def keep(shared: sqlite3.Connection) -> None:
                shared.execute("DELETE FROM ended WHERE until <= ?", (now,))
                shared.execute("INSERT OR REPLACE INTO ended VALUES (?, ?)", ended)

            self._shared.change(keep)
        response.delete_cookie(
            _COOKIE, httponly=True, samesite="lax", secure=connection.url.scheme == "https"
        )

    def _is_ended(self, session: str) -> bool:
        return bool(self._shared.read("SELECT 1 FROM ended WHERE session = ?", session))

    def _opened(self, connection: HTTPConnection) -> tuple[str, str, str] | None:
        try:
            name, stamp, session = self._signer.loads(
                connection.cookies.get(_COOKIE, ""), max_age=_LASTS
            )
        except (BadData, ValueError, TypeError):
            return None
        return str(name), str(stamp), str(session)
