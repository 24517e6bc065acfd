"""Folding the whole log and holding it against the tables."""

from app.storage.upkeep import replay
from app.system.paths import Profile
from benchmarks import bare_store
from benchmarks.measure import Figure, Setting, take_turns

_RUNS = 3
_READ = "SELECT lead_id, type, v, occurred_at, body, event_id FROM activity"
_AT_ONCE = 1_000


def replay_log(setting: Setting) -> list[Figure]:
    """All activities, folded and compared, against reading their rows."""
    path = Profile(setting.profile).database
    bare = bare_store.connect(path)

    def read() -> None:
        rows = bare.execute(_READ)
        while rows.fetchmany(_AT_ONCE):
            pass

    pair = take_turns(lambda: replay.replay(path), read, setting.times(_RUNS), warm=0)
    bare.close()
    return [
        pair.figure(
            "replay", "the whole log against the tables", goal=10, against="raw read of its rows"
        )
    ]
