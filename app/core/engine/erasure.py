"""What follows from erasing a person: nothing is planned any more, and nobody may contact them."""

import msgspec

from app.core.consent.suppression import EVERY_CHANNEL
from app.core.engine.closing import confirm_unread, end, opt_out
from app.core.engine.decision import Run, call_off_clock
from app.core.log import events as ev


class Erase(msgspec.Struct, frozen=True, kw_only=True):
    """The person's data goes. What stands for them afterwards holds ids, codes and digests."""


def erase(run: Run) -> None:
    """End the plan, close every channel by digests of every number and address, and say so."""
    call_off_clock(run)
    confirm_unread(run)
    end(run, "opted_out", None)
    opt_out(run, run.lead.lead_id, (EVERY_CHANNEL,), "erased")
    run.add(ev.LeadErased())
