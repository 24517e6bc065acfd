"""How somebody came to us: the facts without which no text may say "you asked" or "we met"."""

import msgspec

from app.core.folded import folded

# Words of a source, folded; the first line that one of them stands in says how they came.
_MET = frozenset({"event", "fair", "conference", "congress", "evento", "feria", "congreso"})
_WEBINAR = frozenset({"webinar", "webinario", "seminario"})
# Who registers does not always come.
_THERE = frozenset({"attendee", "attendees", "attended", "asistente", "asistentes", "asistio"})
_DOWNLOADED = frozenset({"download", "ebook", "whitepaper", "descarga"})
_CHATTED = frozenset({"chat", "livechat"})
_DEMO = frozenset({"demo", "demonstration", "demostracion"})
_PRICE = frozenset({"price", "pricing", "quote", "precio", "precios", "presupuesto"})
# Who stands on a list, was named by somebody or only reads along has asked nothing.
_UNASKED = frozenset(
    {
        *("mql", "list", "lista", "purchased", "cold", "outbound", "referral", "referred"),
        *("recommendation", "recomendacion", "referido", "newsletter", "boletin", "linkedin"),
    }
)


class CameBy(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of how a person came to us; every word of it is false until it is known.

    `asked` is true of whoever came in by themselves at a known time; `asked_demo`, `asked_price`
    and `chatted` say what they did then, and are never true alone. Whoever `registered` for a
    webinar `attended` only where their source says so.
    """

    asked: bool = False
    asked_demo: bool = False
    asked_price: bool = False
    chatted: bool = False
    met: bool = False
    registered: bool = False
    attended: bool = False
    downloaded: bool = False

    def facts(self) -> dict[str, bool]:
        """These facts alone, by name."""
        return {name: getattr(self, name) for name in FACTS}


FACTS: tuple[str, ...] = CameBy.__struct_fields__


def came_by(source: str, *, inbound: bool, time_known: bool) -> CameBy:
    """How somebody of this `source` came; `time_known` is false of an old list without times."""
    words = frozenset(folded(source).split())
    met, registered = bool(words & _MET), bool(words & _WEBINAR)
    downloaded = bool(words & _DOWNLOADED)
    silent = met or registered or downloaded or bool(words & _UNASKED)
    asked = inbound and time_known and not silent
    return CameBy(
        asked=asked,
        asked_demo=asked and bool(words & _DEMO),
        asked_price=asked and bool(words & _PRICE),
        chatted=asked and bool(words & _CHATTED),
        met=met,
        registered=registered,
        attended=registered and bool(words & _THERE),
        downloaded=downloaded,
    )
