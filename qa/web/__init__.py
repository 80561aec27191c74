"""The web application.

- `build_app`: all of it (qa.web.app)
- `serve`: runs it (qa.web.server)
- `answers_to`: an answer, whatever fails (qa.web.asking)
- `mount_page`: the page to read and ask on (qa.web.page)
- `SharedFile`: what several processes know together (qa.web.shared_file)
- `Problem`: errors as problem documents (qa.web.problems)
- `protect`, `Role`, `Principal`: who is let in, and who may do what (qa.web.access)

Nothing is imported here: gradio and FastAPI come with the extra `web`, and take seconds to load.
"""
