"""A profile of before touches kept the instants of their tries comes forward, and replay fits."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from app.core.contact.history import attempts_of
from app.core.engine.outcome_effects import LogOutcome
from app.services.people.leads import add_lead
from app.services.working import touches
from app.storage import driver, version
from app.storage.upkeep.migrate import migrate
from app.storage.upkeep.replay import replay
from tests.services.desks import NOW, open_at, rows
from tests.services.working.somebody import LEAD
from tests.storage.older import as_left_by

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def worked(folder: Path) -> UUID:
    """Somebody who was busy, then not there (taken back), then not there for good."""
    with open_at(folder) as opened:
        add_lead(opened.desk, LEAD, at=NOW)
        touch_id = rows(opened.desk)[0].touch_id
        for outcome, at in (("busy", NOW), ("no_answer", NOW + HOUR)):
            command = LogOutcome(touch_id=touch_id, outcome=outcome)
            changes = touches.log_outcome(opened.desk, command, at=at)
        assert changes.undo_id is not None
        touches.undo(opened.desk, changes.undo_id, at=NOW + HOUR + SECOND)
        again = LogOutcome(touch_id=touch_id, outcome="no_answer")
        touches.log_outcome(opened.desk, again, at=NOW + 2 * HOUR)
    return touch_id


def made_older(file: Path) -> None:
    """The file as the revision before left it: no column, and no instants in the log."""
    connection = driver.connect(file)
    (fixed,) = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'activity_fixed'"
    ).fetchone()
    connection.execute("DROP TRIGGER activity_fixed")
    for seq, body in connection.execute("SELECT seq, body FROM activity").fetchall():
        older = re.sub(rb',"tried_at":\[[^\]]*\]', b"", body)
        connection.execute("UPDATE activity SET body = ? WHERE seq = ?", (older, seq))
    connection.execute(fixed)
    connection.close()
    as_left_by(file, 8)


def test_attempts_of_an_older_profile_keep_their_instants(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    touch_id = worked(folder)
    file = folder / "touchline.db"
    made_older(file)
    assert version.standing(file) == "older"
    migrate(file, tmp_path / "backups", NOW)
    assert replay(file) == []
    with open_at(folder) as opened, opened.desk.store.read() as reader:
        work = reader.work(reader.lead_of_touch(touch_id))
    assert [at for at, _ in attempts_of(work)] == [NOW, NOW + 2 * HOUR]
