"""Texts with merge fields: what may stand in them, and how they are filled.

Texts use a small part of Jinja: `{{ field }}`, `{{ field | or("a fallback") }}` and
`{% if %} {% elif %} {% else %} {% endif %}` over fields and the situation of the touch. Anything
else is refused when a file is loaded; what is left runs in Jinja's sandbox, without a loader,
where an unknown name is an error. Values are data: braces in them are never evaluated.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args
from uuid import UUID

import msgspec

from app.core.errors import BadInput
from app.core.messages.came_by import FACTS, CameBy
from app.core.messages.merge_field import FIELDS, Value, written
from app.core.messages.scan import scan
from app.core.messages.variant import FIRST, Variant, assigned
from app.core.people.lead import Channel, Direction
from app.core.texts import Texts, in_language, language_of

if TYPE_CHECKING:
    from jinja2 import Environment, nodes
    from jinja2 import Template as JinjaTemplate

SUBJECT_CHANNELS: tuple[Channel, ...] = ("email", "video_email")
LastCall = Literal["none", "reached", "no_answer", "voicemail"]
LastSignal = Literal["none", "open", "click", "page_visit", "reply"]

# What is true or not: asked by its name alone and compared with nothing.
TRUTHS: tuple[str, ...] = (*FACTS, "wrote", "came_back", "just_now")
_MAX_CHARS = 10_000
_MAX_DEPTH = 12
# Words that somebody typed as they stand within a sentence, and where one begins.
_BEGINS = frozenset(
    {"interest", "offer", "asked_for", "resource_title", "case_title", "news_title"}
)
_BEGINNING = re.compile(r"(?:\A|\n|[.?!…] )\s*\Z")
# Non-characters of Unicode: no text can hold them (files are checked, values are cleaned), so
# they safely mark in the rendered text where a field begins, where its value does, and its end.
_OPEN, _VALUE, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_SLOT = re.compile(f"{_OPEN}([a-z_]+)(?:{_VALUE}([^{_CLOSE}]*))?{_CLOSE}")
# A line of conditions alone leaves no empty line; Jinja's own option would also glue a line that
# merely ends in one to the next.
_LONE_TAGS = re.compile(r"^[ \t]*((?:\{%[^%\n]*%\}[ \t]*)+)\n", re.MULTILINE)
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "channel": get_args(Channel),
    "direction": get_args(Direction),
    "last_call": get_args(LastCall),
    "last_signal": get_args(LastSignal),
    **dict.fromkeys(TRUTHS, ()),
}
# What is compared with a number.
NUMBERS: tuple[str, ...] = ("attempt", "turn")
_NUMBER_COMPARISONS = frozenset({"eq", "ne", "gt", "gteq", "lt", "lteq"})


class Situation(CameBy, frozen=True, kw_only=True):
    """What a text may depend on besides its fields; how the person came to us is part of it.

    `attempt` counts the touches of this channel in this enrolment, this one included, from 1;
    `turn` counts the same and begins again after 12, for texts that repeat by the month.
    `direction` says whether the lead came to us. `last_call` is how the latest call of the
    enrolment ended, `last_signal` the latest sign of the person in it. `wrote` says that a message
    of ours went out to them in this enrolment, `came_back` that they showed interest again long
    after, and follow this plan for it, `just_now` that they came in a few minutes ago.
    """

    attempt: int = 1
    turn: int = 1
    channel: Channel = "call"
    direction: Direction = "inbound"
    last_call: LastCall = "none"
    last_signal: LastSignal = "none"
    wrote: bool = False
    came_back: bool = False
    just_now: bool = False


class TextPart(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of rendered text. `field` names the merge field it came from, None for plain text.

    For a missing field `text` is its label in the language of the text.
    """

    text: str
    field: str | None = None
    missing: bool = False


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A filled text, and the fields (each once, in order) that must be filled before it goes."""

    parts: tuple[TextPart, ...]
    missing: tuple[str, ...]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something that may not stand in a text; `line` counts within the text, from 1."""

    line: int
    field: str
    what: str
    fix: str


class TemplateError(BadInput):
    """A text that cannot be used, with everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        lines = "\n".join(f"line {f.line}, {f.field}: {f.what} {f.fix}" for f in faults)
        super().__init__("template", lines, "Correct the text and load it again.")


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """A message by language, written for the channels of `channels`, the first one above all.

    `subject` is empty unless a channel has one. `fields` are all merge fields that occur, in the
    `variants` too; `weight` is the part of the text itself beside theirs.
    """

    key: str
    channels: tuple[Channel, ...]
    name: Texts
    subject: Texts
    body: Texts
    fields: tuple[str, ...]
    weight: int = 1
    variants: tuple[Variant, ...] = ()

    @property
    def channel(self) -> Channel:
        """The channel it was written for in the first place."""
        return self.channels[0]

    def variant_for(self, lead_id: UUID, step: str) -> str:
        """The letter of the variant that a lead gets at a step, "" where there is one text."""
        if not self.variants:
            return ""
        weights = ((one.key, one.weight) for one in self.variants)
        return assigned(((FIRST, self.weight), *weights), lead_id, step) or FIRST

    def as_variant(self, letter: str) -> "Template":
        """The template with the texts of a variant; itself for the first, or none."""
        for one in self.variants:
            if one.key == letter:
                return msgspec.structs.replace(self, subject=one.subject, body=one.body)
        return self

    @property
    def texts(self) -> "tuple[Template, ...]":
        """The template once with each of its texts."""
        return (self, *(self.as_variant(one.key) for one in self.variants))


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A template filled for one person, in `language`; `subject` None where there is none."""

    language: str
    subject: Rendered | None
    body: Rendered

    @property
    def missing(self) -> tuple[str, ...]:
        """Every field, each once, that blocks sending while it is empty."""
        subject = self.subject.missing if self.subject else ()
        return tuple(dict.fromkeys((*subject, *self.body.missing)))


