"""What the steps of a cadence must be to each other: their order, groups and roles.

Each rule is in docs/cadence-format.md. What breaks one is recorded at the table of its step.
"""

from app.core.cadence.cadence import Cadence
from app.core.files.toml_table import TomlTable


def check_order(cadence: Cadence, tables: list[TomlTable]) -> None:
    """Report steps that are not in the order in which they are worked, or share a key.

    Also `after` in the first step, and `within` in a step behind the entry day.
    """
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


def check_groups(cadence: Cadence, tables: list[TomlTable]) -> None:
    """Report actions of one touch that do not follow each other on one day."""
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


def check_roles(cadence: Cadence, root: TomlTable, tables: list[TomlTable]) -> None:
    """Report touches that mix roles, and roles whose plan has no beginning.

    Also `together` in a step that it is not for, and times between people in a plan without roles.
    """
    for field in ("stagger_days", "account_pause_days"):
        if not root.has(field) or cadence.roles:
            continue
        root.add(
            field,
            "Only a plan whose steps have roles is for several people.",
            'Write role = "champion" in its steps, say, or remove it.',
        )
    place = {id(step): table for step, table in zip(cadence.steps, tables, strict=True)}
    for step in cadence.steps:
        if step.together and (not cadence.roles or step.role or step.day is None or step.group):
            place[id(step)].add(
                "together",
                "It is for a step of its own with a day, for everybody of a plan with roles.",
                "Remove it, or role, group and other times.",
            )
    for actions in cadence.touches:
        for action in actions[1:]:
            if action.role != actions[0].role:
                place[id(action)].add(
                    "role",
                    "It shares a group with a step for somebody else.",
                    "Actions of one touch are for one person: give them the same role.",
                )
    for role in cadence.roles:
        first = next(step for step in cadence.steps if step.role in (None, role))
        if first.after_s is not None and first is not cadence.steps[0]:
            place[id(first)].add(
                "after", f"Nothing comes before it for the {role}.", "Write day = 0, say."
            )


def advise(cadence: Cadence, root: TomlTable, tables: list[TomlTable]) -> None:
    """Warnings: texts not there in every language of the plan, times that are not used."""
    later = {action.key for actions in cadence.touches for action in actions[1:]}
    for step, table in zip(cadence.steps, tables, strict=True):
        timed = [field for field in ("after", "at", "between") if table.has(field)]
        if step.key in later and timed:
            table.warn(
                timed[0],
                "It comes with the action before it, and its own time is not used.",
                "Remove it, or remove the group.",
            )
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
