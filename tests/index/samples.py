"""A file or more of every format that is read, for the tests that all of them have to pass."""

from __future__ import annotations

from made_files import made_docx, made_epub, made_odt, word_paragraph
from made_pdf import column, made_pdf

from index.articles import Format
from index.articles.formats import (
    CSV,
    DOCX,
    EPUB,
    HTML,
    JSON,
    ODT,
    PDF,
    RTF,
    Feed,
    JSONLines,
    Mail,
    Mailbox,
    Markdown,
    Text,
)

_MARKDOWN = """---
title: Der Deich von Fahlenwerder
date: 2022-01-12
---
# Der Deich

Am Abend zählte der Deichgraf 417 Schafe. Der Graben führte kaum noch Wasser.
"""
_TABLE = """title;text
Deich;"Am Abend zählte der Deichgraf 417 Schafe; der Graben führte kaum noch Wasser."
Brücke;"Die Brücke wurde am Dienstag geöffnet. Viele kamen, um sie zu sehen."
"""
_PAGE = """<!DOCTYPE html><html lang="de"><head><meta charset='utf-8'><title>Deich</title>
<meta name="author" content="Eva Lang"><meta property="article:published_time" content="2022-01-12">
</head><body><nav><a href="/">Start</a></nav><h1>Der Deich</h1><p>Der Deich hielt &uuml;ber
<b>Nacht</b>.</p><ul><li>Eins</li><li>Zwei</li></ul><table><tr><th>Jahr</th><th>H&ouml;he</th></tr>
<tr><td>1987</td><td>3,2</td></tr></table><script>var a = 1;</script></body></html>"""
_MAIL = """Subject: =?utf-8?q?Der_Deich_h=C3=A4lt?=
From: Eva Lang <eva@example.org>
Date: Wed, 12 Jan 2022 09:51:00 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset="utf-8"; format=flowed
Content-Transfer-Encoding: base64

RGVyIERlaWNoIGhpZWx0LgpFcyByZWduZXRlLg==
--b
Content-Type: text/html

<p>Der Deich <b>hielt</b>.</p>
--b--
"""
_FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Bote</title>
<item><title>Deich</title><guid>1</guid><pubDate>Wed, 12 Jan 2022 09:51:00 +0100</pubDate>
<description>&lt;p&gt;Er hielt.&lt;/p&gt;</description></item>"""
_WORD_TABLE = "".join(
    f"<w:tr><w:tc>{word_paragraph(a)}</w:tc><w:tc>{word_paragraph(b)}</w:tc></w:tr>"
    for a, b in (("Jahr", "Höhe"), ("1987", "3,2"))
)
_WORDS = word_paragraph("Der Deich", " hielt.") + f"<w:tbl>{_WORD_TABLE}</w:tbl>"
_ODT_TABLE = "".join(
    f"<table:table-row><table:table-cell><text:p>{a}</text:p></table:table-cell></table:table-row>"
    for a in ("Jahr", "1987")
)
_PDF = [["Der Deich hielt die ganze Nacht, obwohl das Was-", "ser stieg."], ["Es regnete."], []]
SAMPLES: dict[type[Format], dict[str, bytes]] = {
    Markdown: {"front.md": _MARKDOWN.encode()},
    Text: {
        "front.txt": _MARKDOWN.encode(),
        "plain.txt": "Ein Satz.\r\nNoch einer.\r\n".encode("utf-16"),
    },
    CSV: {
        "table.csv": _TABLE.encode(),
        "table.tsv": b"title\ttext\nA\tEin Satz.\nB\tNoch einer.\n",
    },
    HTML: {"page.html": _PAGE.encode(), "page.htm": _PAGE.encode("utf-16")},
    PDF: {
        "pages.pdf": made_pdf([column(50, 700, lines) for lines in _PDF], {"Title": "Der Deich"})
    },
    DOCX: {"letter.docx": made_docx(_WORDS, said="<dc:title>Deich</dc:title>")},
    ODT: {
        "letter.odt": made_odt(
            f"<text:p>Der Deich hielt.</text:p><table:table>{_ODT_TABLE}</table:table>"
        )
    },
    RTF: {"letter.rtf": rb"{\rtf1\ansi Der Deich hielt.\par Es regnete.}"},
    EPUB: {"book.epub": made_epub({"a.xhtml": "<p>Eins.</p>", "b.xhtml": "<p>Zwei.</p>"})},
    Mail: {"mail.eml": _MAIL.encode()},
    Mailbox: {"mails.mbox": f"From eva\n{_MAIL}\nFrom jan\n{_MAIL}Zwei.\n".encode()},
    Feed: {"feed.rss": f"{_FEED}</channel></rss>".encode()},
    JSON: {"articles.json": b'[{"text": "Eins."}, {"text": "Zwei."}]'},
    JSONLines: {"articles.jsonl": b'{"text": "Eins."}\n{"text": "Zwei."}\n'},
}
