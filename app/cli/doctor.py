"""doctor: is everything this profile stands on in order? And if not, what to do."""

import os
import shutil
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from app.cli.answer import Answer, local, table
from app.cli.parser import Commands, add_command
from app.cli.session import Session
from app.core.errors import TouchlineError
from app.core.routing.table import passed_over
from app.services.contact.left_open import close_left_open, left_open
from app.services.contact.registries import registries
from app.services.people.erasure import finish, is_unfinished
from app.services.upkeep import rebuild
from app.services.working.clock_set_back import ahead, come_back
from app.system.timezones import is_zone

CheckState = Literal["ok", "warning", "problem"]

_LITTLE_DISK, _NO_DISK = 500_000_000, 50_000_000
# A clock that is further behind than this would judge lateness wrongly.
_CLOCK_BEHIND = timedelta(minutes=2)
_RULES_OLD = timedelta(days=180)
_OTHERS = 0o077
# What is derived from other tables, and so can be derived again.
_CACHES = frozenset(
    {"lane_count_wrong", "lead_not_searchable", "search_without_lead", "queue_without_touch"}
)
_SAID = {
    "damaged": "pages of the file are damaged",
    "reference_broken": "rows refer to something that is gone",
    "dev_seq_gap": "activities of a device are missing",
    "event_without_outbox": "activities were never put into the outbox",
    "outbox_without_event": "entries of the outbox have no activity",
    "lane_count_wrong": "lanes of the queue are counted wrongly",
    "lead_without_state": "people have no state",
    "lead_not_searchable": "people cannot be found by search",
    "search_without_lead": "search entries have no person",
    "queue_without_touch": "rows of the queue have no planned touch",
}

_BROKEN = {
    "missing": "is missing",
    "changed": "is not the one that was written",
    "unknown": "was not written by this program",
}


class Check(NamedTuple):
    """One thing that was looked at."""

    name: str
    state: CheckState
    message: str
    hint: str = ""


def add_to(commands: Commands) -> None:
    """Add the command `doctor`."""
    parser = add_command(commands, "doctor", _doctor, "check the profile and what it stands on")
    parser.add_argument("--replay", action="store_true", help="compare the tables with the log too")
    parser.add_argument(
        "--repair", action="store_true", help="write anew what can be derived, after a backup"
    )


def _doctor(session: Session, args: Namespace) -> Answer:
    session.require_profile()
    repaired = _repair(session) if args.repair else None
    checks = list(_checks(session, replay=args.replay or args.repair))
    problems = [check for check in checks if check.state == "problem"]
    document = {
        "ok": not problems,
        "checks": [
            {"check": c.name, "state": c.state, "message": c.message, "hint": c.hint}
            for c in checks
        ],
        "repaired": repaired,
    }
    lines = table(("Check", "State", "What"), [(c.name, c.state, c.message) for c in checks])
    lines += [f"{c.name}: {c.hint}" for c in checks if c.state != "ok" and c.hint]
    if repaired is not None:
        lines.append(f"Written anew: {repaired} people.")
    failure = None
    if problems:
        failure = TouchlineError(
            "not_in_order",
            f"Not in order: {', '.join(problem.name for problem in problems)}.",
            problems[0].hint,
        )
    return Answer(document=document, lines=lines, failure=failure)


def _repair(session: Session) -> int:
    """How many people were written anew."""
    desk = session.write().desk
    upkeep = session.upkeep()
    upkeep.note_lost()
    finish(desk, upkeep)
    for _ in (*close_left_open(desk), *come_back(desk)):
        pass
    changed = upkeep.repair(session.now())
    if _CACHES & {finding.code for finding in upkeep.check()}:
        leads = upkeep.drop_caches()
        rebuild(desk, leads, search=True)
        return len(leads)
    rebuild(desk, sorted(changed))
    return len(changed)


def _checks(session: Session, *, replay: bool) -> Iterator[Check]:
    looks = _LOOKS if replay else _LOOKS[:-1]
    for name, look in looks:
        try:
            yield from look(session)
        except TouchlineError as error:
            yield Check(name, "problem", error.message, error.hint)


