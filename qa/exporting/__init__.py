"""What a reader takes along: an answer with its citations, and its sources for a bibliography.

- `plain`: an answer as plain text (qa.exporting.plain)
- `markdown`, `conversation_markdown`: an answer, a conversation (qa.exporting.markdown)
- `bibtex`: articles for biblatex (qa.exporting.bibtex)
- `csl_json`: articles for citation managers and CSL processors (qa.exporting.csl)

Whatever an article says of itself is text in all of these: it ends no field, entry or line, and
becomes no markup. Inside: what answers say besides quotes (`parts`), text that stays on its line
(`lines`), how an article is named in a bibliography (`keys`).
"""

from qa.exporting.bibtex import bibtex
from qa.exporting.csl import csl_json
from qa.exporting.markdown import conversation_markdown, markdown
from qa.exporting.plain import plain

__all__ = ["bibtex", "conversation_markdown", "csl_json", "markdown", "plain"]
