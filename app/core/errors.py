"""Errors that a user may read: what happened, what it means, what to do."""


class TouchlineError(Exception):
    """A refusal or failure in the user's words.

    `code` is stable, for programs; `message` says what happened; `hint` what to do next.
    None of the three ever holds a name, a number or an address of a person.
    """

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class NotFound(TouchlineError):
    """A thing that was named does not exist (any more)."""


class Refused(TouchlineError):
    """A rule of the product forbids what was asked."""


class BadInput(TouchlineError):
    """What came from outside cannot be read as what it should be."""
