"""People who want no contact, and what is written about anybody outside of the store."""

import os
import random
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.bootstrap.desk import open_desk
from app.system.clock import FixedClock
from app.system.paths import Profile
from tests.attack.result import ZONE, Held, document, look_over, new_profile, times, told
from tests.services.contact.refusals import Model, is_closed, one_act
from tests.services.desks import NOW

_NAME, _PHONE, _MAIL = "Zyxwa Qorvenska", "+447700900471", "zyxwa.q@example.com"
_SECRETS = ("zyxwa", "qorvenska", "7700900471", "a private note", "vlopenta")


def opt_outs(scale: float, folder: Path) -> Held:
    """Random lists, edits, numbers, opt-outs, messages and undo, against a plain model."""
    held = Held("random acts: a way past an opt-out")
    new_profile(folder)
    opened = open_desk(Profile(folder), FixedClock(NOW))
    try:
        left = times(633, scale)
        group = 0
        while left > 0:
            chance, model, base = random.Random(group), Model(), 612_100_000 + group * 100
            mails = [f"p{base + n}@firm.example" for n in range(2)]
            pool = [*(f"+34{base + n}" for n in range(5)), *mails]
            for _ in range(min(12, left)):
                one_act(opened.desk, chance, pool, model)
                held.tried += 1
                for lead_id in model.points:
                    fits = is_closed(opened.desk, lead_id) == model.is_closed(lead_id)
                    held.expect(fits, f"group {group}: somebody is open, or closed for nothing")
            left -= 12
            group += 1
    finally:
        opened.close()
    look_over(held, Profile(folder), "at the end")
    return held


def nothing_outside(scale: float, folder: Path) -> Held:
    """A day of work, with failures: no file beside the store names anybody."""
    held = Held("files beside the store that name somebody")
    _work(folder)
    for file in sorted(folder.rglob("*")):
        if file.is_dir() or file.name.startswith(("touchline.db", "before-restore")):
            continue
        if file.parent.name == "backups" and file.suffix == ".db":
            continue
        held.tried += 1
        content = file.read_bytes().decode("utf-8", "replace").lower()
        held.expect(
            not any(secret in content for secret in _SECRETS), f"{file.name} names somebody"
        )
    return held


def modes(scale: float, folder: Path) -> Held:
    """The same day under umask 000: whatever is written is its owner's alone."""
    held = Held("files and folders under umask 000 that others may open")
    if sys.platform == "win32":
        held.said = "left out: there are no modes"
        return held
    before = os.umask(0)
    try:
        _work(folder)
        opened = open_desk(Profile(folder), FixedClock(datetime(2026, 11, 18, 10, tzinfo=UTC)))
        for file in (folder, *sorted(folder.rglob("*"))):
            held.tried += 1
            mode = stat.S_IMODE(file.stat().st_mode)
            held.expect(mode & 0o077 == 0, f"{file.name} has mode {mode:o}")
        opened.close()
    finally:
        os.umask(before)
    return held


def _work(folder: Path) -> None:
    """Somebody is taken in, worked, exported from, backed up; some of it goes wrong."""
    place = ("--profile", folder)
    document(*place, "init", "--zone", ZONE, "--country", "GB")
    first, last = _NAME.split()
    who = ("--first", first, "--last", last, "--phone", _PHONE, "--email", _MAIL)
    lead = document(
        *place, "lead", "add", *who, "--note", "a private note", "--company", "Vlopenta"
    )
    lead_id, touch = lead["lead_id"], lead["next"]["touch_id"]
    document(*place, "outcome", touch, "busy", "--note", "a private note", "--id", _MAIL)
    document(*place, "signal", lead_id, "reply", "--data", '{"text": "a private note"}')
    document(*place, "backup")
    document(*place, "optout", _PHONE)
    for wrong in (
        ("lead", "find", _NAME, "--limit", "x"),
        ("lead", "add", "--phone", f"{_PHONE}x", "--first", first),
        ("optout", f"{_MAIL};{_MAIL}"),
        ("outcome", touch, _NAME),
        ("import", f"/nowhere/{first}.csv"),
        ("restore", f"/nowhere/{first}.db"),
    ):
        told(*place, *wrong)
    told(*place, "doctor", "--replay")
