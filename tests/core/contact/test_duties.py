"""What the law of a place asks of a message that nobody asked for."""

import pytest

from app.core.contact.duties import lacking
from app.core.messages.lint import Draft
from app.core.people.lead import Channel, Direction
from tests.core.contact.asking import somebody
from tests.rulebooks import shipped

ADDRESS = "Calle Mayor 1, 28013 Madrid"
BARE = "We sell shelves. Would a list help?"
WAY_OUT = f"{BARE}\nReply stop and I will not write again."
WHOLE = f"{WAY_OUT}\n{ADDRESS}"
BOGOTA, NEW_YORK, MADRID, LONDON = "+573001234567", "+12125550123", "+34612345678", "+442079460123"


@pytest.mark.parametrize(
    ("phone", "channel", "body", "expected"),
    [
        # Colombia has a statute about email.
        (BOGOTA, "email", BARE, ("no_opt_out", "no_sender")),
        (BOGOTA, "email", WAY_OUT, ("no_sender",)),
        (BOGOTA, "email", WHOLE, ()),
        (BOGOTA, "video_email", WAY_OUT, ("no_sender",)),
        # A text needs no postal address.
        (NEW_YORK, "sms", BARE, ("no_opt_out",)),
        (NEW_YORK, "sms", WAY_OUT, ()),
        (MADRID, "whatsapp", BARE, ("no_opt_out",)),
        # Guidance is advice, and a task or a letter is no message of these.
        (LONDON, "sms", BARE, ()),
        (BOGOTA, "task", BARE, ()),
        (BOGOTA, "call", WAY_OUT, ()),
    ],
)
def test_what_is_missing(
    phone: str, channel: Channel, body: str, expected: tuple[str, ...]
) -> None:
    draft = Draft(language="en", channel=channel, direction="outbound", body=body)
    assert lacking(somebody(phone), draft, ADDRESS, shipped()) == expected


@pytest.mark.parametrize(("direction", "count"), [("inbound", 0), ("outbound", 2)])
def test_an_answer_to_an_enquiry_is_free(direction: Direction, count: int) -> None:
    draft = Draft(language="en", channel="email", direction=direction, body=BARE)
    assert len(lacking(somebody(BOGOTA), draft, ADDRESS, shipped())) == count


def test_an_address_that_nobody_filled_in_is_none() -> None:
    draft = Draft(language="en", channel="email", direction="outbound", body=WHOLE)
    assert lacking(somebody(BOGOTA), draft, "", shipped()) == ("no_sender",)
