"""A request for a summary: the leading sentences of the article that is meant.

News is written with what matters first, so that its lead is a summary that is hard to beat by
choosing sentences (Nenkova 2005, "Automatic text summarization of newswire"). Which article is
meant the search says, of what is to be summed up; there is nothing to read out of a passage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index import Candidate, Embedder, Snapshot
from index.storage import Within
from index.text import Question
from prompts import languages, texts
from qa.finding.evidence import MAX_CHARACTERS, MAX_SENTENCES, Quote
from qa.finding.finding import Finding, find
from qa.finding.own_words import own_words
from qa.finding.stages import stages
from qa.turn import Turn

# Articles whose titles are looked at, and what the cosine of one is worth, in the log-odds of a
# candidate's score; chosen on the development half of tests/data/kinds_of_question.json.
_ARTICLES, _TITLE = 8, 30.0
_WORD = re.compile(r"[^\W_]+")


def topic_to_sum_up(asked: Question) -> str | None:
    """What a summary is asked of, in the question's words, without those that mean any article;
    None where none is asked for."""
    if asked.language not in languages("summary"):
        return None
    known = texts("summary", asked.language)
    polite, article = known["polite"].split(), known["article"].split()
    words = [word for word in _WORD.findall(asked.asked) if word.casefold() not in polite]
    for request in known["requests"].split("|"):
        before, _, after = request.partition("*")
        if (inside := _between(words, before.split(), after.split())) is not None:
            return " ".join(word for word in inside if word.casefold() not in article)
    return None


def sum_up(
    asked: Question,
    topic: str,
    snapshot: Snapshot,
    embedder: Embedder,
    turns: Sequence[Turn],
    within: Within | None = None,
) -> Finding:
    """The first sentences of the article on `topic`; where that names nothing ("Sum it up"), of the
    one that was cited last.

    :param turns: the conversation so far.
    :param within: the passages whose articles may be summed up; any where it is None.
    """
    cited = [turn.citations[0].article_id for turn in turns if turn.is_answered]
    titles = snapshot.titles(cited[-1:])
    found = stages(snapshot, embedder, within=within)
    if titles and not own_words(topic, asked.language):
        ((article, title),) = titles.items()
        meant = replace(asked, standalone=title)
        finding = find(meant, found, snapshot, lambda c: c.sentence.article_id == article)
    else:
        meant = replace(asked, standalone=topic or asked.asked)
        finding = replace(find(meant, found, snapshot), question=asked)
    if finding.refused:
        return finding
    best = _of_article_meant(meant, finding.candidates, snapshot, embedder)
    articles = {best.sentence.article_id: snapshot.article(best.sentence.article_id)}
    alike = {article_id: snapshot.alike(article_id) for article_id in articles}
    return replace(finding, articles=articles, alike=alike, beginning=_beginning(best, snapshot))


def _of_article_meant(
    meant: Question, candidates: Sequence[Candidate], snapshot: Snapshot, embedder: Embedder
) -> Candidate:
    """The best candidate of the article whose title, too, comes close: a passage may be about it in
    many an article."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.sentence.article_id, candidate)
    likely = list(best.values())[:_ARTICLES]
    titles = snapshot.titles([candidate.sentence.article_id for candidate in likely])
    closeness = embedder.embed_documents([*titles.values()]) @ embedder.embed_query(
        meant.standalone
    )
    scores = np.array([candidate.score for candidate in likely]) + _TITLE * closeness
    return likely[int(scores.argmax())]


def _beginning(meant: Candidate, snapshot: Snapshot) -> Quote:
    """The first sentences of a candidate's article, behind its title."""
    article_id = meant.sentence.article_id
    title = _plain(snapshot.titles([article_id])[article_id])
    first = snapshot.store.first_sentences(article_id, MAX_SENTENCES + 1)
    if len(first) > 1 and _plain(first[0].text) == title:
        del first[0]
    start, end, taken = first[0].start, first[0].end, 1
    for sentence in first[1:MAX_SENTENCES]:
        if sentence.end - start > MAX_CHARACTERS:
            break
        end, taken = sentence.end, taken + 1
    return Quote(article_id, start, end, meant, taken)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _between(
    words: Sequence[str], before: Sequence[str], after: Sequence[str]
) -> Sequence[str] | None:
    """The words between these; None where others stand before or after, or none between."""
    said = [word.casefold() for word in words]
    end = len(words) - len(after)
    if len(before) >= end or said[: len(before)] != [*before] or said[end:] != [*after]:
        return None
    return words[len(before) : end]
