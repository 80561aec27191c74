"""Mails: one a file, or a mailbox of many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.articles.formats.format import Entry
from index.articles.formats.mail import read_mail
from index.articles.formats.text_file import is_text
from index.articles.problems import FewLines, Problem, reading
from index.articles.source import Source

# A line that begins so within a mail is quoted by ">", but not by every program: headers follow it.
_BORDER = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\n]{1,200}\n(?=[\w-]{1,80}:|>From )")
_QUOTED_BORDER = re.compile(rb"^>(>*From )", re.MULTILINE)


class Mail:
    suffixes: tuple[str, ...] = (".eml",)
    apart = True

    def fits(self, head: bytes) -> bool:
        return is_text(head) and (b":" in head or not head.strip())

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        with reading("a mail"):
            entry = read_mail(source.content(), problem, source.encoding)
        yield entry


class Mailbox:
    suffixes: tuple[str, ...] = (".mbox", ".mbx")
    apart = True

    def fits(self, head: bytes) -> bool:
        return head.startswith(b"From ") or not head.strip()

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        content = source.content()
        borders = list(_BORDER.finditer(content))
        if not borders:
            raise ValueError("it holds no mail")
        ends = [border.start() for border in borders[1:]] + [len(content)]
        bad_mails, holds_text = FewLines(problem, "mails are left out"), False
        for row, (border, end) in enumerate(zip(borders, ends, strict=True), start=1):
            mail = _QUOTED_BORDER.sub(rb"\1", content[border.end() : end])
            try:
                with reading("a mail"):
                    entry = read_mail(mail, _of_mail(problem, row), source.encoding, row)
            except ValueError as error:
                bad_mails(f"mail {row} is left out: {error}")
                continue
            holds_text = True
            yield entry
        bad_mails.end()
        if not holds_text:
            raise ValueError("none of its mails holds text")


def _of_mail(problem: Problem, row: int) -> Problem:
    return lambda line: problem(f"mail {row}: {line}")
