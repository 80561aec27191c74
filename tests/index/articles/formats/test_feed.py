"""Feeds that were kept: an article an item."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Article, InputError
from index.articles import Source, extract_articles

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Daily Example</title>
<item><title>The dyke &amp;amp; the flood</title><link>https://example.org/dyke</link>
<guid>dyke</guid><dc:creator>Jane Doe</dc:creator><pubDate>Wed, 12 Jan 2022 09:51:00 +0100</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>The dyke <b>held</b>.</p>
<p>It rained.</p><script>no</script>]]></content:encoded></item>
<item><title>Bridge</title><description>The bridge opened.</description></item>
<item><title>Nothing</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title>
<entry><title>The dyke</title><id>urn:1</id><updated>2022-01-12T09:51:00Z</updated>
<author><name>Jane Doe</name></author><author><name>John Roe</name></author>
<link href="https://example.org/1"/>
<content type="html">&lt;p&gt;It held.&lt;/p&gt;</content></entry>
</feed>"""


def _read(name: str, data: bytes) -> tuple[list[Article], list[str]]:
    problems: list[str] = []
    return list(extract_articles(Source(Path(name), data=data), problems.append)), problems


@pytest.mark.parametrize("name", ["a.rss", "a.xml"])
def test_an_item_of_rss_is_an_article(name: str) -> None:
    (dyke, bridge), problems = _read(name, RSS.encode())
    assert dyke.text == "The dyke held.\n\nIt rained."
    assert (dyke.title, dyke.author) == ("The dyke & the flood", "Jane Doe")
    assert (dyke.date, dyke.source) == ("2022-01-12T08:51:00+00:00", "The Daily Example")
    assert (dyke.url, dyke.row) == ("https://example.org/dyke", 1)
    assert (bridge.text, bridge.row) == ("The bridge opened.", 2)
    assert problems == [f"{name}: no text in item 3"]


def test_an_entry_of_atom_is_an_article() -> None:
    (article,), problems = _read("a.atom", ATOM.encode())
    assert (article.text, article.title) == ("It held.", "The dyke")
    assert (article.author, article.url) == ("Jane Doe, John Roe", "https://example.org/1")
    assert article.date == "2022-01-12T09:51:00+00:00"
    assert not problems


def test_the_declared_encoding_counts() -> None:
    data = RSS.replace("It rained.", "Zażółć gęślą jaźń.").replace("utf-8", "iso-8859-2")
    (dyke, _), _ = _read("a.rss", data.encode("iso8859-2"))
    assert dyke.text.endswith("Zażółć gęślą jaźń.")


def test_an_item_keeps_its_identity_where_it_moves() -> None:
    new = RSS.replace("<item>", "<item><description>New.</description></item><item>", 1)
    before = {article.id for article in _read("a.rss", RSS.encode())[0]}
    after = {article.id for article in _read("a.rss", new.encode())[0]}
    assert before < after


def test_entities_are_not_read() -> None:
    data = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + RSS.split("?>")[1]
    with pytest.raises(InputError, match="it has XML entities, which are not read"):
        _read("a.rss", data.encode())


def test_a_feed_that_ends_too_early_is_told() -> None:
    articles, problems = _read("a.rss", RSS[: RSS.index("<item><title>Nothing")].encode())
    assert len(articles) == 2
    assert problems == ["a.rss: it is not well-formed: some of it may be missing"]


def test_other_xml_is_no_feed() -> None:
    with pytest.raises(InputError, match="it is no feed: of XML, RSS and Atom are read"):
        _read("a.xml", b'<?xml version="1.0"?><settings/>')
    with pytest.raises(InputError, match="it holds no text"):
        _read("a.rss", b"<rss></rss>")


def test_a_text_is_never_taken_for_an_address(tmp_path: Path) -> None:
    (tmp_path / "rss").write_text(RSS)
    with pytest.raises(InputError):
        _read("a.rss", f"{tmp_path}/rss".encode())
