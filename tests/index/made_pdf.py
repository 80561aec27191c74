"""PDF files made line by line, for the tests of what is read from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842  # points, A4
SIZE, LEADING = 10, 12


@dataclass(frozen=True)
class Line:
    """:param x: from the left, and `y` from the bottom, in points."""

    x: float
    y: float
    text: str
    size: float = SIZE


def column(x: float, y: float, lines: Sequence[str], size: float = SIZE) -> list[Line]:
    """Lines below each other, from `y` down."""
    return [Line(x, y - LEADING * i, text, size) for i, text in enumerate(lines) if text]


def made_pdf(pages: Sequence[Sequence[Line]], info: Mapping[str, str] | None = None) -> bytes:
    """A file of these pages, in Helvetica.

    :param info: what it says of itself: Title, Author, CreationDate.
    """
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    said = " ".join(f"/{name} ({value})" for name, value in (info or {}).items())
    objects.append(f"<< {said} >>".encode("latin-1"))
    numbers = []
    for lines in pages:
        content = b"".join(map(_shown, lines))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (WIDTH, HEIGHT, len(objects))
        )
        numbers.append(len(objects))
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(numbers)} >>".encode()
    return _file(objects)


def _shown(line: Line) -> bytes:
    text = line.text.encode("cp1252").replace(b"\\", b"\\\\")
    text = text.replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (line.size, line.x, line.y, text)


def _file(objects: Sequence[bytes]) -> bytes:
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + (
        b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, start)
    )
