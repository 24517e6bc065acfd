"""Reads templates and scripts from their files. docs/cadence-format.md writes the format down."""

from typing import get_args

from app.core.lead import Channel
from app.core.script import STAGE_KEYS, Objection, Script, Stage
from app.core.template import SUBJECT_CHANNELS, Template, check_text, fields_of
from app.core.texts import Texts
from app.core.toml_file import FileError, Problem, TomlFile
from app.core.toml_table import TomlTable, root_table

_CHANNELS: tuple[Channel, ...] = get_args(Channel)
_MAX_OBJECTIONS = 9


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
    if subject and not with_subject:
        root.add("subject", f"Nobody sees a subject on {channels[0]}.", "Remove it.")
    body = root.texts("body")
    root.finish()
    _check_texts(root, "subject", subject, one_line=True)
    _check_texts(root, "body", body)
    if with_subject:
        for language in sorted(set(body) ^ set(subject)):
            root.add(
                "subject",
                f"Subject and body do not both exist in {language}.",
                "Write both, or neither.",
            )
    _advise_languages([(root, "name", name), (root, "body", body)])
    if source.problems:
        raise FileError(file, source.problems)
    used = dict.fromkeys(f for one in (*subject.values(), *body.values()) for f in fields_of(one))
    template = Template(
        key=source.key,
        channels=channels,
        name=name,
        subject=subject,
        body=body,
        fields=tuple(used),
    )
    return template, tuple(source.warnings)


def parse_script(text: str, file: str) -> tuple[Script, tuple[Problem, ...]]:
    """The script that `text` describes, and advice that stops nobody; see `parse_template`."""
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
        stages.append(Stage(key=key, label=label, line=line))
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
        if one_line and "\n" in text.strip():
            table.add(field, f"The text in {language} has several lines.", "Write one line.")


def _advise_languages(texts: list[tuple[TomlTable, str, Texts]]) -> None:
    """Whoever speaks a language gets every text in it, or a warning says which is missing."""
    languages = dict.fromkeys(language for _, _, one in texts for language in one)
    for table, field, one in texts:
        missing = ", ".join(language for language in languages if language not in one)
        if one and missing:
            table.warn(field, f"It has no text for {missing}.", "Write one.")
