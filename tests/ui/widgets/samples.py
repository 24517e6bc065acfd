"""What the design's pictures show, as data for galleries and tests. All people are invented."""

from app.ui.widgets.frame.frame_data import (
    AlertData,
    KeyHint,
    MetricData,
    StatusData,
    SyncData,
    TopBarData,
)
from app.ui.widgets.lead.lead_data import (
    CadenceData,
    ContactWindowData,
    FactData,
    LeadData,
    StepDotData,
    TimelineEntryData,
)
from app.ui.widgets.parts.view_data import ChannelChoice, ChipData, Span, Spans, ring_for
from app.ui.widgets.touch.touch_data import (
    ActionData,
    ActionLink,
    CallBoxData,
    CallControl,
    FooterAction,
    GapData,
    HeaderData,
    LanguageChoice,
    MessageData,
    ObjectionData,
    ScriptData,
    ScriptLineData,
    TouchData,
)
from tests.ui.widgets.sample_outcomes import CALL_DOCK, MESSAGE_DOCK


def spans(text: str) -> Spans:
    """ "Hello [Lucía], [?first name]": brackets are merge fields, a question mark a gap."""
    made: list[Span] = []
    for i, part in enumerate(text.replace("[", "\0").replace("]", "\0").split("\0")):
        if i % 2 and part.startswith("?"):
            made.append(Span(text=part[1:], kind="missing"))
        elif part:
            made.append(Span(text=part, kind="field" if i % 2 else "text"))
    return tuple(made)


SCRIPT = ScriptData(
    lines=(
        ScriptLineData(
            key="greeting",
            label="Greeting",
            text=spans(
                "Hello, is this [Lucía]? I’m [Marta] from [Campus Faro]. Do you have two minutes?"
            ),
        ),
        ScriptLineData(
            key="reason",
            label="Reason",
            text=spans(
                "You asked on our site about the [MSc in Data Analytics] at [10:40], "
                "so I’m calling straight back."
            ),
        ),
        ScriptLineData(
            key="question",
            label="Open question",
            text=spans(
                "What made you look at it now, and what would you like it to change for you?"
            ),
        ),
        ScriptLineData(
            key="value",
            label="Listen and value",
            text=spans(
                "Match one: evening classes from 18:30 · [€290 a month] · scholarship open until "
                "[30 November]."
            ),
        ),
        ScriptLineData(
            key="next",
            label="Next step",
            text=spans(
                "Shall we book 20 minutes with an adviser on [Thursday 19], at [18:00] or [19:00]?"
            ),
        ),
    ),
    languages=(
        LanguageChoice(code="en", name="English"),
        LanguageChoice(code="es", name="Spanish"),
    ),
    language="en",
)
_PRICE = spans(
    "“I understand. Most people split it: [€290 a month], and the scholarship takes [15 %] off. "
    "Would monthly work for you?”"
)
OBJECTIONS = tuple(
    ObjectionData(key=key, label=label, answer=_PRICE if key == "price" else spans(f"“{label}.”"))
    for key, label in (
        ("price", "Too expensive"),
        ("time", "No time"),
        ("compare", "Just comparing"),
        ("email", "Send me an email"),
        ("later", "Call me later"),
    )
)
CALL_BOX = CallBoxData(
    state="Ready · Jabra headset",
    controls=(
        CallControl(code="mute", icon="mic", name="Mute", key="M"),
        CallControl(code="hold", icon="pause", name="Hold", key="H"),
        CallControl(code="keypad", icon="grid-3x3", name="Keypad", key="K"),
    ),
)
CALL_HEADER = HeaderData(
    name="Lucía Fernández Ortega",
    step_line="Call 1 of 5 · Day 0 · Web enquiry",
    place_line="10:43 in Madrid · English, Spanish",
    ring=ring_for(192),
    why_icon="timer",
    why_word="New lead",
    why="Asked 1:48 ago. First call due before 10:45:12.",
)
CALL_ACTION = ActionData(
    code="call",
    text="Call +34 612 34 56 78",
    icon="phone",
    key="Enter",
    spoken="Call Lucía Fernández Ortega, +34 612 34 56 78",
)
CALL = TouchData(
    touch="call-1",
    header=CALL_HEADER,
    action=CALL_ACTION,
    side=CALL_BOX,
    objective="Introduce yourself, learn the need and the preferred channel.",
    script=SCRIPT,
    objections=OBJECTIONS,
    dock=CALL_DOCK,
)
CALL_ACTIONS = {
    "ready": CALL_ACTION,
    "outside hours": ActionData(
        code="wait", text="Opens 13:00 (09:00 in São Paulo)", icon="moon", look="disabled"
    ),
    "no consent": ActionData(
        code="blocked",
        text="Calls not allowed",
        icon="shield-off",
        look="disabled",
        links=(ActionLink(code="why", text="Why?"),),
    ),
    "copy": ActionData(code="copy", text="Copy number", icon="copy", key="Enter"),
    "dialled": ActionData(
        code="choose", text="Choose the outcome", icon="phone-outgoing", look="outline"
    ),
    "taken": ActionData(code="next", text="Go to next", icon="arrow-right", key="Enter"),
}

