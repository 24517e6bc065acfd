"""What the stories say and ask: one person, worked by the command line in a sandbox."""

from typing import Any

from tests.cli.commands import Ask


class Told:
    """One lead and the command line. `now` is what the last command was given."""

    def __init__(self, sandbox: Ask, at: str, *facts: object) -> None:
        self.ask = sandbox
        self.now = at
        added = sandbox("lead", "add", *facts, "--at", at)
        self.lead_id: str = added["lead_id"]

    def show(self) -> Any:
        return self.ask("lead", "show", self.lead_id, "--at", self.now)

    @property
    def plan(self) -> str:
        """The plan that is open, "" for none."""
        found = self.show()["enrolment"]
        return found["cadence"] if found and found["state"] != "finished" else ""

    @property
    def next(self) -> Any:
        """The touch that the queue offers next."""
        return self.show()["next"]

    def row(self, at: str) -> Any:
        """The row of the person in the queue as it will stand at `at`."""
        rows = self.ask("queue", "--at", at)
        return next((row for row in rows if row["lead_id"] == self.lead_id), None)

    def outcome(self, key: str, at: str, *more: object) -> Any:
        """Log what came of the touch that is offered next."""
        touch, self.now = self.next, at
        return self.ask("outcome", touch["touch_id"], key, "--at", at, *more)

    def hear(self, kind: str, at: str, data: str = "{}") -> Any:
        """Record what they did; the rules that fired."""
        self.now = at
        return self.ask("signal", self.lead_id, kind, "--data", data, "--at", at)["fired"]

    def doctor(self) -> dict[str, str]:
        """What stands wrong, and with what."""
        checks = self.ask("doctor", "--replay")["checks"]
        looked = ("database", "replay", "audit")
        return {one["check"]: one["state"] for one in checks if one["check"] in looked}
