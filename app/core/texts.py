"""Texts that exist in several languages, and which of them a person gets."""

from collections.abc import Collection, Iterable

# Texts by ISO 639-1 language code.
Texts = dict[str, str]

FALLBACK_LANGUAGE = "en"


def language_of(texts: Texts, language: str) -> str:
    """The language to use for someone who speaks `language`: that, else English, else the first.

    "" when there is no text at all.
    """
    for wanted in (language, FALLBACK_LANGUAGE):
        if texts.get(wanted):
            return wanted
    return next((code for code, text in texts.items() if text), "")


def language_for(wanted: Iterable[str], existing: Collection[str]) -> str:
    """The first language of `wanted` that is among `existing`, else English; of none, the first."""
    named = [code for code in wanted if code]
    found = next((code for code in named if code in existing), FALLBACK_LANGUAGE)
    return found if existing else next(iter(named), FALLBACK_LANGUAGE)


def in_language(texts: Texts, language: str) -> str:
    """The text for someone who speaks `language` (see `language_of`), "" when there is none."""
    return texts.get(language_of(texts, language), "")