MESSAGE = TouchData(
    touch="message-1",
    header=HeaderData(
        name="Callum Fraser",
        step_line="Email 1 of 3 · Day 1 · Web enquiry",
        place_line="10:08 in Glasgow · English",
        why_icon="circle-dot",
        why_word="Step due",
        why="Yesterday’s call had no answer. Usually reads email 10–11.",
    ),
    action=ActionData(
        code="fill", text="Fill 1 missing field", icon="text-cursor-input", key="Enter"
    ),
    side=ActionData(
        code="send",
        text="Send email",
        icon="send",
        key="Ctrl Enter",
        look="disabled",
        detail="Ready once the field is filled",
        detail_tone="warn",
    ),
    message=MessageData(
        to_name="Callum Fraser",
        to_address="callum.fraser@example.com",
        consent=ChipData(text="Email consent", kind="ok", icon="check"),
        subject=spans("Your question about the [MSc in Data Analytics]"),
        body=spans(
            "Hi [Callum],\n\nCould you study two evenings a week from [January]? I called "
            "yesterday at [16:20]. Here are your answers.\n\nFees: [£249 a month] for [24 months]. "
            "First payment in [January].\nClasses: [Tuesday and Thursday, 18:30–20:30], online, "
            "recorded.\nScholarship: [15 %] off if you apply before [?scholarship deadline].\n\n"
            "Would [Thursday 19] at [17:30] or [18:30] suit you for 20 minutes with an adviser? "
            "One word back is enough.\n\n[Marta Solé], [Campus Faro]"
        ),
        channels=(
            ChannelChoice(code="email", label="Email", icon="mail"),
            ChannelChoice(code="whatsapp", label="WhatsApp", icon="message-circle"),
        ),
        channel="email",
        template="What you asked for",
        variant="Variant B",
        variant_note="set by the A/B test",
        gaps=(
            GapData(
                field="scholarship_deadline",
                label="Scholarship deadline",
                hint="day month",
                editable=True,
            ),
        ),
        without_gap="use the text without it",
        notes=("Fees and dates 2027.pdf  214 KB", "Unsubscribe line is added"),
        actions=(
            FooterAction(code="copy", text="Copy text", icon="copy"),
            FooterAction(code="mail_app", text="Open in mail app", icon="external-link"),
        ),
    ),
    dock=MESSAGE_DOCK,
)
LINKEDIN = TouchData(
    touch="linkedin-1",
    header=HeaderData(
        name="Nikos Papadakis",
        step_line="LinkedIn 1 of 2 · Day 2 · Social first",
        why_icon="circle-dot",
        why_word="Step due",
        why="Connect before the first email.",
    ),
    action=ActionData(code="open", text="Open profile", icon="external-link", key="Enter"),
    side=ActionData(code="done", text="Mark done", icon="check", key="1", look="outline"),
    message=MessageData(
        to_name="Nikos Papadakis",
        to_address="linkedin.com/in/nikos-papadakis",
        body=spans("Hi [Nikos], I read your post about evening study. Shall we connect?"),
        template="Connect request",
        actions=(FooterAction(code="copy", text="Copy text", icon="copy"),),
    ),
    dock=MESSAGE_DOCK,
)


