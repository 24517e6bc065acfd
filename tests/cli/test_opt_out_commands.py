"""optout, suppress and consent: what they close and open, and what they say."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Ask, Run

AT = "2026-11-23T11:00"


@pytest.fixture
def lead(sandbox: Ask) -> Any:
    """Somebody who may be called and written to."""
    facts = ("--first", "Ana", "--phone", "+34612345671", "--email", "ana@acme.example")
    more = ("--consent", "call", "--consent", "email", "--company", "Acme")
    return sandbox("lead", "add", *facts, *more, "--at", "2026-11-23T10:55")["lead_id"]


def test_a_person_opts_out_and_undo_takes_it_back(ask: Ask, lead: str) -> None:
    done = ask("optout", lead, "--at", AT)
    assert (done["scope"], done["channels"], done["leads"]) == ("person", ["*"], [lead])
    shown = ask("lead", "show", lead, "--at", AT)
    assert shown["suppressed"] == ["*"]
    assert shown["enrolment"]["finish_reason"] == "opted_out"
    assert ask("queue", "--at", AT) == []
    ask("undo", done["undo_id"], "--at", "2026-11-23T11:00:09")
    assert len(ask("queue", "--at", AT)) == 1


def test_somebody_who_opted_out_is_open_at_no_hour(ask: Ask, run: Run, lead: str) -> None:
    assert ask("lead", "show", lead)["contact_windows"]["open"]
    ask("optout", lead)
    assert ask("lead", "show", lead)["contact_windows"]["open"] == []
    assert (
        "closed" in run("lead", "show", lead).out.partition("Open today (call)")[2].split("\n")[0]
    )


def test_a_refusal_in_what_they_said_of_a_consent_is_read_first(ask: Ask, lead: str) -> None:
    said = ask("consent", lead, "call", "yes", "--note", "no me llames más, por favor")
    assert said["held_to_read"]
    shown = ask("lead", "show", lead)
    assert (shown["held"], shown["contact_windows"]["open"]) == (["*"], [])
    ask("optout", lead, "--read", "none")
    assert ask("lead", "show", lead)["held"] == []
    assert "held_to_read" not in ask("consent", lead, "call", "yes", "--note", "llámame cuando sea")


def test_undo_comes_too_late(run: Run, ask: Ask, lead: str) -> None:
    done = ask("optout", lead, "--at", AT)
    late = run("undo", done["undo_id"], "--at", "2026-11-23T11:00:11", "--json")
    assert (late.code, late.error) == (1, "undo_late")


@pytest.mark.parametrize(
    ("who", "how", "closed"),
    [
        ("ANA@acme.example", (), ["*"]),
        ("612 345 671", ("--scope", "number"), ["call", "sms", "whatsapp"]),
        ("+34612345671", ("--scope", "channel", "--channel", "sms"), ["sms", "whatsapp"]),
        ("ana@acme.example", ("--scope", "channel"), ["email"]),
        ("acme.example", ("--scope", "organisation"), ["*"]),
        ("ACME", ("--scope", "organisation"), ["*"]),
    ],
)
def test_every_scope_reaches_the_person(
    ask: Ask, lead: str, who: str, how: tuple[str, ...], closed: list[str]
) -> None:
    done = ask("optout", who, *how, "--at", AT)
    assert (done["channels"], done["leads"]) == (closed, [lead])


def test_what_is_refused_names_nobody(run: Run, lead: str) -> None:
    said = run("optout", "nobody-like-this", "--at", AT, "--json")
    assert (said.code, said.error) == (1, "bad_address")
    assert "nobody-like-this" not in said.err
    said = run("optout", lead, "--scope", "channel", "--at", AT, "--json")
    assert (said.code, said.error) == (1, "needs_channel")


def test_what_looks_like_a_refusal_is_read(ask: Ask, lead: str) -> None:
    data = '{"text": "please take me off your list", "channel": "email"}'
    ask("signal", lead, "reply", "--data", data, "--at", AT)
    (row,) = ask("queue", "--at", AT)
    assert (row["lane"], row["reason"]) == ("replies", "unread_refusal")
    ask("optout", lead, "--read", "none", "--at", AT)
    (row,) = ask("queue", "--at", AT)
    assert row["reason"] == "replied"


def test_a_list_closes_its_numbers(run: Run, ask: Ask, lead: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("phone\n612345671\nnobody\n")
    command = ("suppress", file, "--registry", "robinson", "--valid-until")
    done = ask(*command, "2026-12-31", "--at", AT)
    assert (done["numbers"], done["bad_lines"], done["leads"]) == (1, [3], 1)
    (why,) = ask("judge", "--channel", "call", "--lead", lead, "--at", AT)["reasons"]
    assert (why["code"], why["force"], why["rule"]) == ("registry", "hard", "ES")
    assert "robinson" in why["text"]
    checks = {c["check"]: c["state"] for c in ask("doctor", "--at", AT)["checks"]}
    assert checks["lists"] == "ok"
    assert not ask(*command, "2026-11-01", "--at", AT)["fresh"]
    checks = {c["check"]: c["state"] for c in ask("doctor", "--at", AT)["checks"]}
    assert checks["lists"] == "warning"
    unknown = ask("judge", "--channel", "call", "--phone", "+34612345671", "--at", AT)
    assert unknown["reasons"][0]["code"] == "registry"
    assert run("suppress", tmp_path / "none", "--registry", "x", "--valid-until", "2027").code == 2


def test_a_consent_opens_what_waited_for_it(run: Run, ask: Ask, sandbox: Ask) -> None:
    added = sandbox("lead", "add", "--phone", "+34612345672", "--source", "list", "--at", AT)
    (row,) = ask("queue", "--at", AT)
    assert (row["lane"], row["reason"]) == ("waiting", "no_consent")
    proof = ("--evidence", "form:12", "--wording", "2026-1", "--until", "2027-11-23")
    done = ask("consent", added["lead_id"], "call", "yes", *proof, "--note", "said so", "--at", AT)
    assert done["next"]["lane"] == "due_now"
    ask("consent", added["lead_id"], "call", "no", "--at", AT)
    said = run("consent", added["lead_id"], "call", "yes", "--own-act", "--at", AT, "--json")
    assert (said.code, said.error) == (1, "needs_evidence")


@pytest.mark.parametrize(
    "said",
    [
        "Ana <ana@acme.example>",
        '"Ana, Acme" <ANA@acme.example>',
        "mailto:ana@acme.example?subject=STOP",
        "ana@acme.example;",
        "<ana@acme.example>,",
    ],
)
def test_an_address_is_read_as_mail_programs_copy_it(ask: Ask, lead: str, said: str) -> None:
    assert ask("optout", said, "--at", AT)["leads"] == [lead]
    assert ask("queue", "--at", AT) == []


@pytest.mark.parametrize("scope", ["person", "channel", "organisation"])
@pytest.mark.parametrize(
    "said",
    [
        "ana@acme.example, bea@acme.example",
        "ana@acme.example;bea@acme.example",
        "ana@acme.example bea@acme.example",
        "bea@acme.example <ana@acme.example>",
        "ana@",
        "@@acme.example",
        "ana@acme",
    ],
)
def test_what_is_not_one_address_closes_nothing(
    run: Run, ask: Ask, lead: str, said: str, scope: str
) -> None:
    refused = run("optout", said, "--scope", scope, "--at", AT, "--json")
    assert (refused.code, refused.error) == (1, "bad_address")
    assert len(ask("queue", "--at", AT)) == 1


def test_an_opt_out_that_reaches_nobody_says_so(run: Run, lead: str) -> None:
    said = run("optout", "bea@acme.example", "--at", AT)
    assert said.code == 0
    assert "Warning: nobody here has this." in said.out
    assert "Warning" not in run("optout", "ana@acme.example", "--at", AT).out


def test_undo_gives_back_whoever_the_opt_out_reached(run: Run, ask: Ask, sandbox: Ask) -> None:
    """Nobody, one person, or several with the same number: undo says how many."""
    others = [
        sandbox("lead", "add", "--first", name, "--email", f"{name}@acme.example", "--at", AT)[
            "lead_id"
        ]
        for name in ("bea", "cris")
    ]
    for who, scope, reached in (
        ("+12125559999", "person", []),
        ("bea@acme.example", "person", others[:1]),
        ("acme.example", "organisation", others),
    ):
        assert ask("optout", who, "--scope", scope, "--at", AT)["leads"] == sorted(reached)
        assert ask("undo", "--at", AT)["leads"] == sorted(reached)
        assert len(ask("queue", "--at", AT)) == 2
        again = run("undo", "--at", AT, "--json")
        assert (again.code, again.error) == (1, "undone_before")


@pytest.mark.parametrize(
    ("opted_out", "stored"),
    [
        ("ana@exämple.es", "ana@xn--exmple-cua.es"),
        ("ana@xn--exmple-cua.es", "ana@exämple.es"),
        ("xn--exmple-cua.es", "ana@mail.exämple.es"),
        ("exämple.es", "ana@mail.xn--exmple-cua.es"),
        ("firm.example", "ana@mail.sales.firm.example"),
        ("ana@firm.example", "ana+news@firm.example"),
        ("ana@gmail.com", "a.na@googlemail.com"),
    ],
)
@pytest.mark.parametrize("first", ["lead", "optout"])
def test_every_way_of_writing_a_domain_is_closed_at_once(
    ask: Ask, sandbox: Ask, opted_out: str, stored: str, first: str
) -> None:
    scope = "person" if "@" in opted_out else "organisation"
    acts = {
        "lead": ("lead", "add", "--first", "Ana", "--email", stored, "--at", AT),
        "optout": ("optout", opted_out, "--scope", scope, "--at", AT),
    }
    ask(*acts.pop(first))
    ask(*acts.popitem()[1])
    assert ask("queue", "--at", AT) == []


def test_a_neighbouring_domain_stays_open(run: Run, ask: Ask, sandbox: Ask) -> None:
    sandbox("lead", "add", "--first", "Ana", "--email", "ana@otherfirm.example", "--at", AT)
    ask("optout", "firm.example", "--scope", "organisation", "--at", AT)
    ask("optout", "ana@mail.otherfirm.example", "--scope", "organisation", "--at", AT)
    assert len(ask("queue", "--at", AT)) == 1
    shared = run("optout", "co.uk", "--scope", "organisation", "--at", AT, "--json")
    assert (shared.code, shared.error) == (1, "bad_address")


def test_a_list_reads_00_and_several_numbers_to_a_line(ask: Ask, lead: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    for line in ("0034612345671", "699999999;612345671", "699999999 / 612 345 671;Ana"):
        file.write_text(f"phone\n{line}\n")
        done = ask("suppress", file, "--registry", "r", "--valid-until", "2026-12-31", "--at", AT)
        assert (done["bad"], done["leads"]) == (0, 1 if line.startswith("00") else 0)
        verdict = ask("judge", "--channel", "call", "--lead", lead, "--at", AT)
        assert "registry" in {one["code"] for one in verdict["reasons"]}