def _file(session: Session) -> Iterator[Check]:
    findings = session.upkeep().check()
    if not findings:
        yield Check("database", "ok", "whole, and its tables agree with each other")
    for finding in findings:
        said = _SAID.get(finding.code, finding.code)
        derived = finding.code in _CACHES
        yield Check(
            "database",
            "problem",
            f"{said} ({finding.rows})",
            "Run doctor --repair." if derived else "Restore the latest backup.",
        )


def _activities(session: Session) -> list[Check]:
    lost = session.upkeep().lost()
    if lost is None:
        return [Check("activities", "ok", "none that was saved is missing")]
    zone = session.read().desk.identity.zone
    sides = (("after", lost.after), ("before", lost.before))
    when = " and ".join(f"{word} {local(at, zone)}" for word, at in sides if at is not None)
    return [
        Check(
            "activities",
            "problem",
            f"{lost.activities} that were saved are gone",
            f"What was saved {when} is no longer there: touchline.db-wal beside the database was "
            "deleted, or an older copy took its place. Outcomes, notes and opt-outs may be among "
            "it: log again what was done then, opt-outs first; a backup made since may hold it, "
            "and restore goes back to it. Once that is done, doctor --repair takes note of it.",
        )
    ]


def _opt_outs(session: Session) -> list[Check]:
    desk = session.read().desk
    with desk.store.read() as reader:
        left = len(left_open(desk, reader))
    if not left:
        return [Check("opt-outs", "ok", "whatever belongs to a refused person is closed")]
    return [
        Check(
            "opt-outs",
            "problem",
            f"not closed for all who share a number ({left})",
            "People who asked for no contact have a number or address that others have too, and it "
            "is still open for these. Run doctor --repair, or open the window.",
        )
    ]


def _lists(session: Session) -> Iterator[Check]:
    """Do-not-call lists that ran out go on closing, but may miss who joined them since."""
    found = registries(session.read().desk)
    today = session.now().date()
    for one in found:
        if one.valid_until < today:
            yield Check(
                "lists",
                "warning",
                f"the do-not-call list {one.registry} ran out on {one.valid_until}",
                "Load a newer one: suppress FILE --registry NAME --valid-until DATE.",
            )
    if all(one.valid_until >= today for one in found):
        yield Check("lists", "ok", f"{len(found)} do-not-call lists, none of them too old")


def _audit(session: Session) -> list[Check]:
    broken = session.upkeep().audit_break()
    if broken is None:
        return [Check("audit", "ok", "each line follows from the one before")]
    return [
        Check(
            "audit",
            "problem",
            f"line {broken.no} {_BROKEN[broken.what]}",
            "Keep the file for whoever looks into it; a backup may hold the line as it was.",
        )
    ]


def _erasure(session: Session) -> list[Check]:
    if not is_unfinished(session.read().desk):
        return [Check("erasure", "ok", "no older copy holds anybody who was erased")]
    return [
        Check(
            "erasure",
            "warning",
            "older copies may still hold somebody who was erased",
            "Run doctor --repair.",
        )
    ]


def _private(session: Session) -> list[Check]:
    if os.name == "nt":
        return [Check("privacy", "ok", "the folder is in your own part of the disk")]
    mode = session.profile.database.stat().st_mode & _OTHERS
    if mode:
        return [
            Check(
                "privacy",
                "warning",
                "others on this machine can open the database",
                "Take the rights of group and others off the file.",
            )
        ]
    return [Check("privacy", "ok", "only you can open the database")]


def _disk(session: Session) -> list[Check]:
    free = shutil.disk_usage(session.profile.folder).free
    message = f"{free // 1_000_000} MB free"
    if free < _NO_DISK:
        return [Check("disk", "problem", message, "Free some space, or nothing can be saved.")]
    if free < _LITTLE_DISK:
        return [Check("disk", "warning", message, "Free some space soon.")]
    return [Check("disk", "ok", message)]


def _clock(session: Session) -> list[Check]:
    newest, now = session.upkeep().figures().newest_at, session.now()
    sandbox = session.read().desk.identity.sandbox
    if newest is not None and not sandbox and newest > now + _CLOCK_BEHIND:
        return [
            Check(
                "clock",
                "problem",
                "the latest activity lies in the future of this machine",
                "Set the clock of the machine, or let it follow the network.",
            )
        ]
    early = ahead(session.read().desk)
    if early:
        return [
            Check(
                "clock",
                "problem",
                f"people planned by a clock that was ahead ({len(early)})",
                "They wait for a time that is not theirs, or count as missed while their window "
                "runs. Run doctor --repair, or open the window: they are planned from now on.",
            )
        ]
    return [Check("clock", "ok", f"{now:%Y-%m-%d %H:%M:%S} UTC")]