def _steps(current: int) -> tuple[StepDotData, ...]:
    plan = (
        ("phone", "0"),
        ("mail", "1"),
        ("message-circle", "2"),
        ("phone", "4"),
        ("phone", "6"),
        ("mail", "7"),
        ("phone", "9"),
        ("message-circle", "11"),
        ("phone", "13"),
        ("mail", "14"),
    )
    return tuple(
        StepDotData(
            icon=icon,
            day=day,
            state="current" if i == current else "done" if i < current else "planned",
            spoken=f"Step {i + 1} of 10, day {day}",
        )
        for i, (icon, day) in enumerate(plan)
    )


LEAD = LeadData(
    facts=tuple(
        FactData(label=label, value=value)
        for label, value in (
            ("Segment", "Adult 35–55 · Hot inbound"),
            ("Source", "Google Ads · Fees form"),
            ("Interest", "MSc Data Analytics, January"),
            ("Prefers", "Phone, mornings"),
            ("Language", "English, Spanish"),
            ("Phone", "+34 612 34 56 78"),
            ("Email", "lucia.fo@example.com"),
        )
    ),
    consents=(
        ChipData(text="Calls", kind="ok", icon="check", tip="Calls: consent given"),
        ChipData(text="Email", kind="ok", icon="check", tip="Email: consent given"),
        ChipData(
            text="WhatsApp: ask",
            kind="outline",
            icon="circle-question-mark",
            tip="WhatsApp: consent unknown",
        ),
    ),
    window=ContactWindowData(
        title="10:42 in Madrid",
        note="calls until 20:00",
        spans=((9 * 60, 20 * 60),),
        now_minute=10 * 60 + 42,
        spoken="Calls allowed 9 to 20, now 10:42, open",
    ),
    cadence=CadenceData(title="Web enquiry v7", position="Step 1 of 10 · Day 0", steps=_steps(0)),
    timeline=(
        TimelineEntryData(
            kind="other",
            icon="file-input",
            title="Sent the fees form",
            detail="“Can I study evenings and start in January?”",
            time="10:40",
        ),
        TimelineEntryData(
            kind="other", icon="eye", title="Looked at fees page twice", time="10:36"
        ),
        TimelineEntryData(kind="heading", title="Earlier enquiry · May 2026"),
        TimelineEntryData(
            kind="message", icon="mail", title="Email 3 sent", detail="No reply", time="28 May"
        ),
        TimelineEntryData(
            kind="note",
            icon="sticky-note",
            title="Note · Tomás",
            detail="Wants to wait until her son starts school.",
            time="22 May",
        ),
        TimelineEntryData(
            kind="call",
            icon="phone",
            title="Call 2 · Connected, 6:12",
            detail="Asked about monthly payments",
            time="22 May",
        ),
        TimelineEntryData(
            kind="message",
            icon="message-circle",
            title="WhatsApp reply",
            detail="“Thanks, I will look this week.”",
            time="20 May",
            tone="reply",
        ),
        TimelineEntryData(
            kind="call", icon="phone-missed", title="Call 1 · No answer", time="18 May"
        ),
    ),
)

TOP = TopBarData(
    metrics=(
        MetricData(
            value="2:38", goal="goal 5:00", label="Median first contact", short="Median first"
        ),
        MetricData(value="94 %", goal="goal 90", label="Within 5 minutes", short="In window"),
        MetricData(value="41", goal="of 110", label="Touches today", short="Touches"),
    ),
    availability=(
        ChannelChoice(code="available", label="Available", icon="circle-check"),
        ChannelChoice(code="break", label="Break", icon=""),
        ChannelChoice(code="away", label="Away", icon=""),
    ),
    available="available",
    sync=SyncData(icon="cloud-check", text="Synced 12 s ago", short="12 s ago"),
    initials="MS",
    person="Marta Solé",
)
STATUS = StatusData(
    icon="check",
    before="Logged ",
    strong="No answer",
    after=" for Henrik Olsen",
    undo_seconds=8,
    hints=(
        KeyHint(key="J K", text="Move"),
        KeyHint(key="Enter", text="Call"),
        KeyHint(key="1–9", text="Log outcome"),
        KeyHint(key="N", text="Note"),
        KeyHint(key="O", text="Objections"),
        KeyHint(key="?", text="All keys"),
    ),
)
ALERT = AlertData(
    lead="joanna",
    who="Joanna Kowalczyk",
    where="Kraków 11:21 · speaks Polish",
    note="Yours alone for 48 s, then open to the team. Your WhatsApp to Priya stays as a draft.",
    ring=ring_for(288),
    call_text="Call Joanna now",
    pass_on=True,
)
