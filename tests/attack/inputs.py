"""Hostile arguments, templates and links."""

import argparse
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

from app.channels.registry import link_for
from app.channels.uri_launcher import check_uri
from app.cli.main import command_parser
from app.core.errors import BadInput
from app.core.messages.template import check_text, plain, render
from tests.attack.result import ZONE, Held, document, times, told

_VALUES = (
    *("", " ", "2", "6.2", "-1", "0", "call", "hot", "ES", "en", "*", "all", "Europe/Madrid"),
    *("+34612345678", "612345678", "a@b.es", "@", "é", "🙂", "2026-11-23", "9999-12-31T23:59"),
    *("0001-01-01", "2026-11-23T10:00+14:00", "Thu 16:00", "999 d", "24:00", "list.csv", "/"),
    *("00000000-0000-0000-0000-000000000000", "{}", '{"id": "\\ud800"}', "[]", "null", "1e999"),
    *("/dev/null", "no/such/file", "b2c_standard", "%s", "$(id)", "' OR 1=1 --", "a" * 5_000),
    *("9" * 400, "٣", "\x1b[31m", "\r\n", "\u202e", "\udcff", "=1+1", "../../etc", "\0", "--", "-"),
)
_MOST_WORDS = 7


def arguments(scale: float, folder: Path) -> Held:
    """Words of every kind for every command there is: an answer of ours, and one JSON document."""
    named = list(_commands(command_parser(), ()))
    held = Held(f"inputs over {len(named)} commands: a crash, or no valid JSON")
    folder.mkdir()
    before = Path.cwd()
    os.chdir(folder)
    try:
        Path("list.csv").write_text("Name,Phone\nAna,+34612345678\n", encoding="utf-8")
        place = ("--profile", folder / "p")
        document(*place, "init", "--sandbox", "--zone", ZONE)
        lead = document(*place, "lead", "add", "--phone", "+34612345678")
        known = (lead["lead_id"], (lead["next"] or {}).get("touch_id", "x"))
        dice = random.Random(6)
        for turn in range(times(3_300, scale)):
            path, options = named[turn % len(named)]
            words = [
                dice.choice((*options, *_VALUES, *known))
                for _ in range(dice.randrange(_MOST_WORDS))
            ]
            _ask(held, [*map(str, place), *path, *map(str, words)])
            held.tried += 1
    finally:
        os.chdir(before)
    return held


def _ask(held: Held, words: list[str]) -> None:
    last = [] if {"--", "--help", "-h"} & {*words} else ["--json"]
    code, out, err = told(*words, *last)
    shown = " ".join(words[2:])[:70]
    held.expect(code in (0, 1, 2), f"exit code {code}: {shown}")
    held.expect("Traceback" not in out + err and "inside" not in err, f"crashed: {shown}")
    held.expect(code == 0 or bool(err.strip()), f"says nothing: {shown}")
    if last:
        try:
            json.loads(out)
        except ValueError:
            held.expect(False, f"no JSON: {shown}")


