"""Right sentences made wrong in one thing, as a bad translation would make them.

In English and German, by rule: two names exchanged for each other, a name for another sentence's, a
number, a negation put in or taken out, a verb for another one (opposites among them), a pronoun.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from qa.gist.exchanged import exchange

_NAME = re.compile(r"(?<=[\w,] )[A-ZÄÖÜ][\w’'-]{2,}\b")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?![\w.,]*\d)")
# Forms that stand in each other's place; neighbours are opposites or of the same kind.
_VERBS = {
    "en": (
        "accepted rejected|announced concealed|increased decreased|rose fell|won lost|"
        "opened closed|supported opposed|confirmed denied|allowed banned|began ended|"
        "started stopped|bought sold|arrived left|demanded offered|praised criticised|"
        "defused clarified|found missed|gave took|"
        "said asked|told heard|made broke|wanted refused|believes doubts|says asks|wants fears|"
        "makes breaks|shows hides|helps harms|called ignored|killed saved|joined quit|raised cut|"
        "improved worsened|agreed disagreed|sent received|built destroyed|promised threatened|"
        "increase decrease|rise fall|win lose|open close|support oppose|allow ban|begin end|"
        "start stop|buy sell|leave stay|help harm|improve worsen|build destroy|protect attack|"
        "know doubt|give take|make break|find lose|play watch|see miss|get lose|played watched|"
        "became remained|came went|took gave|got lost|used avoided|led followed|hit missed"
    ),
    "de": (
        "angenommen abgelehnt|gestiegen gefallen|stieg fiel|gewann verlor|gewonnen verloren|"
        "öffnete schloss|bestätigte bestritt|erlaubte verbot|begann endete|kaufte verkaufte|"
        "forderte bot|lobte kritisierte|entschärfen klären|fand suchte|gab nahm|sagte fragte|"
        "sagt fragt|will fürchtet|wollte weigerte|macht zerstört|zeigt verbirgt|hilft schadet|"
        "getötet gerettet|erhöht gesenkt|verbessert verschlechtert|geschickt erhalten|"
        "gebaut zerstört|"
        "versprach drohte|erhöhen senken|steigen fallen|gewinnen verlieren|öffnen schließen|"
        "unterstützen bekämpfen|erlauben verbieten|beginnen enden|kaufen verkaufen|"
        "verlassen betreten|"
        "helfen schaden|bauen zerstören|schützen angreifen|wissen bezweifeln|geben nehmen|"
        "finden suchen|spielen zuschauen|sehen übersehen|bekommen verlieren|erklärte verschwieg|"
        "erhielt verlor|kam ging|nahm gab|verwendet vermieden|führte folgte|traf verfehlte|"
        "gefunden verloren|gesehen übersehen|gegeben genommen|gemacht unterlassen|"
        "gesagt verschwiegen"
    ),
}
_PRONOUNS = {
    "en": "he she|his her|him her|himself herself|they he|we they|I you|our their",
    "de": "er sie|sein ihr|seine ihre|seinen ihren|seiner ihrer|ihm ihr|wir sie|ich er|unsere ihre",
}
_AUXILIARIES = {
    "en": "is was are were will can could would should has have had must may did does do",
    "de": "ist war sind waren wird werden kann konnte könnte würde sollte hat haben muss darf",
}
_NEGATIONS = {
    "en": ("not", r"\b(?:not|never)\s|(?<=[a-z]{2}[deks])n[’']t\b"),
    "de": ("nicht", r"\b(?:nicht|nie)\s"),
}


def corrupted(text: str, language: str, names: Sequence[str]) -> dict[str, str]:
    """What `text` becomes by each way of going wrong that it gives occasion to.

    :param language: en or de.
    :param names: other sentences'.
    """
    chance = random.Random(text)
    ways: dict[str, Callable[[], str | None]] = {
        "names exchanged": lambda: _swapped(text, chance),
        "another name": lambda: _renamed(text, names, chance),
        "number": lambda: _renumbered(text, chance),
        "negation": lambda: _negated(text, language, chance),
        "verb": lambda: _exchanged(text, _VERBS[language], chance),
        "pronoun": lambda: _exchanged(text, _PRONOUNS[language], chance),
    }
    made = {kind: way() for kind, way in ways.items()}
    return {kind: wrong for kind, wrong in made.items() if wrong is not None and wrong != text}


def names_in(text: str) -> list[str]:
    """Words within a sentence that are written like a name; in German other nouns too."""
    return _NAME.findall(text)


def _swapped(text: str, chance: random.Random) -> str | None:
    found = [*_NAME.finditer(text)]
    pairs = [
        (a, b)
        for a in found
        for b in found
        if a[0] != b[0] and text[a.end() : b.start()].strip()  # not within one name
    ]
    if not pairs:
        return None
    return exchange(text, *chance.choice(pairs))


def _renamed(text: str, names: Sequence[str], chance: random.Random) -> str | None:
    found = [*_NAME.finditer(text)]
    others = [name for name in names if name not in text]
    if not found or not others:
        return None
    name = chance.choice(found)
    return text[: name.start()] + chance.choice(others) + text[name.end() :]


def _renumbered(text: str, chance: random.Random) -> str | None:
    found = [*_NUMBER.finditer(text)]
    if not found:
        return None
    number = chance.choice(found)
    other = str(int(number[0]) + chance.choice([1, 2, 3, 10, 100]))
    return text[: number.start()] + other + text[number.end() :]


def _negated(text: str, language: str, chance: random.Random) -> str | None:
    word, pattern = _NEGATIONS[language]
    if (said := re.search(pattern, text)) is not None:
        rest = text[said.end() :]
        return text[: said.start()] + rest
    verbs = "|".join(_AUXILIARIES[language].split())
    found = [*re.finditer(rf"\b(?:{verbs})\b(?= \w)", text)]
    if not found:
        return None
    verb = chance.choice(found)
    return f"{text[: verb.end()]} {word}{text[verb.end() :]}"


def _exchanged(text: str, pairs: str, chance: random.Random) -> str | None:
    other: dict[str, str] = {}
    for pair in pairs.split("|"):
        one, two = pair.split()
        other.setdefault(one, two)
        other.setdefault(two, one)
    found = [m for m in re.finditer(r"\b\w+\b", text) if m[0] in other]
    if not found:
        return None
    word = chance.choice(found)
    return text[: word.start()] + other[word[0]] + text[word.end() :]
