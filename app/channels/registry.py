"""Which link starts a contact on which channel."""

from app.channels.email_link import email_link
from app.channels.linkedin import profile_link
from app.channels.phone_call import call_link
from app.channels.sms import sms_link
from app.channels.whatsapp import whatsapp_link
from app.core.people.lead import Channel
from app.services.ports import Link


def link_for(channel: Channel, value: str, subject: str = "", text: str = "") -> Link | None:
    """The link that reaches the contact point `value` (normalised) on `channel`.

    None where nothing can be opened (direct mail, tasks). Raises BadInput for a value that the
    channel cannot use.
    """
    match channel:
        case "call" | "voicemail":
            return call_link(value)
        case "sms":
            return sms_link(value, text)
        case "whatsapp":
            return whatsapp_link(value, text)
        case "email" | "video_email":
            return email_link(value, subject, text)
        case "linkedin_connect" | "linkedin_message" | "linkedin_engage":
            return profile_link(value, text)
        case "direct_mail" | "task":
            return None
