"""The icon of each outcome in the history; its words are `outcome.CODE`."""

from collections.abc import Mapping

OUTCOME_ICONS: Mapping[str, str] = {
    "connected": "phone",
    "send_information": "phone",
    "someone_else": "phone",
    "no_answer": "phone-missed",
    "voicemail_left": "voicemail",
    "busy": "phone-missed",
    "call_back": "phone-incoming",
    "meeting_booked": "calendar",
    "converted": "circle-check",
    "not_interested": "circle-x",
    "unqualified": "circle-x",
    "wrong_contact": "phone-missed",
    "do_not_contact": "ban",
    "sent": "mail",
    "not_delivered": "mail",
    "away": "pause",
    "replied": "reply",
    "accepted": "users",
    "held": "calendar",
    "no_show": "calendar-off",
    "moved": "calendar-plus",
}
