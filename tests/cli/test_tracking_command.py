"""tracking, and the hours that metrics keeps."""

from tests.cli.commands import Ask, Run


def test_what_is_set_takes_the_place_of_what_was_set(sandbox: Ask, run: Run) -> None:
    assert sandbox("tracking") == {"by_hand": [], "connected": [], "tracked": []}
    told = sandbox("tracking", "--channel", "email", "--channel", "sms")
    assert (told["by_hand"], told["tracked"]) == (["email", "sms"], ["email", "sms"])
    assert sandbox("tracking", "--channel", "email")["tracked"] == ["email"]
    assert "email" in run("tracking").out
    assert sandbox("tracking", "--none")["tracked"] == []
    assert run("tracking", "--channel", "call").code == 2


def test_a_tracked_channel_has_an_open_rate(sandbox: Ask) -> None:
    def state() -> str:
        metrics = sandbox("metrics")["metrics"]
        return next(str(m["state"]) for m in metrics if m["key"] == "open_rate")

    assert state() == "not_tracked"
    sandbox("tracking", "--channel", "email")
    assert state() == "no_cases"


def test_the_hours_of_today_are_kept_when_asked(sandbox: Ask) -> None:
    added = sandbox("lead", "add", "--first", "Ana", "--phone", "+34612345678")
    sandbox("outcome", added["next"]["touch_id"], "1")
    told = sandbox("metrics", "--keep-hours")
    assert next(m for m in told["metrics"] if m["key"] == "best_time")["numerator"] == 1
