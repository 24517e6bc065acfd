"""Every builder of links: what it makes, and that no text can become anything but text."""

from collections.abc import Callable
from typing import get_args
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.channels.email_link import email_link
from app.channels.linkedin import profile_link
from app.channels.phone_call import call_link
from app.channels.registry import LinkSender, SilentSender, link_for
from app.channels.sms import sms_link
from app.channels.uri_launcher import LONGEST_URI, check_uri
from app.channels.whatsapp import whatsapp_link
from app.core.errors import BadInput
from app.core.people.lead import POINT_OF, Channel
from app.services.ports import Launch, Launched, Link, NoHandler, NotStarted, Outgoing, Started

NUMBER = "+34612345678"
ADDRESS = "lucia.fernandez@example.es"
PROFILE = "https://www.linkedin.com/in/lucia-fernandez"
VALUE_OF = {"phone": NUMBER, "email": ADDRESS, "linkedin": PROFILE, None: ""}
HOSTILE = "&cc=boss@example.com&body=x#f?a=b%0D%0ABcc:y@example.com;$(id)`id`'\"\\ \n\r\0<a>|../--"

texts = st.one_of(st.text(max_size=80), st.text("&?=#%+;,:@/\r\n '\"\\", max_size=40))


def whole_queries(link: Link) -> dict[str, str]:
    pairs = parse_qsl(urlsplit(link.uri).query, keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def as_utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def test_call() -> None:
    assert call_link(NUMBER) == Link(uri="tel:+34612345678", copy=NUMBER)


def test_sms() -> None:
    assert sms_link(NUMBER).uri == "sms:+34612345678"
    assert sms_link(NUMBER, "Hola, ¿qué tal?").uri == (
        "sms:+34612345678?body=Hola%2C%20%C2%BFqu%C3%A9%20tal%3F"
    )


def test_whatsapp_wants_digits_alone() -> None:
    assert whatsapp_link(NUMBER).uri == "https://wa.me/34612345678"
    assert whatsapp_link(NUMBER, "Hola & adiós").uri == (
        "https://wa.me/34612345678?text=Hola%20%26%20adi%C3%B3s"
    )


def test_email() -> None:
    link = email_link(ADDRESS, "Your course", "Hello Lucía,\n\nwhen?")
    assert link.uri == (
        "mailto:lucia.fernandez@example.es?subject=Your%20course"
        "&body=Hello%20Luc%C3%ADa%2C%0D%0A%0D%0Awhen%3F"
    )
    assert link.copy == ADDRESS
    assert email_link(ADDRESS).uri == "mailto:lucia.fernandez@example.es"


def test_profile() -> None:
    link = profile_link(f"{PROFILE}/?utm_source=x#top", "Hello")
    assert link == Link(uri=f"{PROFILE}/", copy=f"{PROFILE}/", text_left="Hello")
    assert profile_link("http://es.LinkedIn.com/in/josé").uri == (
        "https://es.linkedin.com/in/jos%C3%A9"
    )


@pytest.mark.parametrize("build", [call_link, sms_link, whatsapp_link])
@pytest.mark.parametrize(
    "number",
    [
        "",
        "612345678",
        "+0612345678",
        "+34 612 345 678",
        "+34612345678;phone-context=x",
        "+34612?",
        "+٣٤٦١٢٣٤٥٦٧٨",
        "+34612345678\n",
        "+" + "1" * 16,
        "*31#",
        "--help",
        "+34612345678&cc=x",
    ],
)
def test_only_e164_becomes_a_link(build: Callable[[str], Link], number: str) -> None:
    with pytest.raises(BadInput) as caught:
        build(number)
    assert caught.value.code == "number_not_dialable"
    assert not number or number not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b",
        "a@b.c@d.e",
        "a@b.example,c@d.example",
        "a b@c.example",
        "Lucía <a@b.example>",
        "a@b.example?cc=x@y.example",
        "a@b.example&cc=x",
        "a@b.example\n",
        "a@b.example\0",
        "a@b..example",
        "a@.example",
        "a;c@d.example",
        "a\u200b@b.example",
        "a@" + "é" * 60 + "." + ("ñ" * 60 + ".") * 6 + "example",
    ],
)
def test_only_one_plain_address_becomes_a_link(address: str) -> None:
    with pytest.raises(BadInput) as caught:
        email_link(address, "s", "t")
    assert caught.value.code == "address_not_usable"
    assert not address or address not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["o'brien+x@example.ie", "a?b&c=d%e@example.org", "ñ@exämple.de"]
)
def test_odd_addresses_stay_one_address(address: str) -> None:
    link = email_link(address, "s")
    assert unquote(urlsplit(link.uri).path) == address
    assert whole_queries(link) == {"subject": "s"}


@pytest.mark.parametrize(
    "profile",
    [
        "",
        "lucia",
        "javascript:alert(1)",
        "https://linkedin.com.evil.example/in/x",
        "https://evil.example/in/x",
        "https://user@linkedin.com/in/x",
        "ftp://linkedin.com/in/x",
        "https://www.linkedin.com/",
        "https://www.linkedin.com/in/",
        "https://linkedin.com:80/in/x",
        "https://linkedin.com/in/../m/logout",
        "https://linkedin.com/in/x%2F..%2F..%2Flogout",
        "https://linkedin.com/in//x",
        "https://[linkedin.com/in/x",
        f"{PROFILE}{'x' * 2000}",
    ],
)
def test_only_profiles_become_links(profile: str) -> None:
    with pytest.raises(BadInput) as caught:
        profile_link(profile)
    assert caught.value.code == "profile_not_usable"


