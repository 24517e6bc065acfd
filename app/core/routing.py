"""Which cadence a new lead gets: an ordered table, the first line that fits wins."""

import msgspec

from app.core.lead import Lead


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One line. An empty field fits everything; `sources` are source keys in lower case."""

    cadence: str
    sources: tuple[str, ...] = ()
    direction: str = ""
    business: bool | None = None

    def fits(self, lead: Lead) -> bool:
        """Whether every field that is set fits the lead."""
        return (
            (not self.sources or lead.source.lower() in self.sources)
            and self.direction in ("", lead.direction)
            and self.business in (None, bool(lead.company))
        )


DEFAULT_ROUTES: tuple[Route, ...] = (
    Route(cadence="call_centre_basic", sources=("phone", "phone_enquiry", "inbound_call")),
    Route(cadence="midmarket_b2b", direction="outbound"),
    Route(cadence="b2c_standard"),
)


def route(lead: Lead, routes: tuple[Route, ...] = DEFAULT_ROUTES) -> tuple[str, int]:
    """(cadence key, number of the line from 1) for a lead.

    Raises LookupError when no line fits, which a last line without conditions rules out.
    """
    for number, line in enumerate(routes, start=1):
        if line.fits(lead):
            return line.cadence, number
    raise LookupError("no line of the routing table fits")
