"""Texts that would be HTML, or would order what stands around them, if anything let them."""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = (
    "<", ">", "&", '"', "'", "=", "/", "`", "<x", "<b>", "</b>", "<script>", "</p>", "</q>",
    "</section>", "</div>", "</mark>", "<img src=x onerror=y>", "<button", " <button>", "<!--",
    "-->", "<![CDATA[", "]]>", "<?x", "&lt;", "&amp;", "&amp;lt;", "&#x3c;", "&#60;", "&quot;",
    "&notin", '"onx=', "' onx=", '" onx="y" z="', "javascript:", "data:text/html,",
    "http://x/?a=1&lt=2", "[1]", "[2]", "[", "]", "{quote}", "{{7*7}}", "${x}", "**", "](x)",
    "\u202e", "\u2066", "\u200f", "\u00a0", " ", "  ", "…", "“", "ß", "漢", "😀",
)  # fmt: skip
_LINE_ENDS = ("\n", "\n\n", " \n ")


def hostile_text(lines: bool = False) -> st.SearchStrategy[str]:
    """:param lines: whether it may have more than one; what stands in one line in an archive, such
    as a title, never has.
    """
    # Control characters are no text to HTML, whatever is done with them.
    letters = st.characters(exclude_categories=["Cs", "Cc", "Cn"], max_codepoint=0x3000)
    piece = st.one_of(st.sampled_from(_PIECES + _LINE_ENDS * lines), letters)
    return st.lists(piece, min_size=1, max_size=12).map("".join)
