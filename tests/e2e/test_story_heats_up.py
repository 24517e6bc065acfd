"""A cold lead who reads three times, looks at the prices, is worked hard, and cools down again."""

from tests.cli.commands import Ask
from tests.e2e.told import Told

FROM_A_LIST = (
    *("--first", "Henrik", "--company", "Nordlys", "--direction", "outbound"),
    *("--phone", "+34612345670", "--email", "henrik@example.com", "--zone", "Europe/Madrid"),
    *("--consent", "call", "--consent", "email", "--temperature", "cold", "--source", "list"),
)


def test_a_cold_lead_heats_up_and_cools_down(sandbox: Ask) -> None:
    henrik = Told(sandbox, "2026-11-23T09:00", *FROM_A_LIST)
    assert henrik.plan == "cold_educational"
    assert henrik.next["channel"] == "email"
    henrik.outcome("sent", "2026-11-23T09:10")
    # A week later is a Monday; mails to companies do better on the next day.
    assert henrik.next["due_at"][:10] == "2026-12-01"

    # He opens the mail three times over some days. Opens are weak: they bring the next touch
    # nearer, and never change the plan by themselves.
    henrik.hear("open", "2026-11-25T10:00")
    henrik.hear("open", "2026-11-25T16:00")
    assert "opens_many" in henrik.hear("open", "2026-11-26T09:00")
    assert henrik.plan == "cold_educational"
    assert henrik.next["due_at"][:10] == "2026-11-30"

    # Then he looks at the prices: that, with the three opens, makes him hot.
    fired = henrik.hear("page_visit", "2026-11-26T09:20", '{"page": "pricing"}')
    assert {"pricing_visit", "heat_up"} <= set(fired)
    assert henrik.plan == "hot_intensive"
    assert henrik.row("2026-11-26T09:21")["channel"] == "call"

    # Every touch of the hot plan could have been answered. Five in a row bring no sign of life.
    day, silent = 26, 0
    while henrik.plan == "hot_intensive" and silent < 12:
        touch = henrik.next
        at = f"2026-11-{day}T18:30" if day <= 30 else f"2026-12-{day - 30:02}T18:30"
        row = henrik.row(at)
        if row is None or row["lane"] != "due_now":
            day += 1
            continue
        henrik.outcome("no_answer" if touch["channel"] == "call" else "sent", at)
        silent += 1
    assert henrik.plan == "warm_engaged"
    ended = [line["text"] for line in henrik.show()["timeline"] if "ool" in str(line)]
    assert ended, "the timeline says which rule acted"
    assert henrik.doctor() == {"database": "ok", "replay": "ok", "audit": "ok"}
