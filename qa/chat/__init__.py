"""The chat in the browser.

- `serve`: the web server, on this computer alone (qa.chat.server)
- `build_page`: the page and what its parts do (qa.chat.page)
- `question_html`, `answer_html`: a turn of the conversation (qa.chat.conversation)
- `sources_html`: the passages that an answer quotes (qa.chat.sources)
- `article_html`: an article with its quotes highlighted (qa.chat.reader)

What comes from articles and readers is escaped here, where it becomes HTML, and nowhere else.
"""

from qa.chat.server import serve

__all__ = ["serve"]