def _tz_data(session: Session) -> list[Check]:
    zone = session.read().desk.identity.zone
    if not is_zone(zone):
        return [
            Check(
                "time zones",
                "problem",
                "the zone of the desk is not in the tables",
                "Install the product anew.",
            )
        ]
    return [Check("time zones", "ok", f"{session.tz_version}, the desk in {zone}")]


def _rules(session: Session) -> list[Check]:
    version = session.read().desk.rules.data_version
    try:
        since = date.fromisoformat(version)
    except ValueError:
        return [Check("contact rules", "ok", version)]
    if session.now().date() - since > _RULES_OLD:
        return [
            Check(
                "contact rules",
                "warning",
                f"they are of {version}, more than {_RULES_OLD.days} days ago",
                "Install a newer version, or put a newer contact_rules.toml into the profile.",
            )
        ]
    return [Check("contact rules", "ok", f"of {version}")]


def _routing(session: Session) -> list[Check]:
    library = session.library()
    table = library.routing
    found = f"table {table.version}, {len(table.lines)} lines"
    astray = [line.key for line in table.lines if passed_over(line, library.cadences) is not None]
    if astray:
        told = f"{found}; these lead nowhere: {', '.join(astray)}"
        return [Check("routing", "warning", told, "Write their cadences, or name others in it.")]
    return [Check("routing", "ok", found)]


def _texts(session: Session) -> list[Check]:
    library = session.library()
    found = f"{len(library.cadences)} cadences"
    if library.problems:
        return [
            Check(
                "cadences",
                "problem",
                f"{found}; {len(library.problems)} problems in other files",
                "Look at them with cadence check FILE.",
            )
        ]
    return [Check("cadences", "ok", found)]


def _keychain(session: Session) -> list[Check]:
    if session.house.keychain(session.profile):
        return [Check("keychain", "ok", "passwords outlast the program")]
    return [
        Check(
            "keychain",
            "warning",
            "passwords are kept until the program ends",
            "Unlock or install the keychain of the system.",
        )
    ]


def _notifications(session: Session) -> list[Check]:
    ways = session.house.notifiers()
    said = ", ".join(f"{name} {'works' if works else 'is missing'}" for name, works in ways)
    if any(works for _, works in ways):
        return [Check("notifications", "ok", f"window always; {said}")]
    return [
        Check(
            "notifications",
            "warning",
            f"window only; {said}",
            "Start the notification service of the desktop.",
        )
    ]


def _backups(session: Session) -> list[Check]:
    kept = session.upkeep().latest_backup()
    if kept is None:
        return [Check("backups", "warning", "none yet", "Run backup.")]
    changed = session.upkeep().changed_backups()
    if changed:
        names = ", ".join(copy.name for copy in changed)
        return [
            Check(
                "backups",
                "problem",
                f"not as they were written: {names}",
                "Make a new one with backup, and look after the disk they lie on.",
            )
        ]
    return [Check("backups", "ok", f"the latest is {kept.name}")]


def _replay(session: Session) -> list[Check]:
    differences = session.upkeep().replay()
    if not differences:
        return [Check("replay", "ok", "the log gives what the tables say")]
    tables = ", ".join(sorted({difference.table for difference in differences}))
    return [
        Check(
            "replay",
            "problem",
            f"the log says otherwise in {len(differences)} rows of {tables}",
            "Run doctor --repair.",
        )
    ]


_LOOKS: tuple[tuple[str, Callable[[Session], Iterable[Check]]], ...] = (
    ("database", _file),
    ("activities", _activities),
    ("audit", _audit),
    ("erasure", _erasure),
    ("opt-outs", _opt_outs),
    ("lists", _lists),
    ("privacy", _private),
    ("disk", _disk),
    ("clock", _clock),
    ("time zones", _tz_data),
    ("contact rules", _rules),
    ("cadences", _texts),
    ("routing", _routing),
    ("keychain", _keychain),
    ("notifications", _notifications),
    ("backups", _backups),
    ("replay", _replay),
)
