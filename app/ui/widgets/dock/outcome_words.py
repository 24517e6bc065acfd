"""Outcomes as the history names them, each with its icon."""

from collections.abc import Mapping

OUTCOMES: Mapping[str, tuple[str, str]] = {
    "connected": ("Connected", "phone"),
    "send_information": ("Connected, asked for information", "phone"),
    "someone_else": ("Someone else answered", "phone"),
    "no_answer": ("No answer", "phone-missed"),
    "voicemail_left": ("Voicemail left", "voicemail"),
    "busy": ("Busy", "phone-missed"),
    "call_back": ("Asked to be called back", "phone-incoming"),
    "meeting_booked": ("Meeting booked", "calendar"),
    "converted": ("Converted", "circle-check"),
    "not_interested": ("Not interested", "circle-x"),
    "unqualified": ("Unqualified", "circle-x"),
    "wrong_contact": ("Wrong number or address", "phone-missed"),
    "do_not_contact": ("Asked not to be contacted", "ban"),
    "sent": ("Sent", "mail"),
    "not_delivered": ("Not delivered", "mail"),
    "away": ("Away reply", "pause"),
    "replied": ("Replied", "reply"),
}
