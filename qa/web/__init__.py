"""The chat in the browser.

- `serve`: the web server, on this computer alone (qa.web.server)
- `protect`: who is let in, and what keeps it safe (qa.web.access)
- `build_page`: the page and what its parts do (qa.web.page)
- `question_html`, `answer_html`: a turn of the conversation (qa.web.conversation)
- `sources_html`: the passages that an answer quotes (qa.web.sources)
- `article_html`: an article with its quotes highlighted (qa.web.article_view)

What comes from articles and readers is escaped here, where it becomes HTML, and nowhere else.

Nothing is imported here: what needs no page, such as the accounts, does without Gradio.
"""