def _commands(
    parser: argparse.ArgumentParser, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every command by its words, with the options it takes."""
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not below:
        options = (o for a in parser._actions for o in a.option_strings if o != "--profile")
        yield path, tuple(options)
    for group in below:
        for name, one in group.choices.items():
            yield from _commands(one, (*path, name))


_REACHES = (
    *("__class__", "__class__.__mro__", "__init__.__globals__", "mro()", "__subclasses__()"),
    *("__dict__", "__doc__", "__module__", "__reduce__()", "format.__func__", "_secret"),
)
_ROOTS = ("first_name", "''", "()", "[]", "{}", "cycler", "lipsum", "namespace", "self", "config")
_WHOLE = (
    "{% import 'os' as os %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'base' %}",
    "{% from 'os' import system %}",
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for c in first_name %}{{ c }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m() }}",
    "{% call m() %}{% endcall %}",
    "{% set x = 1 %}{{ x }}",
    "{% block b %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% raw %}{{ 7*7 }}{% endraw %}",
    "{{ 7 * 7 }}",
    "{{ 'a' * 10**9 }}",
    "{{ 2 ** 10 ** 10 }}",
    "{{ first_name | attr('__class__') }}",
    "{{ first_name | map('upper') | list }}",
    "{{ first_name | tojson }}",
    "{{ first_name | safe }}",
    "{{ first_name | pprint }}",
    "{{ first_name() }}",
    "{{ first_name['__class__'] }}",
    "{{ first_name[0] }}",
    "{{ first_name.upper() }}",
    "{{ first_name.format(7) }}",
    "{{ '%s' | format(first_name) }}",
    "{{ range(3) }}",
    "{{ dict(a=1) }}",
    "{{ joiner() }}",
    "{{ request.application }}",
    "{{ [].append(1) }}",
    "{{ {'a': 1}['a'] }}",
    "{{ (lambda: 7)() }}",
    "{{ 7 if true else 8 }}",
    "{{ first_name ~ last_name }}",
    "{{ unknown_field }}",
    "{{ first_name",
    "{% if %}",
    "{% endif %}",
    "{{}}",
    "{{ first_name | or(first_name.__class__) }}",
    "{% if first_name.__class__ %}x{% endif %}",
    "{% if attempt.__class__ %}x{% endif %}",
    "{% if ''.__class__ %}x{% endif %}",
    "{% if cycler %}x{% endif %}",
    "{% if 7 * 7 %}x{% endif %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{7*7}",
    "{# {{ 7*7 }} #}",
    "%(first_name)s",
)


def templates(scale: float, folder: Path) -> Held:
    """Texts that reach for more than fields: refused, or plain text; values are never evaluated."""
    held = Held("hostile templates: evaluated")
    hostile = [*_WHOLE, *(f"{{{{ {root}.{reach} }}}}" for root in _ROOTS[:2] for reach in _REACHES)]
    refused = 0
    for text in hostile:
        held.tried += 1
        if check_text(text):
            refused += 1
            continue
        said = plain(render(text, {"first_name": "Ana"}, "en").parts)
        held.expect("49" not in said and "class" not in said, f"evaluated: {text}")
    for value in hostile:
        held.expect(
            plain(render("{{ first_name }}", {"first_name": value}, "en").parts)
            in (" ".join(value.split()), value),
            f"a value was changed: {value}",
        )
    held.said = f"{refused} refused, {len(hostile) - refused} are text alone; no value is evaluated"
    return held


_SCHEMES = (
    *("javascript", "JavaScript", "data", "file", "vbscript", "ms-msdt", "search-ms", "shell"),
    *("smb", "ftp", "http", "ssh", "ldap", "jar", "about", "view-source", "ms-word", "intent"),
)
_RESTS = (":alert(1)", "://evil.example/x", ":/etc/passwd", ":text/html,x")
_BAD_VALUES = (
    *("", "112;rm", "+34612345678;ext=1", "+34 612", "tel:+34612345678", "//evil.example/x"),
    *("+34612345678\r\nBcc: a@b.es", "a@b.es?bcc=x@y.es", "a@b.es,b@c.es", "a@b.es\n", "<a@b.es>"),
    *(
        "\\\\evil\\share",
        "javascript:alert(1)",
        "https://evil.example",
        "https://linkedin.com@evil",
    ),
    *("https://user:pw@www.linkedin.com/in/x", "file:///etc/passwd", "$(id)", "`id`", "a@b.es&x"),
)


def links(scale: float, folder: Path) -> Held:
    """Addresses that would open something else: refused, or a link that is exactly one of ours."""
    held = Held("hostile links: opened")
    for scheme in _SCHEMES:
        for rest in _RESTS:
            held.tried += 1
            try:
                check_uri(scheme + rest)
            except BadInput:
                continue
            held.expect(False, f"{scheme}{rest} may be opened")
    for value in _BAD_VALUES:
        for channel, starts in (("call", "tel:+"), ("email", "mailto:")):
            held.tried += 1
            try:
                link = link_for(channel, value, "s", "t")  # type: ignore[arg-type]  # by name
            except BadInput:
                continue
            whole = link is None or (link.uri.startswith(starts) and bool(check_uri(link.uri)))
            alone = link is None or "bcc" not in link.uri.lower().split("?")[0]
            held.expect(whole and alone, f"{channel} {value!r}: {link}")
    return held
