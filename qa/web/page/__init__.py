"""The page to read and ask on: Gradio's frame, mounted in the application."""

from qa.web.page.mounting import mount_page

__all__ = ["mount_page"]
