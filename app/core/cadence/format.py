"""Reads a cadence from its file. The format is written down in docs/cadence-format.md."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, get_args

import msgspec

from app.core.cadence.cadence import (
    ACCOUNT_PAUSE_DAYS,
    FIRST_CONTACT_LATE_AFTER_S,
    LATE_AFTER_S,
    SPOKEN,
    WRITTEN,
    Cadence,
    Condition,
    DayCount,
    FirstDayLabel,
    Goal,
    IfLate,
    Market,
    Prefer,
    PreferredTime,
    Role,
    Step,
)
from app.core.cadence.coherence import advise, check_groups, check_order, check_roles
from app.core.files.toml_file import FileError, Problem, TomlFile
from app.core.files.toml_table import TomlTable, root_table
from app.core.people.lead import CONSENT_OF, Channel, Direction

_MAX_STEPS = 200
_MAX_DAY = 3650
_MAX_STAGGER = 30
_MAX_PAUSE = 30
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
_LABELS: tuple[FirstDayLabel, ...] = get_args(FirstDayLabel)
_COUNTS: tuple[DayCount, ...] = get_args(DayCount)
_GOALS: tuple[Goal, ...] = get_args(Goal)
_CHANNELS: tuple[Channel, ...] = get_args(Channel)
_CONDITIONS: tuple[Condition, ...] = get_args(Condition)
_IF_LATE: tuple[IfLate, ...] = get_args(IfLate)
_ROLES: tuple[Role, ...] = get_args(Role)
_MARKETS: tuple[Market, ...] = get_args(Market)
# What these channels make no sense without, so that no file has to say it.
_OWN_CONDITION: Mapping[Channel, Condition] = {
    "voicemail": "no_answer",
    "linkedin_message": "connected",
}


class CadenceError(FileError):
    """A cadence file that cannot be used, with everything that is wrong with it."""


def parse_cadence(
    text: str,
    file: str,
    *,
    templates: Mapping[str, Collection[Channel]],
    scripts: Collection[str],
) -> tuple[Cadence, tuple[Problem, ...]]:
    """The cadence that `text` describes, and advice about it that stops nobody.

    `file` names it ("b2c_standard.toml"; the name without its ending becomes the key).
    `templates` says which channels each known template is written for, `scripts` are the known
    keys. Raises CadenceError with all problems when anything is wrong.
    """
    source = TomlFile(text, file)
    try:
        root = root_table(source)
    except FileError as error:
        raise CadenceError(file, error.problems) from None
    reader = _Reader(templates, scripts)
    cadence = reader.cadence(root, source)
    if source.problems:
        raise CadenceError(file, source.problems)
    return cadence, tuple(source.warnings)


class _Reader:
    def __init__(
        self, templates: Mapping[str, Collection[Channel]], scripts: Collection[str]
    ) -> None:
        self._templates = templates
        self._scripts = scripts

    def cadence(self, root: TomlTable, source: TomlFile) -> Cadence:
        direction = root.choice("direction", _DIRECTIONS)
        version = root.integer("version", 1, 1_000_000)
        name = root.texts("name")
        audience = root.text("audience")
        reviewed_on = root.calendar_date("reviewed_on")
        market = root.optional_choice("market", _MARKETS)
        intent = root.integer("intent", 0, 100)
        label = root.choice("first_day_label", _LABELS)
        day_count = root.choice("day_count", _COUNTS, "calendar")
        goal = root.choice("goal", _GOALS)
        then = root.key("then")
        max_attempts = root.optional_integer("max_attempts", 1, 1000)
        vary_time_of_day = root.flag("vary_time_of_day")
        stagger_days = root.optional_integer("stagger_days", 1, _MAX_STAGGER)
        pause_days = root.optional_integer("account_pause_days", 1, _MAX_PAUSE)
        prefer = self._prefer(root, direction)
        tables = root.tables("steps", "step", _MAX_STEPS)
        steps = [self._step(table) for table in tables]
        root.finish()
        cadence = Cadence(
            key=source.key,
            version=version,
            name=name,
            audience=audience,
            reviewed_on=reviewed_on,
            direction=direction,
            market=market,
            intent=intent,
            first_day_label=label,
            day_count=day_count,
            goal=goal,
            then=then,
            max_attempts=max_attempts,
            vary_time_of_day=vary_time_of_day,
            stagger_days=stagger_days,
            account_pause_days=pause_days or ACCOUNT_PAUSE_DAYS,
            prefer=prefer,
            steps=tuple(steps),
            digest="" if source.problems else _digest(root),
        )
        check_order(cadence, tables)
        check_groups(cadence, tables)
        check_roles(cadence, root, tables)
        advise(cadence, root, tables)
        return cadence

    def _prefer(self, root: TomlTable, direction: Direction) -> Prefer | None:
        table = root.table("prefer")
        if table is None:
            return None
        if direction == "inbound":
            root.add(
                "prefer",
                "A person who asked is never kept waiting for a better day.",
                'Remove it, or write direction = "outbound".',
            )
        prefer = Prefer(call=_preferred(table, "call"), written=_preferred(table, "written"))
        if prefer == Prefer():
            root.add("prefer", "It says nothing.", "Write [prefer.call] or [prefer.written].")
        table.finish()
        return prefer

    def _step(self, table: TomlTable) -> Step:
        channel = table.choice("channel", _CHANNELS)
        within_s = table.duration_s("within")
        only_if = table.optional_choice("only_if", _CONDITIONS)
        otherwise = table.optional_choice("otherwise", _CHANNELS)
        if table.content.get("otherwise") not in _CHANNELS:
            otherwise = None
        late_after_s = table.duration_s("late_after")
        if late_after_s is None:
            late_after_s = LATE_AFTER_S if within_s is None else FIRST_CONTACT_LATE_AFTER_S
        key = table.key("key")
        if key is None and not table.has("key"):
            table.add("key", "It is missing.", 'Write key = "first_call", say.')
        step = Step(
            key=key or "",
            day=table.optional_integer("day", 0, _MAX_DAY),
            within_s=within_s,
            after_s=table.duration_s("after"),
            at=table.clock("at"),
            between=table.between("between"),
            channel=channel,
            title=table.texts("title"),
            objective=table.texts("objective"),
            group=table.key("group"),
            only_if=only_if or _OWN_CONDITION.get(channel),
            otherwise=otherwise,
            skip_if=table.optional_choice("skip_if", _CONDITIONS),
            if_late=table.choice("if_late", _IF_LATE, "shift"),
            late_after_s=late_after_s,
            adapt=table.flag("adapt"),
            always=table.flag("always"),
            assignee=table.key("assignee"),
            role=table.optional_choice("role", _ROLES),
            template=table.key("template"),
            templates=table.keys("templates"),
            editable=table.flag("editable"),
            script=table.key("script"),
            voicemail=table.key("voicemail"),
            task=table.texts("task", required=False) or None,
            repeat_days=table.optional_integer("repeat_days", 1, _MAX_DAY),
        )
        table.finish()
        _check_time(step, table)
        _check_conditions(step, table)
        self._check_words(step, table)
        return step

    def _check_words(self, step: Step, table: TomlTable) -> None:
        """Whoever works the step must find what to say, to write or to do."""
        channels = tuple(dict.fromkeys((step.channel, step.otherwise or step.channel)))
        worded = [channel for channel in channels if channel in WRITTEN | {"voicemail"}]
        if "call" in channels:
            _need(table, "script")
        if worded:
            _need(table, "template")
        if any(channel not in WRITTEN | SPOKEN for channel in channels) and not table.has("task"):
            table.add("task", "It is missing.", 'Write task = { en = "What to do", es = "..." }.')
        doable = [] if worded or step.channel == "call" else [step.channel]
        self._fits(table, "template", step.template, worded or doable)
        if step.script is not None and step.script not in self._scripts:
            table.add("script", f'There is no script "{step.script}".', "Write it or name another.")
        self._check_choice(step, table, worded)
        written_for = self._templates.get(step.template or "", ())
        if step.adapt and (len(written_for) < 2 or step.script is None):
            table.warn(
                "adapt",
                "It may move to another channel, for which it has no words.",
                "Name a template for several channels, and a script for a call.",
            )
        self._fits(table, "voicemail", step.voicemail, ["voicemail"])
        if step.voicemail is not None and "call" not in channels:
            table.add("voicemail", "Only a call ends in a voicemail.", "Remove it.")

    def _check_choice(self, step: Step, table: TomlTable, worded: Sequence[Channel]) -> None:
        """What a rep may choose or change needs a message to begin with, and fits its channel."""
        for field, stated in (("templates", bool(step.templates)), ("editable", step.editable)):
            if stated and step.template is None:
                table.add(
                    field, "The step has no message of its own.", "Write template, or remove it."
                )
        for key in step.templates:
            if key == step.template:
                table.add("templates", f'"{key}" is the message of the step anyway.', "Remove it.")
            # A step that adapts may come on another channel; there the rep is offered what fits it.
            elif step.adapt and key in self._templates:
                continue
            else:
                self._fits(table, "templates", key, worded)

    def _fits(
        self, table: TomlTable, field: str, key: str | None, channels: Sequence[Channel]
    ) -> None:
        if key is None or not channels:
            return
        if key not in self._templates:
            table.add(field, f'There is no template "{key}".', "Write it or name another.")
            return
        for channel in channels:
            if channel not in self._templates[key]:
                table.add(
                    field,
                    f'The template "{key}" is not written for {channel}.',
                    f'Name another, or add "{channel}" to its channels.',
                )


def _need(table: TomlTable, field: str) -> None:
    if not table.has(field):
        table.add(field, "It is missing.", f'Write {field} = "..." with the key of a {field}.')


def _preferred(table: TomlTable, field: Literal["call", "written"]) -> PreferredTime | None:
    inner = table.table(field)
    if inner is None:
        return None
    preferred = PreferredTime(weekdays=inner.weekdays("days"), between=inner.between("between"))
    inner.finish()
    return preferred


def _check_time(step: Step, table: TomlTable) -> None:
    stated = [field for field in ("day", "within", "after") if table.has(field)]
    if len(stated) != 1:
        said = f"It has {' and '.join(stated)}" if stated else "It does not say when it is due"
        table.add(
            stated[1] if stated else "day",
            f"{said}; a step has exactly one of day, within and after.",
            'Write day = 1, within = "5m" or after = "4h".',
        )
    clocks = [field for field in ("at", "between") if table.has(field)]
    if len(clocks) == 2:
        table.add("between", "It stands beside at.", "Keep one of the two.")
    if clocks and "day" not in stated:
        table.add(clocks[0], "A time of day needs a day.", "Write day = 1, say, or remove it.")
    if step.repeat_days is not None and "day" not in stated:
        table.add("repeat_days", "A step that repeats needs a day.", "Write day = 30, say.")


def _check_conditions(step: Step, table: TomlTable) -> None:
    if step.only_if is not None and step.only_if == step.skip_if:
        table.add("skip_if", "It contradicts only_if: the step could never happen.", "Remove it.")
    if step.otherwise is not None and step.only_if is None:
        table.add("otherwise", "It never comes to that.", "Write only_if, or remove it.")
    if step.otherwise == step.channel:
        table.add("otherwise", "It is the channel of the step anyway.", "Name another channel.")
    for field, condition in (("only_if", step.only_if), ("skip_if", step.skip_if)):
        if condition == "opted_in" and CONSENT_OF[step.channel] is None:
            what = f"Nobody has to agree to a step on {step.channel}."
            table.add(field, what, "Remove it, or name another condition.")


def _digest(root: TomlTable) -> str:
    """Of what the file says, not of how: comments, spacing and the order of fields do not count."""
    content = msgspec.json.encode(root.content, order="deterministic")
    return hashlib.sha256(content).hexdigest()
