"""Claims with a verb exchanged for another (tests/data/exchanged_verbs.json): three right nouns do
not make them right. Only the measured half is asked, which no floor was fitted on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Embedder
from qa.writing.support import Support

VERBS = json.loads(
    (Path(__file__).parents[2] / "data" / "exchanged_verbs.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def support(real_embedder: Embedder) -> Support:
    return Support(real_embedder)


def share_that_passes(kind: str, support: Support) -> float:
    passed = 0
    for pair in VERBS["measured"]:
        claim, language = pair[kind], pair["claim_language"]
        source, source_language = pair["quote"], pair["quote_language"]
        passed += (
            not support.missing(claim, language, source, source_language)
            and support.holds(claim, source)
            and not support.unsaid(claim, language, source, source_language)
        )
    return passed / len(VERBS["measured"])


def test_many_exchanged_verbs_are_noticed_and_few_right_claims_lost(support: Support) -> None:
    assert share_that_passes("exchanged", support) < 0.65
    assert share_that_passes("faithful", support) > 0.9


def test_the_two_halves_share_no_sentence() -> None:
    development, measured = (
        {pair[key] for pair in VERBS[half] for key in ("quote", "faithful", "exchanged")}
        for half in ("development", "measured")
    )
    assert not development & measured
