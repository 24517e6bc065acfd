"""Reads a cadence from its file. The format is written down in docs/cadence-format.md."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Literal, get_args

import msgspec

from app.core.cadence import (
    FIRST_CONTACT_LATE_AFTER_S,
    LATE_AFTER_S,
    WRITTEN,
    Cadence,
    Condition,
    DayCount,
    FirstDayLabel,
    Goal,
    IfLate,
    Prefer,
    PreferredTime,
    Step,
)
from app.core.lead import Channel, Direction
from app.core.toml_file import FileError, Problem, TomlFile
from app.core.toml_table import TomlTable, root_table

_MAX_STEPS = 200
_MAX_DAY = 3650
_FIRST_CONTACT_S = 5 * 60
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
_LABELS: tuple[FirstDayLabel, ...] = get_args(FirstDayLabel)
_COUNTS: tuple[DayCount, ...] = get_args(DayCount)
_GOALS: tuple[Goal, ...] = get_args(Goal)
_CHANNELS: tuple[Channel, ...] = get_args(Channel)
_CONDITIONS: tuple[Condition, ...] = get_args(Condition)
_IF_LATE: tuple[IfLate, ...] = get_args(IfLate)
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
        intent = root.integer("intent", 0, 100)
        label = root.choice("first_day_label", _LABELS)
        day_count = root.choice("day_count", _COUNTS, "calendar")
        goal = root.choice("goal", _GOALS)
        then = root.key("then")
        max_attempts = root.optional_integer("max_attempts", 1, 1000)
        prefer = self._prefer(root, direction)
        tables = root.tables("steps", "step", _MAX_STEPS)
        steps = [self._step(table) for table in tables]
        root.finish()
        cadence = Cadence(
            key=source.key,
            version=version,
            name=name,
            audience=audience,
            direction=direction,
            intent=intent,
            first_day_label=label,
            day_count=day_count,
            goal=goal,
            then=then,
            max_attempts=max_attempts,
            prefer=prefer,
            steps=tuple(steps),
            digest="" if source.problems else _digest(root),
        )
        _check_order(cadence, tables)
        _check_groups(cadence, tables)
        _advise(cadence, root, tables)
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
            skip_if=table.optional_choice("skip_if", _CONDITIONS),
            if_late=table.choice("if_late", _IF_LATE, "shift"),
            late_after_s=late_after_s,
            adapt=table.flag("adapt"),
            always=table.flag("always"),
            assignee=table.key("assignee"),
            template=table.key("template"),
            script=table.key("script"),
            voicemail=table.key("voicemail"),
            task=table.texts("task", required=False) or None,
            repeat_days=table.optional_integer("repeat_days", 1, _MAX_DAY),
        )
        table.finish()
        _check_time(step, table)
        self._check_words(step, table)
        return step

    def _check_words(self, step: Step, table: TomlTable) -> None:
        """Whoever works the step must find what to say, to write or to do."""
        if step.channel in WRITTEN or step.channel == "voicemail":
            self._need(table, "template", step.template)
            if step.template is not None:
                self._fits(table, "template", step.template, step.channel)
        elif step.channel == "call":
            self._need(table, "script", step.script)
        elif step.task is None:
            table.add("task", "It is missing.", 'Write task = { en = "What to do", es = "..." }.')
        if step.script is not None and step.script not in self._scripts:
            table.add("script", f'There is no script "{step.script}".', "Write it or name another.")
        written_for = self._templates.get(step.template or "", ())
        if step.adapt and (len(written_for) < 2 or step.script is None):
            table.warn(
                "adapt",
                "It may move to another channel, for which it has no words.",
                "Name a template for several channels, and a script for a call.",
            )
        if step.voicemail is not None:
            self._fits(table, "voicemail", step.voicemail, "voicemail")
            if step.channel != "call":
                table.add("voicemail", "Only a call ends in a voicemail.", "Remove it.")

    def _need(self, table: TomlTable, field: str, value: str | None) -> None:
        if value is None and not table.has(field):
            table.add(field, "It is missing.", f'Write {field} = "..." with the key of a {field}.')

    def _fits(self, table: TomlTable, field: str, key: str, channel: Channel) -> None:
        channels = self._templates.get(key)
        if channels is None:
            table.add(field, f'There is no template "{key}".', "Write it or name another.")
        elif channel not in channels:
            table.add(
                field,
                f'The template "{key}" is not written for {channel}.',
                f'Name another, or add "{channel}" to its channels.',
            )


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
    if step.only_if is not None and step.only_if == step.skip_if:
        table.add("skip_if", "It contradicts only_if: the step could never happen.", "Remove it.")


def _check_order(cadence: Cadence, tables: list[TomlTable]) -> None:
    seen: set[str] = set()
    day, last_at = 0, None
    for step, table in zip(cadence.steps, tables, strict=True):
        if step.key and step.key in seen:
            table.add("key", f'Another step is called "{step.key}" too.', "Give it its own key.")
        seen.add(step.key)
        if step.after_s is not None and step is cadence.steps[0]:
            table.add("after", "Nothing comes before the first step.", "Write day = 0 or within.")
        if step.within_s is not None and day > 0:
            table.add("within", "It belongs to the entry day.", "Move the step to the front.")
        if step.day is not None:
            if step.day < day or (step.day == day and step.at and last_at and step.at < last_at):
                table.add(
                    "day",
                    "The step before it comes later.",
                    "Write the steps in the order in which they are worked.",
                )
            last_at = step.at if step.at is not None or step.day > day else last_at
            day = max(day, step.day)


def _check_groups(cadence: Cadence, tables: list[TomlTable]) -> None:
    place = {id(step): table for step, table in zip(cadence.steps, tables, strict=True)}
    seen: set[str] = set()
    day = 0
    for actions in cadence.touches:
        group, table = actions[0].group, place[id(actions[0])]
        if group is not None and (group in seen or len(actions) == 1):
            table.add(
                "group",
                f'The steps of "{group}" must be two or more that follow each other.',
                "Put them together, or remove the group.",
            )
        seen.add(group or "")
        for action in actions:
            before, day = day, day if action.day is None else action.day
            if action is not actions[0] and day != before:
                place[id(action)].add(
                    "day",
                    "It shares a group with a step of another day.",
                    "Actions of one touch happen together: give them the same day.",
                )


def _advise(cadence: Cadence, root: TomlTable, tables: list[TomlTable]) -> None:
    """Warnings: a plan may have its reasons."""
    within_s = min((s.within_s for s in cadence.steps if s.within_s is not None), default=None)
    late = within_s is None or within_s > _FIRST_CONTACT_S
    if cadence.direction == "inbound" and late and not _repeats(cadence):
        root.warn(
            "steps",
            "The first contact is not due within 5 minutes of the enquiry.",
            'Start with within = "5m".',
        )
    if cadence.then is None and not _repeats(cadence):
        root.warn("then", "It does not say what follows silence.", 'Write then = "...".')
    languages = set(cadence.name)
    for step, table in zip(cadence.steps, tables, strict=True):
        languages.update(step.title, step.objective)
        for field, texts in (("title", step.title), ("objective", step.objective)):
            missing = ", ".join(sorted(set(cadence.name) - set(texts)))
            if missing:
                table.warn(field, f"It has no text for {missing}.", "Write one.")
    if languages - set(cadence.name):
        missing = ", ".join(sorted(languages - set(cadence.name)))
        root.warn("name", f"It has no text for {missing}.", "Write one.")


def _repeats(cadence: Cadence) -> bool:
    return any(step.repeat_days is not None for step in cadence.steps)


def _digest(root: TomlTable) -> str:
    """Of what the file says, not of how: comments, spacing and the order of fields do not count."""
    content = msgspec.json.encode(root.content, order="deterministic")
    return hashlib.sha256(content).hexdigest()
