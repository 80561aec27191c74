"""The page to read and ask on.

- `mount_page`: puts it into the application, in Gradio's frame (qa.web.page.mounting)

On the way out: `page` is Gradio's part of it, `shell` (shell.html) its fixed parts, `mail` an
answer as it grows, `calls` what the page asks for besides. On the way in: `browser` reads what is
sent, `records` an answer that the browser kept. HTML is made in `conversation`, `sources` and
`article_view`, of `quote`, `gist`, `about` and `links`. `suggesting` has questions to begin with.
Scripts, styles and letters are in static/.
"""

from qa.web.page.mounting import mount_page

__all__ = ["mount_page"]
