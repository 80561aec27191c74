"""The page to read and ask on: Gradio's frame, mounted in the application.

- `mount_page`: at every path that nothing else answers (qa.web.page.mounting)
- `demonstrated`: what may be asked of the demonstration articles (qa.web.page.suggesting)
"""

from qa.web.page.mounting import mount_page
from qa.web.page.suggesting import demonstrated

__all__ = ["demonstrated", "mount_page"]
