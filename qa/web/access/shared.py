"""What all processes that let the same people in know: how much each has asked for, and which
sessions were ended. It lies beside the accounts."""

from __future__ import annotations

from pathlib import Path

from qa.web.access.settings import Access
from qa.web.shared_file import SharedFile

_SCHEMA = """
CREATE TABLE IF NOT EXISTS counted (who TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL);
CREATE INDEX IF NOT EXISTS counted_who ON counted (who, at);
CREATE INDEX IF NOT EXISTS counted_until ON counted (until);
CREATE TABLE IF NOT EXISTS ended (session TEXT PRIMARY KEY, until REAL NOT NULL);
"""


def shared_access(access: Access) -> SharedFile:
    """The file, which is made when somebody is first counted or logs out."""
    return SharedFile(Path(f"{access.accounts}.sqlite"), _SCHEMA)
