"""template check, script check and cadence check: no text says what may not have happened."""

from pathlib import Path

import pytest

from tests.cli.commands import Ask, Run

TEMPLATE = """channels = ["whatsapp"]
name = { en = "Hello" }
body = { en = "Hi {{ first_name }}, %s {{ rep_name }}" }
"""
SCRIPT = 'name = { en = "Talk" }\n' + "".join(
    f"""
[[stages]]
key = "{key}"
label = {{ en = "{key}" }}
line = {{ en = "%s" }}
"""
    for key in ("greeting", "reason", "question", "value", "next_step")
)


@pytest.mark.parametrize(
    ("kind", "text"), [("template", TEMPLATE), ("script", SCRIPT)], ids=["template", "script"]
)
def test_a_claim_without_its_condition_is_refused_and_told_how_to_mend(
    run: Run, ask: Ask, tmp_path: Path, kind: str, text: str
) -> None:
    file = tmp_path / "hello.toml"
    file.write_text(text.replace("%s", "you asked us about it."), encoding="utf-8")
    told = run(kind, "check", file, "--json")
    assert (told.code, told.error) == (1, "file_problems")
    problem = told.document["problems"][0]
    assert "you asked" in problem["message"]
    assert problem["fix"] == (
        "Write {% if asked %} before it and {% endif %} behind it, or leave it out."
    )

    mended = text.replace("%s", "{% if asked %}you asked us about it.{% endif %}")
    file.write_text(mended, encoding="utf-8")
    assert ask(kind, "check", file)["problems"] == []


def test_what_is_said_is_looked_at_too(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "talk.toml"
    file.write_text(SCRIPT.replace("%s", "I am just checking in. When do we talk?"))
    advice = ask("script", "check", file)["advice"]
    assert {one["code"] for one in advice} == {"message_filler", "message_no_times"}


def test_every_text_can_be_read_as_people_would_get_it(ask: Ask, tmp_path: Path) -> None:
    page = tmp_path / "texts.html"
    told = ask("cadence", "texts", "--html", page)
    assert {one["language"] for one in told} == {"en", "es"}
    assert {one["kind"] for one in told} == {"message", "script"}
    written = page.read_text(encoding="utf-8")
    assert written.count("<h2>") == len(told)
    assert "Warehouse software" in written
    (first, *_) = ask("cadence", "texts", "b2b_intro", "--language", "en")
    assert first["subject"] == "Warehouse software at Talleres Marín"
