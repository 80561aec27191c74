"""Who may do what in the web application, and what keeps it safe.

- `Access`, `check_binding`: the settings, and whether they may be served (qa.web.access.settings)
- `protect`, `server_options`: put around an application, how to run it (qa.web.access.protection)
- `Role`, `Principal`, `principal_of`, `needs_write`: what a request may do (qa.web.access.roles)
- `configure_logs`, `log_question`: the log (qa.web.access.logs)
- `Accounts`: accounts and tokens in their file (qa.web.access.accounts)

What protects, from outside in: `peers`, `logs`, `headers`, `paths`, `origins`, `identity` (with
`sessions` and `login`), `bodies`, `rates`; `page_routes` around Gradio's page. `rules` says for
which paths what of it holds, `shared` is what several processes know together. docs/security.md
says what from.
"""

from qa.web.access.accounts import Account, Accounts, Token
from qa.web.access.logs import configure_logs, log_question
from qa.web.access.protection import protect, server_options
from qa.web.access.roles import Principal, Role, needs_write, principal_of
from qa.web.access.settings import Access, accounts_file, check_binding, is_loopback

__all__ = [
    "Access",
    "Account",
    "Accounts",
    "Principal",
    "Role",
    "Token",
    "accounts_file",
    "check_binding",
    "configure_logs",
    "is_loopback",
    "log_question",
    "needs_write",
    "principal_of",
    "protect",
    "server_options",
]
