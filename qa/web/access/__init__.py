"""Who may do what in the web application.

- `Role`, `Principal`, `principal_of`, `needs_write`: what a request may do (qa.web.access.roles)
"""

from qa.web.access.roles import Principal, Role, needs_write, principal_of

__all__ = ["Principal", "Role", "needs_write", "principal_of"]
