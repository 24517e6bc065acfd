"""One invitation on LinkedIn, and what follows from its being accepted."""

from app.core.work.touch import Touch
from tests.builders import make_point
from tests.core.listening import Listening
from tests.core.playing import cadence, step

POINTS = (
    make_point(2, kind="email", value="ana@example.com"),
    make_point(3, kind="linkedin", value="https://linkedin.com/in/ana"),
)
PLAN = cadence(
    step("invite", day=0, channel="linkedin_connect"),
    step(
        "message",
        day=2,
        channel="linkedin_message",
        only_if="connected",
        otherwise="linkedin_connect",
    ),
    step("mail", day=4, channel="email"),
    direction="outbound",
)


def planned(play: Listening) -> Touch:
    return play.planned()


def test_nobody_is_invited_twice() -> None:
    """LinkedIn takes no second invitation: what was to be a message answers a post instead."""
    play = Listening(PLAN, points=POINTS)
    assert planned(play).channel == "linkedin_connect"
    play.outcome("sent")
    assert (planned(play).step_key, planned(play).channel) == ("message", "linkedin_engage")


def test_an_accepted_invitation_makes_the_message_possible() -> None:
    play = Listening(PLAN, points=POINTS)
    play.outcome("1.2")
    assert (planned(play).step_key, planned(play).channel) == ("message", "linkedin_message")


def test_it_can_be_told_on_the_next_step() -> None:
    """The touch stays, and becomes the message it was meant to be."""
    play = Listening(PLAN, points=POINTS)
    play.outcome("sent")
    engage = planned(play)
    play.outcome("accepted", at=engage.due_at)
    assert planned(play).touch_id == engage.touch_id
    assert planned(play).channel == "linkedin_message"
    play.outcome("sent", at=engage.due_at)
    assert planned(play).step_key == "mail"
    assert play.replayed() == play.work
