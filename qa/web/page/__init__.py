"""The page to read and ask on.

- `mount_page`: puts it into the application, in Gradio's frame (qa.web.page.mounting)
- `demonstrated`: what may be asked of the demonstration articles (qa.web.page.suggesting)

On the way out: `page` is Gradio's part of it, `shell` (shell.html) its fixed parts, `asking` the
route of its questions, `mail` an answer as it grows, `calls` what the page asks for besides. On the
way in: `browser` reads what is sent, `records` an answer that the browser kept. HTML is made in
`conversation`, `sources` and `article_view`, of `quote`, `gist`, `about` and `links`. `suggesting`
has questions that readers may ask of the demonstration articles. Scripts, styles and letters are in
static/.
"""

from qa.web.page.mounting import mount_page
from qa.web.page.suggesting import demonstrated

__all__ = ["demonstrated", "mount_page"]
