"""What programs ask for over HTTP.

- `routes`: everything under /v1, and /health (qa.web.http.routes)
- `Metrics`, `Measured`: /metrics, and what counts the requests (qa.web.http.metrics)
- `OPENAPI`, `describe`: how the application describes itself (qa.web.http.description)

`asking` answers and searches, `articles` lists, shows, takes up (`incoming`) and removes, `health`
says whether all is well; `requests` and `answers` are what comes in and goes out, as JSON.
"""

from qa.web.http.description import OPENAPI, describe
from qa.web.http.metrics import Measured, Metrics
from qa.web.http.routes import routes

__all__ = ["OPENAPI", "Measured", "Metrics", "describe", "routes"]
