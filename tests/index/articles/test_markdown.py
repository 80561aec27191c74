"""What stands in quotes of Markdown, and what does not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.markdown import clean_markdown
from index.text.sentences import split_sentences
from index.text.tables import find_tables


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # links and pictures
        ('See [the dyke](https://example.org/a_(b) "title") now.', "See the dyke now."),
        ("See [the dyke](<a b.md>) now.", "See the dyke now."),
        ("See [the [old] dyke](a.md) now.", "See the [old] dyke now."),
        (
            "See [the dyke][1], [dam] and [no].\n\n[1]: a.md\n[Dam]: <b.md> 'x'",
            "See the dyke, dam and [no].",
        ),
        ("Before ![the dyke](a.png) after.", "Before the dyke after."),
        ("[![the dyke](a.png)](b.md){: .x}", "the dyke"),
        (
            "At <https://example.org> or <a@example.org>.",
            "At https://example.org or a@example.org.",
        ),
        ("An array[0] and [a note].", "An array[0] and [a note]."),
        ("See [[Dyke]] and [[Dam|the dam]][[1]](x).![[a.png]]", "See Dyke and the dam[1]."),
        # emphasis
        ("It **held**, *all* night, ***really***.", "It held, all night, really."),
        ("It __held all__ night, _really_.", "It held all night, really."),
        (
            "2 * 3 * 4 and 2**3 and a*b*c and snake_case_name",
            "2 * 3 * 4 and 2**3 and a*b*c and snake_case_name",
        ),
        ("(*) a note (*)", "(*) a note (*)"),
        ("__init__ is called", "__init__ is called"),
        (r"\*not so\* and 1\. and a\_b", "*not so* and 1. and a_b"),
        # code
        ("Call `a*b*c` or ``x ` y``.", "Call a*b*c or x ` y."),
        ("A ` alone.", "A ` alone."),
        (
            "Text.\n\n```python\n# no heading\na = [1](2)\n```\n\nMore.",
            "Text.\n\n    # no heading\n    a = [1](2)\n\nMore.",
        ),
        ("Text.\n~~~\na\n```\nb\n~~~\nMore.", "Text.\n\n    a\n    ```\n    b\n\nMore."),
        ("Text.\n\n    a = *b*\n\nMore.", "Text.\n\n    a = *b*\n\nMore."),
        (
            "Text.\n\n{% highlight c %}\na *b*\n{% endhighlight %}\nMore.",
            "Text.\n\n    a *b*\n\nMore.",
        ),
        ("{{< highlight go >}}\n# a\n{{< / highlight >}}\nMore.", "# a\n\nMore."),
        # what is meant for programs
        ("One.<!-- two\n\nthree -->Four.", "One.Four."),
        ("One. <!-- never closed", "One. <!-- never closed"),
        ('{{< figure src="a.png" >}}\nOne. {{% note %}}Two.{{% /note %}}', "One. Two."),
        ("{% include a.html %}\nOne.\n{% raw %}Two.{% endraw %}", "One.\nTwo."),
        ("# Title {#anchor}\n{: .no_toc}\nText.", "# Title\n\nText."),
        ("[TOC]\n\nText.", "Text."),
        (":::note Mind this\n\nText.\n\n:::\n\nMore.", "Mind this\n\nText.\n\nMore."),
        (":::tip[Mind this]\nText.\n:::", "Mind this\n\nText."),
        ("> [!NOTE]\n> Text that\n> goes on.", "Text that\ngoes on."),
        ("import Tabs from '@theme/Tabs';\n\nText.", "Text."),
        ("We import goods from 'far' away.", "We import goods from 'far' away."),
        ('<div align="center">\n\nText<br>more <b>bold</b>.\n</div>', "Text more bold."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("a < b and c > d and <unknown>", "a < b and c > d and <unknown>"),
        ("<style>\np {}\n</style>\nText.", "Text."),
        ("a &amp; b &copy; &lt;c&gt; &nosuch;", "a & b © <c> &nosuch;"),
        # blocks
        ("Title\n=====\nText.\n\nBelow\n---\nMore.", "# Title\n\nText.\n\n## Below\n\nMore."),
        ("## Title ##\nText.", "## Title\n\nText."),
        ("One.\n\n---\n\nTwo.\n\n***", "One.\n\nTwo."),
        ("- [x] one\n- two\n  going on\n    1. three", "- one\n- two\n  going on\n    1. three"),
        ("- one\n\n    going on *here*", "- one\n\n    going on here"),
        ("It held.[^1] So.\n\n[^1]: Says *he*.", "It held. So.\n\nSays he."),
        ("a | b\n--|--\n[1](x) | `2`\n", "a | b\n--|--\n1 | 2"),
        ("| a |\n|---|\n| b<br>c |\n| d&#124;e |", "| a |\n|---|\n| b c |\n| d&#124;e |"),
    ],
)
def test_what_is_read_of_markdown(written: str, read: str) -> None:
    assert clean_markdown(written) == read


def test_components_and_exports_go_from_mdx_alone() -> None:
    text = 'export const a = 1\n\n<Tabs>\n<TabItem value="x">\n\nText.\n\n</TabItem>\n</Tabs>'
    assert clean_markdown(text, components=True) == "Text."
    assert "<Tabs>" in clean_markdown(text)


ARTICLE = """# The dyke
It held **all** night, says [the keeper](a.md).[^1]

- Three sheep were lost
- No house was

| Year | Height |
|------|--------|
| 1987 | 3.2 m  |
| 1993 | 2.9 m  |

```
stop; start
```
[^1]: In the morning.
"""


def test_nothing_is_glued_together_and_nothing_is_cut() -> None:
    text = clean_markdown(ARTICLE)
    assert [text[slice(*span)] for span in split_sentences(text, "en")] == [
        "The dyke",
        "It held all night, says the keeper.",
        "Three sheep were lost",
        "No house was",
        "| 1987 | 3.2 m  |",
        "| 1993 | 2.9 m  |",
        "stop; start",
        "In the morning.",
    ]
    assert find_tables(text)[0].columns == ("Year", "Height")


def test_what_was_read_reads_the_same() -> None:
    text = clean_markdown(ARTICLE)
    assert clean_markdown(text) == text


@given(st.text(alphabet="ab \n`~*_[](){}<>!#-=+|:%\\&;^\"'0\t", max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    read = clean_markdown(text)
    assert read == read.strip()
    assert "\0" not in read
    # no letter is lost but those that name a language, a target, a definition or a tag
    assert clean_markdown("word " + text.replace("\n", " ")).startswith("word")


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "[a](",
        "[a](<",
        "](",
        "`",
        "`` ",
        "<!--",
        "{{<",
        "{%",
        "*a",
        "**a",
        "_a ",
        "<a ",
        "<div ",
        "&a",
        "> ",
        "- ",
        "#",
        "\\",
        "[^a",
        "[a]: ",
        ":::",
        "|",
        "    x\n",
        "```\n",
        "***",
        "[a][",
        "((",
        "__a b",
        "{: ",
        "{#",
        "-",
        "=",
        "[[a]",
        '[a](b "',
    ],
)
def test_hostile_text_is_read_in_time_that_grows_with_it(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    started = time.perf_counter()
    clean_markdown(text)
    assert time.perf_counter() - started < 5