@pytest.mark.parametrize("channel", get_args(Channel))
def test_every_channel_that_has_a_point_has_a_link(channel: Channel) -> None:
    link = link_for(channel, VALUE_OF[POINT_OF[channel]], HOSTILE, HOSTILE)
    assert (link is None) == (POINT_OF[channel] is None)
    if link is not None:
        check_uri(link.uri)
        assert link.copy == VALUE_OF[POINT_OF[channel]]


class Launcher:
    """Opens what it is told to, or nothing at all."""

    def __init__(self, *, opens: bool = True) -> None:
        self.opens = opens
        self.opened: list[str] = []

    def can_open(self, _scheme: str) -> bool:
        return self.opens

    def launch(self, uri: str, done: Callable[[Launch], None]) -> None:
        self.opened.append(uri)
        done(Launched() if self.opens else NoHandler(uri.partition(":")[0]))


def outgoing(channel: Channel, text: str = "") -> Outgoing:
    value = VALUE_OF[POINT_OF[channel]]
    return Outgoing(channel=channel, address=value, subject="Hello", text=text)


@pytest.mark.parametrize(
    ("channel", "opened"),
    [
        ("call", "tel"),
        ("voicemail", "tel"),
        ("sms", "sms"),
        ("email", "mailto"),
        ("whatsapp", "web"),
    ],
)
def test_a_sender_says_what_it_opened(channel: Channel, opened: str) -> None:
    answers: list[object] = []
    launcher = Launcher()
    LinkSender(launcher).start(outgoing(channel), answers.append)
    assert answers == [Started(opened=opened)]
    assert len(launcher.opened) == 1


def test_a_sender_says_what_did_not_go_along() -> None:
    answers: list[object] = []
    LinkSender(Launcher()).start(outgoing("email", "word " * 1000), answers.append)
    (answer,) = answers
    assert isinstance(answer, Started)
    assert answer.text_left


def test_where_no_program_opens_it_the_number_is_to_be_copied() -> None:
    answers: list[object] = []
    sender = LinkSender(Launcher(opens=False))
    assert not sender.starts("call")
    sender.start(outgoing("call"), answers.append)
    assert answers == [NotStarted(channel="call", copy=VALUE_OF["phone"])]


@pytest.mark.parametrize("channel", get_args(Channel))
def test_a_demo_opens_nothing_and_refuses_what_the_real_one_refuses(channel: Channel) -> None:
    answers: list[object] = []
    silent, real = SilentSender(), LinkSender(Launcher())
    assert silent.check(outgoing(channel)) == real.check(outgoing(channel))
    silent.start(outgoing(channel), answers.append)
    assert answers == [Started(opened="demo")]
    if channel == "call":
        with pytest.raises(BadInput):
            silent.check(Outgoing(channel="call", address="911"))


def test_nothing_of_a_person_stands_in_the_repr_of_what_goes_out() -> None:
    assert ADDRESS not in repr(Outgoing(channel="email", address=ADDRESS, text=ADDRESS))


@given(subject=texts, text=texts)
def test_no_text_breaks_out_of_a_mail(subject: str, text: str) -> None:
    link = email_link(ADDRESS, subject, text)
    check_uri(link.uri)
    assert urlsplit(link.uri).path == ADDRESS
    assert urlsplit(link.uri).fragment == ""
    kept = whole_queries(link) if "?" in link.uri else {}
    assert set(kept) <= {"subject", "body"}
    assert "\n" not in kept.get("subject", "")
    assert kept.get("subject", "") == as_utf8(" ".join(subject.split()))
    assert kept.get("body", "") == as_utf8("\r\n".join(text.splitlines()))


@given(text=texts)
def test_no_text_breaks_out_of_a_message(text: str) -> None:
    for link, name in ((sms_link(NUMBER, text), "body"), (whatsapp_link(NUMBER, text), "text")):
        check_uri(link.uri)
        assert urlsplit(link.uri).fragment == ""
        assert urlsplit(link.uri).path in (NUMBER, "/34612345678")
        kept = whole_queries(link) if "?" in link.uri else {}
        assert kept == ({name: as_utf8(text)} if text else {})


@given(profile=st.one_of(st.text(), texts.map(lambda t: f"{PROFILE}{t}")))
def test_no_profile_leads_off_the_site(profile: str) -> None:
    try:
        link = profile_link(profile)
    except BadInput:
        return
    check_uri(link.uri)
    parts = urlsplit(link.uri)
    assert parts.netloc == "www.linkedin.com"
    assert parts.path.startswith("/in/")
    assert (parts.query, parts.fragment) == ("", "")


@given(length=st.integers(0, 3000), subject_length=st.integers(0, 3000))
def test_what_is_too_long_is_left_over_whole(length: int, subject_length: int) -> None:
    text, subject = "é" * length, "s" * subject_length
    mail = email_link(ADDRESS, subject, text)
    kept = whole_queries(mail) if "?" in mail.uri else {}
    assert len(mail.uri) <= LONGEST_URI
    assert text in (kept.get("body", ""), mail.text_left) or mail.text_left.endswith(text)
    assert subject == kept.get("subject", "") or mail.text_left.startswith(subject)
    for message in (sms_link(NUMBER, text), whatsapp_link(NUMBER, text)):
        assert len(message.uri) <= LONGEST_URI
        assert text in (message.text_left, *whole_queries_or_none(message))


def whole_queries_or_none(link: Link) -> list[str]:
    return list(whole_queries(link).values()) if "?" in link.uri else []


def test_a_link_does_not_show_itself_in_a_log() -> None:
    assert "612" not in repr(call_link(NUMBER))
    assert "lucia" not in repr(email_link(ADDRESS, "lucia", "lucia" * 900))