def in_own_words(message: Message, subject: str, body: str) -> Message:
    """The message with the words that somebody wrote; nothing is missing in them."""
    head = None if message.subject is None else _said(subject)
    return Message(language=message.language, subject=head, body=_said(body))


def _said(text: str) -> Rendered:
    return Rendered(parts=(TextPart(text=text),) if text else (), missing=())


def render(
    text: str, values: Mapping[str, Value], language: str, situation: Situation | None = None
) -> Rendered:
    """`text` filled with `values` (by field name; absent and empty mean missing).

    A missing field without a fallback becomes a `TextPart(missing=True)`, never an error.
    `language` is that of the text. Raises TemplateError when the text itself is faulty.
    """
    slots: dict[str, object] = {}
    for name in FIELDS:
        value = values.get(name)
        slots[name] = _Slot(name, written(value, language) if value is not None else "")
    given = situation or Situation()
    whole = _compiled(text).render(slots, **{f: getattr(given, f) for f in given.__struct_fields__})
    # A part that fell away leaves its empty lines behind.
    return _rendered(re.sub(r"\n{3,}", "\n\n", whole).strip(), language)


def plain(parts: tuple[TextPart, ...]) -> str:
    """The text alone; a missing field reads "(first name?)"."""
    return "".join(f"({part.text}?)" if part.missing else part.text for part in parts)


def render_template(
    template: Template, values: Mapping[str, Value], language: str, situation: Situation
) -> Message:
    """`template` for someone who speaks `language` (in another one if it has no such text)."""
    chosen = language_of(template.body, language)
    has_subject = situation.channel in SUBJECT_CHANNELS and bool(template.subject)
    subject = in_language(template.subject, chosen) if has_subject else ""
    return Message(
        language=chosen,
        subject=render(subject, values, chosen, situation) if has_subject else None,
        body=render(in_language(template.body, chosen), values, chosen, situation),
    )


def check_text(text: str) -> tuple[Fault, ...]:
    """Everything that may not stand in `text`; empty when it can be rendered."""
    return _checked(text).faults


def fields_of(text: str) -> tuple[str, ...]:
    """The merge fields that occur in `text`, each once, in order. Raises TemplateError."""
    checked = _checked(text)
    if checked.faults:
        raise TemplateError(checked.faults)
    return checked.fields


class _Checked(NamedTuple):
    faults: tuple[Fault, ...]
    fields: tuple[str, ...]


@lru_cache(maxsize=512)
def _checked(text: str) -> _Checked:
    """A text is looked at when its file is read and again when it is first filled."""
    fields = scan(text, FIELDS, _ALLOWED, NUMBERS)
    if fields is not None:
        return _Checked((), fields)
    checker = _Checker()
    faults = checker.check(text)
    return _Checked(faults, tuple(checker.fields))


