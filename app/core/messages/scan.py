"""A quick look at a text: if it holds nothing but plain forms, it is sound, and so are its fields.

Hundreds of texts are read at every start, nearly all of them in the few forms that the
documentation shows. What is not in one of them is left to the full look in
app.core.messages.template, which knows more forms and says what is wrong.
"""

import re
from collections.abc import Collection, Mapping

_STRING = r"(?:\"[^\"\\{}%\n]*\"|'[^'\\{}%\n]*')"
_TERM = rf"(?:not )?[a-z_]+(?: (?:==|!=) {_STRING}| (?:==|!=|>=|<=|>|<) [0-9]{{1,3}})?"
_TOKEN = re.compile(
    rf"\{{\{{ (?P<field>[a-z_]+)(?: \| or\({_STRING}\))? \}}\}}"
    rf"|\{{% (?P<head>if|elif) (?P<condition>{_TERM}(?: (?:and|or) {_TERM})*) %\}}"
    r"|\{% (?P<bare>else|endif) %\}"
)
_PART = re.compile(
    rf"(?:not )?(?P<name>[a-z_]+)(?: (?P<op>==|!=|>=|<=|>|<) (?P<value>{_STRING}|[0-9]{{1,3}}))?"
    r"(?: and | or |$)"
)
# A text may not hold those with which a filled one is marked.
_NO_CHARACTER = re.compile("[\ufdd0-\ufdef]")
_MAX_CHARS = 10_000
_MAX_DEPTH = 4
_MAX_PARTS = 4


def scan(
    text: str,
    known: Collection[str],
    allowed: Mapping[str, Collection[str]],
    numbers: Collection[str] = ("attempt",),
) -> tuple[str, ...] | None:
    """The merge fields of a text in plain forms, each once, in order; None for any other text.

    `known` are the names of the fields, `allowed` the situations that may be compared with a
    word, and with which words; without words they are asked by their name alone. Those of `numbers`
    may be compared with a number.
    """
    if len(text) > _MAX_CHARS or _NO_CHARACTER.search(text):
        return None
    if "{" not in text and "}" not in text:
        return ()
    fields: dict[str, None] = {}
    # One entry for each open condition: whether its else has been passed.
    opened: list[bool] = []
    end = 0
    for token in _TOKEN.finditer(text):
        if _has_brace(text[end : token.start()]):
            return None
        end = token.end()
        if token["field"]:
            fields[token["field"]] = None
            continue
        sound = not token["condition"] or _condition(token["condition"], fields, allowed, numbers)
        if not sound or not _follows(token["head"] or token["bare"], opened):
            return None
    if opened or _has_brace(text[end:]) or not fields.keys() <= set(known):
        return None
    return tuple(fields)


def _has_brace(text: str) -> bool:
    return "{" in text or "}" in text


def _condition(
    condition: str,
    fields: dict[str, None],
    allowed: Mapping[str, Collection[str]],
    numbers: Collection[str],
) -> bool:
    parts = list(_PART.finditer(condition))
    for part in parts:
        name, value = part["name"], part["value"]
        if value is None:
            if allowed.get(name) != ():
                fields[name] = None
        elif value.isdecimal():
            if name not in numbers:
                return False
        elif part["op"] not in ("==", "!=") or value[1:-1] not in allowed.get(name, ()):
            return False
    return len(parts) <= _MAX_PARTS


def _follows(tag: str, opened: list[bool]) -> bool:
    """Whether `tag` may stand where the open conditions are `opened`, which it changes."""
    match tag:
        case "if":
            opened.append(False)
            return len(opened) <= _MAX_DEPTH
        case _ if not opened:
            return False
        case "endif":
            opened.pop()
            return True
        case _ if opened[-1]:
            return False
    opened[-1] = tag == "else"
    return True
