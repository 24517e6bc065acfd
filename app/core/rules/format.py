"""Reads the rules from their file. The format is written down in docs/rules.md."""

from collections.abc import Collection, Mapping
from typing import get_args

from app.core.cadence.cadence import SPOKEN, WRITTEN, Condition, Market, Step
from app.core.files.toml_file import FileError, Problem, TomlFile
from app.core.files.toml_table import TomlTable, root_table
from app.core.people.lead import Channel, Direction, Stage, Temperature
from app.core.rules.rule import (
    BY_TABLE,
    ENDS,
    REROUTES,
    Once,
    PlanState,
    Points,
    Rule,
    RuleAction,
    Ruleset,
    Then,
    When,
)
from app.core.work.enrolment import FinishReason
from app.core.work.outcome import OutcomeCode
from app.core.work.signal import ABOUT, SignalKind

_MOST_RULES = 100
_MOST_STEPS = 5
_MOST = 1000
_KINDS: tuple[SignalKind, ...] = get_args(SignalKind)
_OUTCOMES: tuple[OutcomeCode, ...] = get_args(OutcomeCode)
_STATES: tuple[PlanState, ...] = get_args(PlanState)
_ACTIONS: tuple[RuleAction, ...] = get_args(RuleAction)
_ONCE: tuple[Once, ...] = get_args(Once)
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
_MARKETS: tuple[Market, ...] = get_args(Market)
_TEMPERATURES: tuple[Temperature, ...] = get_args(Temperature)
_REASONS: tuple[FinishReason, ...] = get_args(FinishReason)
_STAGES: tuple[Stage, ...] = get_args(Stage)
_CHANNELS: tuple[Channel, ...] = get_args(Channel)
_CONDITIONS: tuple[Condition, ...] = get_args(Condition)


def parse_rules(
    text: str,
    file: str,
    *,
    templates: Mapping[str, Collection[Channel]],
    scripts: Collection[str],
) -> tuple[Ruleset, tuple[Problem, ...]]:
    """The rules that `text` describes, in their order, and advice that stops nobody.

    `templates` says which channels each known template is written for, `scripts` are the known
    keys. Raises FileError with all problems, each naming file, rule and field.
    """
    source = TomlFile(text, file)
    root = root_table(source)
    root.integer("version", 1, 1_000_000)
    points = _points(root)
    tables = root.tables("rules", "rule", _MOST_RULES)
    rules = [_rule(table, templates, scripts) for table in tables]
    root.finish()
    for n, (rule, table) in enumerate(zip(rules, tables, strict=True)):
        for earlier in rules[:n]:
            if rule.key and rule.key == earlier.key:
                table.add("key", "Another rule has it.", "Give this one a name of its own.")
            if rule.order == earlier.order:
                table.add("order", "Another rule has it.", "Say which of the two comes first.")
    if source.problems:
        raise FileError(file, source.problems)
    ordered = tuple(sorted(rules, key=lambda rule: rule.order))
    return Ruleset(rules=ordered, points=points), tuple(source.warnings)


def _points(root: TomlTable) -> Points:
    table = root.table("points")
    if table is None:
        return Points()
    points = Points(
        reply=table.integer("reply", 0, _MOST, 0),
        page_visit=table.integer("page_visit", 0, _MOST, 0),
        click=table.integer("click", 0, _MOST, 0),
        open=table.integer("open", 0, _MOST, 0),
        halved_every_s=table.duration_s("halved_every") or Points().halved_every_s,
    )
    table.finish()
    return points


def _rule(
    table: TomlTable, templates: Mapping[str, Collection[Channel]], scripts: Collection[str]
) -> Rule:
    key = table.key("key")
    if key is None and not table.has("key"):
        table.add("key", "It is missing.", 'Write key = "open_fast", say.')
    rule = Rule(
        key=key or "",
        order=table.integer("order", 0, 1_000_000),
        least_confidence=table.integer("least_confidence", 0, 100, 0),
        once=table.optional_choice("once", _ONCE),
        again_after_s=table.duration_s("again_after"),
        when=_when(table),
        then=_then(table, templates, scripts),
    )
    table.finish()
    _check(rule, table)
    return rule


def _when(rule: TomlTable) -> When:
    table = rule.table("when")
    if table is None:
        if not rule.has("when"):
            rule.add("when", "It is missing.", 'Write when = { signals = ["open"] }, say.')
        return When()
    signals = table.choices("signals", _KINDS) if table.has("signals") else ()
    when = When(
        signals=signals,
        about=table.keys("about"),
        states=table.choices("states", _STATES) if table.has("states") else ("active",),
        direction=table.optional_choice("direction", _DIRECTIONS),
        market=table.optional_choice("market", _MARKETS),
        temperature=table.optional_choice("temperature", _TEMPERATURES),
        cadences=table.keys("cadences"),
        opened_within_s=table.duration_s("opened_within"),
        opens=table.optional_integer("opens", 1, _MOST),
        opens_in_plan=table.optional_integer("opens_in_plan", 1, _MOST),
        visited=table.key("visited"),
        score=table.optional_integer("score", 1, _MOST),
        touches=table.optional_integer("touches", 1, _MOST),
        observable=table.optional_integer("observable", 1, _MOST),
        unseen=table.optional_integer("unseen", 1, _MOST),
        left=table.optional_integer("left", 1, _MOST),
        engaged=table.flag("engaged"),
        no_sign=table.flag("no_sign"),
        unanswered=table.flag("unanswered"),
        dated=table.flag("dated"),
        unread=table.flag("unread"),
        interest=table.flag("interest"),
        outcomes=table.choices("outcomes", _OUTCOMES) if table.has("outcomes") else (),
        unwritten=table.flag("unwritten"),
        due_within_s=table.duration_s("due_within"),
    )
    table.finish()
    _check_when(when, table)
    return when


