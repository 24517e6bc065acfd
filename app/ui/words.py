"""The words of the window: one catalogue for the whole process, in the language of its reader.

Whatever a person reads or hears in the window is asked for here by its key when it is shown, never
while a module is loaded: then nobody has chosen a language yet.
"""

from functools import lru_cache

from app.core.errors import TouchlineError
from app.services.wording import Wording
from app.system.resources import resource_path

_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"


class _Spoken:
    """The catalogue in use; English before anybody chose."""

    words: Wording | None = None


def speak(words: Wording) -> None:
    """Say everything from here on in the words of this catalogue."""
    _Spoken.words = words


def catalogue() -> Wording:
    """The words in use."""
    if _Spoken.words is None:
        _Spoken.words = Wording.load(resource_path("i18n", "en.json"))
    return _Spoken.words


def say(key: str, /, **args: str | int) -> str:
    """The words of a key, such as say("dock.for", name="Ana"); `count` chooses a plural."""
    return catalogue().plain(key, args)


def in_every_language(*keys: str) -> str:
    """The words of some keys in all languages there are, for what a person may look for."""
    found = (one.known(key) for one in _catalogues() for key in keys)
    return " ".join(words for words in found if words)


@lru_cache(maxsize=1)
def _catalogues() -> tuple[Wording, ...]:
    return tuple(Wording.load(path) for path in sorted(resource_path("i18n").glob("*.json")))


def around(key: str, name: str, /, **args: str | int) -> tuple[str, str, str]:
    """The words of a key before, of and after its argument `name`, which is shown in bold."""
    before, _, after = say(key, **{**args, name: _MARK}).partition(_MARK)
    return before, str(args[name]), after


def key_name(keys: str) -> str:
    """A key or several, such as "Ctrl Enter", as the keyboard of the reader names them."""
    return " ".join(_key(one) for one in keys.split(" "))


def error_words(error: TouchlineError) -> tuple[str, str]:
    """What happened and what to do, in the language of the reader."""
    return catalogue().error(error.code, error.message, error.hint)


def error_text(error: TouchlineError) -> str:
    """What happened and what to do, in one line."""
    return " ".join(part for part in error_words(error) if part)


def told(code: str) -> tuple[str, str, str]:
    """(code, what happened, what to do) for an error that the window itself raises."""
    return code, *catalogue().error(code, "", "")


def _key(one: str) -> str:
    known = catalogue().known(f"key.{one.lower()}")
    return known or one
