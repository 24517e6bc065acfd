"""Forms that gave way to a new lead before they were done."""

from app.ui.widgets.parts.modal_dialog import ModalDialog


class SetAside:
    """Keeps one half-filled form under each name, out of sight, until it is asked for again."""

    def __init__(self) -> None:
        self._forms: dict[str, ModalDialog] = {}

    def put(self, form: ModalDialog) -> None:
        """Keeps a form; one that waited under its name goes."""
        self._drop(self._forms.pop(form.kept_as, None))
        self._forms[form.kept_as] = form

    def pop(self, name: str) -> ModalDialog | None:
        """The form that waits under this name, which is no longer kept then."""
        return self._forms.pop(name, None)

    def forget(self) -> None:
        """Drops all of them: what they hold is about somebody who is to be erased."""
        for form in self._forms.values():
            self._drop(form)
        self._forms.clear()

    @staticmethod
    def _drop(form: ModalDialog | None) -> None:
        if form is not None:
            form.close()
