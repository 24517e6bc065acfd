"""Ways in which one telephone line is written: all of them must find the same person."""


def variants(e164: str) -> tuple[str, ...]:
    """Every way in which the line of `e164` is written as E.164, `e164` itself first.

    All members of such a group have the same group: what is kept under one is found by the others.
    Mexico: +52 and +52 1. Argentina: +54 and +54 9. Brazil: mobiles with and without the ninth
    digit. Italy: with and without the leading zero.
    """
    other = other_form(e164)
    return (e164,) if other is None else (e164, other)


def match_key(e164: str) -> str:
    """The one key under which all `variants` of a number are the same."""
    other = other_form(e164)
    return e164 if other is None else min(e164, other)


def other_form(e164: str) -> str | None:
    """The second way of writing the line, None where there is only one."""
    if e164.startswith("+52"):
        return _with_or_without(e164, "+52", "1", 10)
    if e164.startswith("+54"):
        return _with_or_without(e164, "+54", "9", 10)
    if e164.startswith("+55"):
        area, line = e164[3:5], e164[5:]
        # Only lines that began with 6 to 9 were mobiles before the ninth digit came.
        if len(line) == 9 and line[0] == "9" and line[1] in "6789":
            return f"+55{area}{line[1:]}"
        if len(line) == 8 and line[0] in "6789":
            return f"+55{area}9{line}"
        return None
    if e164.startswith("+39"):
        national = e164[3:]
        if national.startswith("00"):
            return None
        return f"+39{national[1:]}" if national.startswith("0") else f"+390{national}"
    return None


def _with_or_without(e164: str, code: str, mark: str, digits: int) -> str | None:
    national = e164[len(code) :]
    if len(national) == digits:
        return f"{code}{mark}{national}"
    if len(national) == digits + 1 and national.startswith(mark):
        return code + national[1:]
    return None
