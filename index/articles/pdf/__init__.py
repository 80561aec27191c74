"""A page of a PDF file knows only where letters stand; here they become paragraphs again.

- `Piece`, `read_pieces`: letters beside each other on a line (index.articles.pdf.pieces)
- `without_margins`: headers, footers and page numbers are left out (index.articles.pdf.margins)
- `read_lines`: lines in reading order, column by column (index.articles.pdf.columns)
- `join_lines`: lines → paragraphs, broken words put together (index.articles.pdf.paragraphs)

Offsets are in points, from the left and from the bottom of the page.
"""

from index.articles.pdf.columns import Line, read_lines
from index.articles.pdf.margins import without_margins
from index.articles.pdf.paragraphs import join_lines
from index.articles.pdf.pieces import Page, Piece, read_pieces

__all__ = [
    "Line",
    "Page",
    "Piece",
    "join_lines",
    "read_lines",
    "read_pieces",
    "without_margins",
]
