"""The names of the settings that are neither the index's (index.settings) nor those of language
models (qa.llm.settings): of the web application, which qa.web.access reads.

They stand apart from what reads them, since the command line knows every setting's name, also where
no web application is installed.
"""

WEB_NAMES = (
    "accounts",
    "hosts",
    "read_only",
    "no_auth",
    "proxy_header",
    "trusted_peers",
    "rate_limit",
    "metrics_open",
    "log_questions",
    "session_secret",
    "session_secret_file",
)
