"""The archive for programs that speak the Model Context Protocol.

- `serve_stdio`: over this process's stdin and stdout (qa.mcp.stdio)
- `build_server`: what is served, whatever it is reached by (qa.mcp.server)
- `qa.mcp.http`: `mcp_app`, over HTTP; imported from there, since it belongs to the web application,
  which stdio needs nothing of

Inside: what the tools do (`tools`), what they take and give (`arguments`, `results`), and articles
in parts of bounded length (`parts`).
"""

from qa.mcp.server import build_server
from qa.mcp.stdio import serve_stdio

__all__ = ["build_server", "serve_stdio"]
