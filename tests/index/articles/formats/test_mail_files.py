"""Mails and mailboxes: what somebody wrote, whatever their program made of it."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from index import Article, InputError
from index.articles import Source, extract_articles

DYKE = "The dyke held all night.\nNobody slept."


def _read(name: str, data: bytes) -> tuple[list[Article], list[str]]:
    problems: list[str] = []
    return list(extract_articles(Source(Path(name), data=data), problems.append)), problems


def _mail(text: str = DYKE, subject: str = "The dyke") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Jane Doe <jane@example.org>"
    message["Date"] = "Wed, 12 Jan 2022 09:51:00 +0100"
    message["Message-ID"] = f"<{subject}@example.org>"
    message.set_content(text)
    return message


def test_a_mail_is_an_article() -> None:
    (article,), problems = _read("a.eml", bytes(_mail(subject="Der Deich hält – über Nacht")))
    assert article.text == DYKE
    assert article.title == "Der Deich hält – über Nacht"
    assert (article.author, article.date) == ("Jane Doe", "2022-01-12T09:51:00+01:00")
    assert not problems


def test_the_plain_text_counts_before_the_html() -> None:
    message = _mail()
    message.add_alternative("<p>Another <b>text</b>.</p>", subtype="html")
    assert _read("a.eml", bytes(message))[0][0].text == DYKE


def test_html_alone_is_read_as_it_is_shown() -> None:
    message = _mail()
    message.set_content(
        "<html><head><style>p{}</style></head><body><table><tr><td><p>One.</p><p>Two.</p></td></tr>"
        "</table></body></html>",
        subtype="html",
    )
    assert _read("a.eml", bytes(message))[0][0].text == "One.\n\nTwo."


def test_attachments_are_told() -> None:
    message = _mail()
    message.add_attachment(b"x", "application", "pdf", filename="plan.pdf")
    message.add_attachment("text", filename="notes.txt")
    (article,), problems = _read("a.eml", bytes(message))
    assert article.text == DYKE
    assert problems == ["a.eml: attachments plan.pdf and notes.txt: not read"]


POLISH = "Zażółć gęślą jaźń, powiedział rybak, i poszedł spać."


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("iso-8859-2", "iso8859-2"),
        ("utf-8", "utf-8"),
        ("x-unknown", "utf-8"),
        ("us-ascii", "utf-8"),  # what it is not
        ("x-unknown", "cp1250"),
    ],
)
def test_a_text_is_read_whatever_its_charset_is_called(charset: str, codec: str) -> None:
    head = f"Subject: A\nContent-Type: text/plain; charset={charset}\n\n"
    (article,), _ = _read("a.eml", head.encode() + POLISH.encode(codec))
    assert article.text == POLISH


def test_the_encoding_that_somebody_said_is_of_what_names_none() -> None:
    data = b"Subject: a\n\n\xa4\xa6"
    with pytest.raises(InputError, match="--encoding"):
        _read("a.eml", data)
    (article,) = extract_articles(Source(Path("a.eml"), "iso8859-2", data=data))
    assert article.text == "¤Ś"


@pytest.mark.parametrize(
    "headers",
    [
        "Subject: =?x-unknown?B?////?=\nFrom: <<>>,\nDate: never\n",
        "Subject: =?utf-8?Q?=ff=fe?=\nFrom: =?utf-8?B?x?= <\nDate: Wed, 99 Jan 99999 99:99:99\n",
        "Subject: \udcff\udcfe\nFrom: a@b@c\nContent-Type: ;;;=\nDate:\n",
        "Subject: a\nContent-Transfer-Encoding: nonsense\n",
    ],
)
def test_broken_headers_cost_no_text(headers: str) -> None:
    data = headers.encode("utf-8", "surrogateescape") + b"\nThe dyke held."
    (article,), _ = _read("a.eml", data)
    assert article.text == "The dyke held."
    assert article.title.isprintable()


def test_lines_that_a_program_broke_are_joined() -> None:
    head = b"Subject: A\nContent-Type: text/plain; format=flowed\n\n"
    (article,), _ = _read("a.eml", head + b"The dyke \nheld all \nnight.\nIt rained.\n-- \nJane")
    assert article.text == "The dyke held all night.\nIt rained.\n--\nJane"


def _mailbox(*mails: EmailMessage) -> bytes:
    return b"\n".join(b"From jane Wed Jan 12 09:51:00 2022\n" + bytes(mail) for mail in mails)


def test_each_mail_of_a_mailbox_is_an_article() -> None:
    quoting = _mail("He wrote:\n\n>From here on it rained.", "Rain")
    articles, problems = _read("a.mbox", _mailbox(_mail(), quoting))
    assert [(article.title, article.row) for article in articles] == [("The dyke", 1), ("Rain", 2)]
    assert articles[1].text == "He wrote:\n\nFrom here on it rained."
    assert not problems


def test_a_line_that_only_begins_like_a_border_is_none() -> None:
    data = _mailbox(_mail(), _mail("Last.")).replace(b"Nobody slept.", b"\nFrom here on it rained.")
    articles, _ = _read("a.mbox", data)
    assert articles[0].text == "The dyke held all night.\n\nFrom here on it rained."


def test_a_mail_keeps_its_identity_where_it_moves() -> None:
    (alone,), _ = _read("a.mbox", _mailbox(_mail()))
    articles, _ = _read("a.mbox", _mailbox(_mail(subject="New"), _mail()))
    assert articles[1].id == alone.id


def test_a_bad_mail_costs_no_other() -> None:
    data = _mailbox(_mail(), _mail("", "Empty"), _mail("Last.", "Last"))
    articles, problems = _read("a.mbox", data)
    assert [article.title for article in articles] == ["The dyke", "Last"]
    assert problems == ["a.mbox: mail 2 is left out: it holds no text"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.eml", b"", "it has no headers"),
        ("a.eml", b"Subject: a\n\n \n", "it holds no text"),
        ("a.mbox", b"", "it holds no mail"),
        ("a.mbox", b"Subject: a\n\nb\n", "it is no .mbox file, whatever its name says"),
        ("a.mbox", b"From jane\nSubject: a\n\n", "none of its mails holds text"),
    ],
)
def test_what_holds_no_mail_is_one_clear_line(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        _read(name, data)
    assert str(caught.value) == f"cannot read {name}: {reason}"


def test_a_mail_nested_without_end_is_read_at_once() -> None:
    part = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    try:
        _read("a.eml", b"Subject: a\n" + part * 3_000 + b"\nThe dyke held.")
    except InputError as error:
        assert "\n" not in str(error)
