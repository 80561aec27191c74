"""Sentences that say when something was → “When was that?”, in their own language.

Only what stays grammatical by rule. A German sentence whose date stands first needs nothing but
another first word: “Am 1. August 1975 unterzeichneten …” becomes “Wann unterzeichneten …?”. In the
other languages it is passives, whose verb stays as it is, and in English some verbs by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from babel.dates import get_month_names

_LANGUAGES = ("de", "en", "es", "fr", "it")
_YEAR = r"(?:1[5-9]|20)\d\d"
_PLAIN = r"[^,;:„“”«»\"()\[\]–—!?]"  # sentences with more in them make no short question
# What may stand behind a German date besides the verb.
_NO_VERB = (
    "ab|als|also|am|an|auch|auf|aus|bei|beim|bis|durch|erst|etwa|für|gegen|im|in|mit|nach|noch|nur|"
    "oder|rund|so|um|und|unter|vom|von|vor|wie|zu|zum|zur|zwischen|über"
)
_PAST = {
    "entered": "enter", "signed": "sign", "withdrew": "withdraw", "joined": "join",
    "began": "begin", "announced": "announce", "founded": "found", "left": "leave", "won": "win",
    "opened": "open", "closed": "close", "launched": "launch", "died": "die", "annexed": "annex",
    "invaded": "invade", "adopted": "adopt", "ratified": "ratify", "became": "become",
    "ended": "end", "agreed": "agree", "published": "publish", "introduced": "introduce",
    "started": "start", "took": "take", "met": "meet", "moved": "move", "resigned": "resign",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dated:
    """A question, and where its answer stands in the sentence: from and to."""

    question: str
    answer: tuple[int, int]


def when(sentence: str, language: str) -> Dated | None:
    """When was what a sentence says? None where that cannot be asked well."""
    for pattern, question in _RULES.get(language, ()):
        if found := pattern.fullmatch(sentence.strip()):
            return Dated(" ".join(question(found).split()), found.span("date"))
    return None


def _months(language: str) -> str:
    names = get_month_names("wide", "format", language).values()
    return "|".join([*names, "Jänner"] if language == "de" else names)


def _dates(language: str) -> str:
    """A day of a year, a month of a year, or a year, as they stand behind their preposition."""
    months = _months(language)
    day = {"de": r"\d{1,2}\. ", "es": r"\d{1,2} de "}.get(language, r"(?:\d{1,2}|1er|1º) ")
    of = " de " if language == "es" else " "
    dates = rf"(?:{day})?(?:{months}){of}{_YEAR}"
    if language == "en":
        dates += rf"|(?:{months}) \d{{1,2}}, {_YEAR}"
    return rf"(?:{dates}|{_YEAR})"


def _german(found: re.Match[str]) -> str:
    first = "Seit wann" if found["date"].startswith("Seit") else "Wann"
    return f"{first} {found['rest']}?"


def _english(found: re.Match[str]) -> str:
    return f"When {found['be']} {_lower(found['who'])} {found['rest']}?"


def _english_did(found: re.Match[str]) -> str:
    return (
        f"When did {_lower(found['who'])} {_PAST[found['verb']]} {found['rest'] or ''}".strip()
        + "?"
    )


def _spanish(found: re.Match[str]) -> str:
    return f"¿Cuándo {found['be']} {found['done']} {_lower(found['who'])}{found['rest'] or ''}?"


def _italian(found: re.Match[str]) -> str:
    return f"Quando {found['be']} {found['done']} {_lower(found['who'])}{found['rest'] or ''}?"


def _french(found: re.Match[str]) -> str:
    done, be = found["done"], found["be"]
    gender = "elle" if done.rstrip("s").endswith("e") else "il"
    who = gender + ("s" if be in ("ont été", "furent") else "")
    asked = {"a été": f"a-t-{who} été", "ont été": f"ont-{who} été"}.get(be, f"{be}-{who}")
    return f"Quand {_lower(found['who'])} {asked} {done}{found['rest'] or ''} ?"


def _lower(who: str) -> str:
    """Without the capital letter of a sentence's beginning, where that is an article's."""
    return re.sub(r"^(?:The|An?|El|La|Los|Las|Le|Les|Il|Lo|I|Gli)(?= )|^L(?=[’'])", _small, who)


def _small(found: re.Match[str]) -> str:
    return found[0].lower()


def _passive(language: str, be: str, at: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<who>{_PLAIN}{{3,60}}?) (?P<be>{be}) (?P<done>\w+)(?P<rest> {_PLAIN}+?)? "
        rf"(?:{at})(?P<date>{_dates(language)})\."
    )


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
_RULES: dict[str, tuple[_Rule, ...]] = {
    "de": (
        (
            re.compile(
                r"(?P<date>(?:Am|Im|Seit(?: dem)?|Anfang|Mitte|Ende|Im Jahr) "
                rf"{_dates('de')}|{_YEAR}) "
                rf"(?P<rest>(?!(?:{_NO_VERB})\b)[a-zäöü]{_PLAIN}+)\."
            ),
            _german,
        ),
    ),
    "en": (
        (
            re.compile(
                rf"(?P<who>{_PLAIN}{{3,60}}?) (?P<be>was|were) (?P<rest>{_PLAIN}+?) "
                rf"(?:on|in) (?P<date>{_dates('en')})\."
            ),
            _english,
        ),
        (
            re.compile(
                rf"(?P<who>{_PLAIN}{{3,60}}?) (?P<verb>{'|'.join(_PAST)})"
                rf"(?: (?P<rest>{_PLAIN}+?))? (?:on|in) (?P<date>{_dates('en')})\."
            ),
            _english_did,
        ),
    ),
    "es": ((_passive("es", "fue|fueron", "el |en "), _spanish),),
    "it": ((_passive("it", r"è stat[oa]|sono stat[ie]|fu|furono", "il |nel |l['’]"), _italian),),
    "fr": ((_passive("fr", "a été|ont été|fut|furent", "le |en "), _french),),
}
