"""Reads templates and scripts from their files. docs/cadence-format.md writes the format down."""

from typing import get_args

from app.core.files.toml_file import FileError, Problem, TomlFile
from app.core.files.toml_table import TomlTable, root_table
from app.core.messages.claims import unfounded
from app.core.messages.script import STAGE_KEYS, Objection, Script, ScriptStage
from app.core.messages.template import SUBJECT_CHANNELS, Template, check_text, fields_of
from app.core.messages.variant import Variant
from app.core.people.lead import Channel
from app.core.texts import Texts

_CHANNELS: tuple[Channel, ...] = get_args(Channel)
_MAX_OBJECTIONS = 9
_MOST_WEIGHT = 1000
_LETTERS = "BCDEFGHIJ"


def parse_template(text: str, file: str) -> tuple[Template, tuple[Problem, ...]]:
    """The template that `text` describes, and advice that stops nobody.

    `file` names it; the name without its ending becomes the key. Raises FileError with every
    problem, each with its language, its line and the merge field.
    """
    source = TomlFile(text, file)
    root = root_table(source)
    channels = root.choices("channels", _CHANNELS)
    name = root.texts("name")
    with_subject = any(channel in SUBJECT_CHANNELS for channel in channels)
    subject = root.texts("subject", required=with_subject)
    body = root.texts("body")
    weight = root.integer("weight", 0, _MOST_WEIGHT, 1)
    variants = _variants(root, body, with_subject=with_subject)
    root.finish()
    _check_message(root, subject, body, with_subject=with_subject)
    if not weight and not any(one.weight for one in variants):
        root.add("weight", "Nobody would get any of the texts.", "Give one a weight of 1.")
    _advise_languages([(root, "name", name), (root, "body", body)])
    if source.problems:
        raise FileError(file, source.problems)
    written = [text for one in variants for text in (*one.subject.values(), *one.body.values())]
    texts = (*subject.values(), *body.values(), *written)
    used = dict.fromkeys(field for one in texts for field in fields_of(one))
    template = Template(
        key=source.key,
        channels=channels,
        name=name,
        subject=subject,
        body=body,
        fields=tuple(used),
        weight=weight,
        variants=variants,
    )
    return template, tuple(source.warnings)


def _variants(root: TomlTable, body: Texts, *, with_subject: bool) -> tuple[Variant, ...]:
    """The further texts: each in the languages of the first, so that a language decides nothing."""
    if not root.has("variants"):
        return ()
    variants: list[Variant] = []
    for table in root.tables("variants", "variant", len(_LETTERS)):
        one = Variant(
            key=table.text("key"),
            weight=table.integer("weight", 0, _MOST_WEIGHT, 1),
            subject=table.texts("subject", required=with_subject),
            body=table.texts("body"),
        )
        table.finish()
        if one.key not in _LETTERS or one.key in {other.key for other in variants}:
            table.add("key", "It is no letter of its own.", 'Write key = "B", then "C".')
        _check_message(table, one.subject, one.body, with_subject=with_subject)
        for language in sorted(set(body) - set(one.body)):
            table.add("body", f"It has no text in {language}.", "Write it: the first text has one.")
        variants.append(one)
    return tuple(variants)


def _check_message(table: TomlTable, subject: Texts, body: Texts, *, with_subject: bool) -> None:
    _check_texts(table, "subject", subject, one_line=True)
    _check_texts(table, "body", body)
    if subject and not with_subject:
        table.add("subject", "Nobody sees a subject on these channels.", "Remove it.")
    for language in sorted(set(body) ^ set(subject)) if with_subject else ():
        table.add(
            "subject",
            f"Subject and body do not both exist in {language}.",
            "Write both, or neither.",
        )


def parse_script(text: str, file: str) -> tuple[Script, tuple[Problem, ...]]:
    """The script that `text` describes, and advice that stops nobody; see `parse_template`.

    Raises FileError with every problem of the file.
    """
    source = TomlFile(text, file)
    root = root_table(source)
    name = root.texts("name")
    texts: list[tuple[TomlTable, str, Texts]] = [(root, "name", name)]

    stages = []
    stage_tables = root.tables("stages", "stage", len(STAGE_KEYS))
    for table in stage_tables:
        key = table.choice("key", STAGE_KEYS)
        label, line = table.texts("label"), table.texts("line")
        table.finish()
        _check_texts(table, "line", line)
        texts += [(table, "label", label), (table, "line", line)]
        stages.append(ScriptStage(key=key, label=label, line=line))
    if stage_tables and tuple(stage.key for stage in stages) != STAGE_KEYS:
        root.add(
            "stages",
            "A script has the same five stages, in the order of a conversation.",
            f"Write one of each: {', '.join(STAGE_KEYS)}.",
        )

    objections: list[Objection] = []
    objection_tables = (
        root.tables("objections", "objection", _MAX_OBJECTIONS) if root.has("objections") else []
    )
    for table in objection_tables:
        objection = Objection(
            key=table.key("key") or "", label=table.texts("label"), answer=table.texts("answer")
        )
        table.finish()
        if objection.key in {"", *(other.key for other in objections)}:
            table.add("key", "It is missing or used twice.", 'Write key = "too_expensive", say.')
        _check_texts(table, "answer", objection.answer)
        texts += [(table, "label", objection.label), (table, "answer", objection.answer)]
        objections.append(objection)

    root.finish()
    _advise_languages(texts)
    if source.problems:
        raise FileError(file, source.problems)
    complete = set.intersection(*(set(one) for _, _, one in texts))
    script = Script(
        key=source.key,
        name=name,
        stages=tuple(stages),
        objections=tuple(objections),
        languages=tuple(language for language in name if language in complete),
    )
    return script, tuple(source.warnings)


def _check_texts(table: TomlTable, field: str, texts: Texts, *, one_line: bool = False) -> None:
    for language, text in texts.items():
        for fault in check_text(text):
            what = f"Text in {language}, line {fault.line}"
            what += f", {fault.field}: " if fault.field else ": "
            table.add(field, what + fault.what, fault.fix)
        for claim in unfounded(text):
            where = f"Text in {language}, line {claim.line}: "
            table.add(field, where + claim.what, claim.fix)
        if one_line and "\n" in text.strip():
            table.add(field, f"The text in {language} has several lines.", "Write one line.")


def _advise_languages(texts: list[tuple[TomlTable, str, Texts]]) -> None:
    """Whoever speaks a language gets every text in it, or a warning says which is missing."""
    languages = dict.fromkeys(language for _, _, one in texts for language in one)
    for table, field, one in texts:
        missing = ", ".join(language for language in languages if language not in one)
        if one and missing:
            table.warn(field, f"It has no text for {missing}.", "Write one.")