def _check_when(when: When, table: TomlTable) -> None:
    counted = when.touches is not None or when.unseen is not None
    if not (when.signals or when.outcomes or counted):
        table.add(
            "signals",
            "Without a signal, the rule needs a number of touches after which it is asked.",
            "Name signals or outcomes, or write touches or unseen.",
        )
    if when.signals and when.outcomes:
        table.add("outcomes", "A signal is no outcome.", "Name signals or outcomes.")
    known = {word for kind in when.signals for word in ABOUT.get(kind, ())}
    pages = "page_visit" in when.signals
    for word in when.about:
        if word not in known and not pages:
            said = " or ".join(sorted(known)) or "nothing"
            table.add("about", f'No such signal says "{word}".', f"It can say {said}.")
    for field, needs in (("opened_within", "open"), ("opens", "open"), ("unread", "reply")):
        if table.has(field) and when.signals != (needs,):
            table.add(field, f"It is about {needs} signals.", f'Write signals = ["{needs}"].')
    if when.interest and not when.signals:
        table.add("interest", "Only a signal shows interest.", "Name signals, or remove it.")
    if when.dated and not when.signals:
        table.add("dated", "Only a signal names a date.", "Name signals, or remove it.")


def _then(
    rule: TomlTable, templates: Mapping[str, Collection[Channel]], scripts: Collection[str]
) -> Then:
    table = rule.table("then")
    if table is None:
        if not rule.has("then"):
            rule.add("then", "It is missing.", 'Write then = { action = "refer" }, say.')
        return Then(action="refer")
    action = table.choice("action", _ACTIONS)
    if action == "move":
        then = _moves(table)
    elif action == "insert":
        rows = table.tables("steps", "step", _MOST_STEPS)
        then = Then(action=action, steps=tuple(_step(row, templates, scripts) for row in rows))
    elif action == "pause":
        then = Then(action=action, for_s=table.duration_s("for"))
    elif action in ENDS | REROUTES:
        then = _changes_plan(table, action)
    else:
        then = Then(action=action)
    table.finish()
    return then


def _moves(table: TomlTable) -> Then:
    within_s = table.duration_s("within")
    days_earlier = table.optional_integer("days_earlier", 1, 365)
    growing = table.flag("growing")
    if (within_s is None) == (days_earlier is None):
        what = "A move has one of within and days_earlier."
        table.add("within", what, 'Write within = "6h".')
    if growing and days_earlier is None:
        table.add("growing", "Only days can grow.", "Write days_earlier = 1, say, or remove it.")
    return Then(action="move", within_s=within_s, days_earlier=days_earlier, growing=growing)


def _changes_plan(table: TomlTable, action: RuleAction) -> Then:
    to = table.key("to") if action in REROUTES else None
    if action in REROUTES and not table.has("to"):
        table.add("to", "It is missing.", 'Write to = "nurture_long_term", say.')
    if action == "break_up" and to == BY_TABLE:
        table.add("to", "A farewell has to know what follows it.", "Name a cadence.")
    countries = table.words("all_channels_in") if action == "opt_out" else ()
    return Then(
        action=action,
        reason=table.choice("reason", _REASONS) if action == "finish" else None,
        stage=table.optional_choice("stage", _STAGES),
        to=to or "",
        all_channels_in=tuple(code.upper() for code in countries),
    )


def _step(
    table: TomlTable, templates: Mapping[str, Collection[Channel]], scripts: Collection[str]
) -> Step:
    step = Step(
        key=table.key("key") or "",
        after_s=0,
        channel=table.choice("channel", _CHANNELS),
        title=table.texts("title"),
        objective=table.texts("objective"),
        only_if=table.optional_choice("only_if", _CONDITIONS),
        otherwise=table.optional_choice("otherwise", _CHANNELS),
        template=table.key("template"),
        editable=table.flag("editable"),
        script=table.key("script"),
        voicemail=table.key("voicemail"),
    )
    table.finish()
    if not table.has("key"):
        table.add("key", "It is missing.", 'Write key = "call", say.')
    channels = {step.channel, step.otherwise or step.channel}
    if channels & SPOKEN:
        _known(table, "script", step.script, step.script in scripts)
    written = channels & WRITTEN
    if written:
        fits = set(templates.get(step.template or "", ()))
        _known(table, "template", step.template, written <= fits)
    if step.voicemail is not None:
        _known(table, "voicemail", step.voicemail, "voicemail" in templates.get(step.voicemail, ()))
    return step


def _known(table: TomlTable, field: str, key: str | None, there: bool) -> None:
    if key is None:
        table.add(field, "It is missing.", f'Write {field} = "..." with the key of one.')
    elif not there:
        table.add(field, f'There is no "{key}" for this channel.', "Write it or name another.")


def _check(rule: Rule, table: TomlTable) -> None:
    when, then = rule.when, rule.then
    drastic = then.action in ENDS | REROUTES
    more = when.visited or when.score or when.about
    if drastic and "open" in when.signals and not more:
        table.add(
            "when",
            "Opens are weak evidence: on them alone nothing ends and nobody is rerouted.",
            'Ask for more, such as visited = "pricing", or choose another action.',
        )
    needs_plan = then.action not in ("opt_out", "with_person", "mark_point")
    if needs_plan and "none" in when.states:
        table.add("when", f"Without a plan there is nothing to {then.action}.", "Leave none out.")
    if then.action == "move" and not when.signals and then.within_s is not None:
        table.add(
            "then", "There is no signal to count from.", "Write days_earlier, or name signals."
        )
    pauses = then.action == "pause" and then.for_s is None and not when.dated
    if pauses:
        table.add("then", "It does not say how long.", 'Write for = "7d", or dated = true in when.')