class _Slot:
    """A field as Jinja sees it: true when it has a value, else and in a text its marked value."""

    __slots__ = ("name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        value = f"{_VALUE}{self.text}" if self.text else ""
        return f"{_OPEN}{self.name}{value}{_CLOSE}"


def _or_else(slot: _Slot, fallback: str) -> str:
    """The filter `or`: a written fallback, which may be empty."""
    filled = slot or _Slot(slot.name, written(fallback, ""))
    return str(filled) if filled else ""


def _rendered(marked: str, language: str) -> Rendered:
    parts: list[TextPart] = []
    position = 0
    for found in _SLOT.finditer(marked):
        if found.start() > position:
            parts.append(TextPart(text=marked[position : found.start()]))
        name, value = found[1], found[2]
        if name in _BEGINS and _BEGINNING.search(marked[: found.start()]):
            value = _capital(value)
        label = in_language(FIELDS[name].label, language)
        parts.append(TextPart(text=value or label, field=name, missing=not value))
        position = found.end()
    if position < len(marked):
        parts.append(TextPart(text=marked[position:]))
    missing = dict.fromkeys(part.field for part in parts if part.missing and part.field)
    return Rendered(parts=tuple(parts), missing=tuple(missing))


def _capital(value: str | None) -> str | None:
    """What somebody typed in small letters, as a sentence begins; "eBay" stays what it is."""
    first = value.partition(" ")[0] if value else ""
    return value[:1].upper() + value[1:] if value and first.islower() else value


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    # Jinja is slow to import, and the first window is painted without it.
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        auto_reload=False,
        loader=None,
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters.clear()
    environment.filters["or"] = _or_else
    return environment


@lru_cache(maxsize=512)
def _compiled(text: str) -> "JinjaTemplate":
    """The text ready to be filled. Raises TemplateError when it is faulty."""
    faults = check_text(text)
    if faults:
        raise TemplateError(faults)
    return _environment().from_string(_LONE_TAGS.sub(r"\1", text))


class _Checker:
    """Walks the parsed text; only what is named here may stand in it."""

    def __init__(self) -> None:
        self.fields: dict[str, None] = {}
        self._faults: list[Fault] = []

    def check(self, text: str) -> tuple[Fault, ...]:
        from jinja2 import TemplateSyntaxError

        if len(text) > _MAX_CHARS:
            self._fault(1, "", "The text is too long.", f"Keep it below {_MAX_CHARS} characters.")
        elif any(mark in text for mark in (_OPEN, _VALUE, _CLOSE)):
            self._fault(1, "", "It holds a character that is no text.", "Remove it.")
        else:
            try:
                self._blocks(_environment().parse(text).body, 0)
            except TemplateSyntaxError as error:
                what = f"The braces are not right: {(error.message or '')[:120]}"
                self._fault(error.lineno, "", what, "Write {{ field }} or {% if field %}.")
            except (RecursionError, ValueError):
                # A number of thousands of digits is a ValueError deep inside the lexer.
                self._fault(1, "", "It cannot be read.", "Use short, plain conditions.")
        return tuple(self._faults)

    def _fault(self, line: int, field: str, what: str, fix: str) -> None:
        self._faults.append(Fault(line=line, field=field[:40], what=what, fix=fix))

    def _blocks(self, blocks: "list[nodes.Node]", depth: int) -> None:
        from jinja2 import nodes

        for block in blocks:
            if depth > _MAX_DEPTH:
                self._fault(block.lineno, "", "Too many conditions inside each other.", "Fewer.")
            elif isinstance(block, nodes.Output):
                for node in block.nodes:
                    self._output(node)
            elif isinstance(block, nodes.If):
                self._condition(block.test, depth)
                self._blocks(block.body, depth + 1)
                self._blocks([*block.elif_, *block.else_], depth + 1)
            else:
                what = f"{type(block).__name__.lower()} cannot be used in a text."
                self._fault(block.lineno, "", what, "Only if, elif, else and endif can.")

    def _output(self, node: "nodes.Expr") -> None:
        from jinja2 import nodes

        match node:
            case nodes.TemplateData():
                pass
            case nodes.Name():
                self._field(node)
            case nodes.Filter(
                node=nodes.Name() as name,
                name="or",
                args=[nodes.Const(value=str())],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                self._field(name)
            case _:
                self._fault(
                    node.lineno,
                    "",
                    "Only a field can stand in double braces.",
                    'Write {{ first_name }} or {{ interest | or("what you asked about") }}.',
                )

    def _field(self, name: "nodes.Name") -> None:
        if name.name in FIELDS:
            self.fields[name.name] = None
        else:
            self._fault(name.lineno, name.name, "There is no such field.", _nearest(name.name))

    def _condition(self, test: "nodes.Node", depth: int) -> None:
        from jinja2 import nodes

        if depth > _MAX_DEPTH:
            self._fault(test.lineno, "", "The condition is too long.", "Split it.")
            return
        match test:
            case nodes.Name() if _ALLOWED.get(test.name) == ():
                pass
            case nodes.Name():
                self._field(test)
            case nodes.Not():
                self._condition(test.node, depth + 1)
            case nodes.And() | nodes.Or():
                self._condition(test.left, depth + 1)
                self._condition(test.right, depth + 1)
            case nodes.Compare(
                expr=nodes.Name() as name,
                ops=[nodes.Operand(op=op, expr=nodes.Const(value=value))],
            ):
                self._comparison(name, op, value)
            case _:
                self._fault(
                    test.lineno,
                    "",
                    "This condition cannot be used.",
                    'Write {% if interest %}, {% if attempt >= 3 %} or {% if channel == "sms" %}.',
                )

    def _comparison(self, name: "nodes.Name", op: str, value: object) -> None:
        if name.name in NUMBERS:
            if type(value) is not int or op not in _NUMBER_COMPARISONS:
                fix = f"Write {name.name} >= 3, say."
                self._fault(name.lineno, name.name, "It is a number.", fix)
            return
        allowed = _ALLOWED.get(name.name)
        if not allowed:
            what = "It cannot be compared."
            options = ", ".join((*NUMBERS, *(key for key, words in _ALLOWED.items() if words)))
            self._fault(name.lineno, name.name, what, f"These can be: {options}.")
        elif op not in {"eq", "ne"} or value not in allowed:
            what = "It is compared with something it never is."
            self._fault(name.lineno, name.name, what, f"Use == and one of: {', '.join(allowed)}.")


def _nearest(name: str) -> str:
    near = get_close_matches(name, FIELDS, n=1)
    return f"Did you mean {near[0]}?" if near else "The fields are listed in the documentation."
