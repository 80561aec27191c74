"""Archives of files, and documents and books, which are such, for the tests of what is read."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from functools import partial

Files = Mapping[str, str | bytes]

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
)


def zipped(files: Files, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file; a part named mimetype is not packed, as books and office documents have it."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return data.getvalue()


def tarred(files: Files, packing: str = "") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=f"w:{packing}") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(
                member, io.BytesIO(content.encode() if isinstance(content, str) else content)
            )
    return data.getvalue()


MADE: dict[str, Callable[[Files], bytes]] = {
    "a.zip": zipped,
    "a.tar": tarred,
    "a.tar.gz": partial(tarred, packing="gz"),
    "a.tgz": partial(tarred, packing="gz"),
    "a.tar.bz2": partial(tarred, packing="bz2"),
    "a.tar.xz": partial(tarred, packing="xz"),
}
"""How each kind of archive of files is made."""


def made_docx(body: str, notes: str = "", said: str = "") -> bytes:
    """:param body: WordprocessingML, and `notes` footnotes; `said` core properties."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>",
            "docProps/core.xml": f"<cp:coreProperties {_CORE}>{said}</cp:coreProperties>",
        }
    )


def word_paragraph(*runs: str, properties: str = "") -> str:
    texts = "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{texts}</w:p>"


def made_odt(body: str, said: str = "") -> bytes:
    """:param body: OpenDocument's XML of a text; `said` what it says of itself."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document-content {_OFFICE}><office:body><office:text>{body}"
                "</office:text></office:body></office:document-content>"
            ),
            "meta.xml": (
                f"<office:document-meta {_OFFICE}><office:meta>{said}</office:meta>"
                "</office:document-meta>"
            ),
        }
    )


def made_epub(
    chapters: Mapping[str, str],
    said: str = "",
    more: Mapping[str, str] | None = None,
    contents: str = "",
) -> bytes:
    """:param chapters: path in the book's folder → XHTML, in reading order.
    :param said: Dublin Core; `more` other parts of the file.
    :param contents: the path of the page that lists the chapters.
    """
    names = list(chapters)
    guide = f'<guide><reference type="toc" href="{contents}"/></guide>' if contents else ""
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(names)))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": (
                '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                '<rootfile full-path="book/package.opf"/></rootfiles></container>'
            ),
            "book/package.opf": (
                '<package xmlns="http://www.idpf.org/2007/opf">'
                f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{said}</metadata>'
                f"<manifest>{items}</manifest><spine>{spine}</spine>{guide}</package>"
            ),
            # in another order than they are read in
            **{f"book/{name}": chapters[name] for name in sorted(chapters, reverse=True)},
            **(more or {}),
        }
    )
