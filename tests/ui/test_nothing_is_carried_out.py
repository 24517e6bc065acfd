"""What people wrote is shown and never carried out: no picture is loaded, no link is made."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.people.new_lead import NewPoint
from app.ui.widgets.parts.plain_tip import plain_tip
from tests.ui.workplace import Hands, at_work, person

UI = Path(__file__).parents[2] / "app" / "ui"
PICTURE = '<img src="file://far.example/share/x.png">'
MOST_COLUMNS = 8
_TIPS = {"setToolTip", "setWhatsThis", "setStatusTip"}


def hostile(text: str) -> dict[str, object]:
    """Every field of a person that takes text, with markup in it."""
    names = ("first_name", "last_name", "city", "region", "company", "job_title", "interest")
    points = (
        NewPoint(kind="phone", value="+34612345001"),
        NewPoint(kind="phone", value=text, status="unparsed", note=text),
        NewPoint(kind="email", value=text, status="unparsed", note=text),
        NewPoint(kind="linkedin", value=f"https://linkedin.com/in/{text}"),
    )
    extra = {"points": points, "note": text, "extra": {text: text}, "source": text}
    return {**dict.fromkeys(names, text), **extra}


def asked(model: QAbstractItemModel) -> Iterator[str]:
    """The tooltips of every cell of a model."""
    for row in range(model.rowCount(QModelIndex())):
        for column in range(MOST_COLUMNS):
            cell = model.index(row, column)
            tip = cell.data(Qt.ItemDataRole.ToolTipRole) if cell.isValid() else None
            yield tip if isinstance(tip, str) else ""


def carried_out(tip: str) -> bool:
    """Whether Qt would make more of a tooltip than the letters in it."""
    if not Qt.mightBeRichText(tip):
        return False
    page = QTextDocument()
    page.setHtml(tip)
    return "￼" in page.toPlainText() or "<img" not in page.toPlainText()


def test_a_window_full_of_markup_shows_it_letter_by_letter(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    one, other = person(1, **hostile(PICTURE)), person(2, company=PICTURE)
    seen: list[str] = []
    with at_work(tmp_path, qapp, qtbot, Hands(), one, other) as place:
        place.wait_for(place.rows()[0].name)
        for row in range(2):
            for widget in [place.window, *place.window.findChildren(QWidget)]:
                tips = [widget.toolTip(), widget.whatsThis(), widget.statusTip()]
                if isinstance(widget, QAbstractItemView) and widget.model() is not None:
                    tips += asked(widget.model())
                seen += [tip for tip in tips if "img" in tip]
                assert not [tip for tip in tips if carried_out(tip)]
                if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
                    assert not Qt.mightBeRichText(widget.text())
            if row == 0:
                place.press(Qt.Key.Key_J)
    assert seen


@pytest.mark.parametrize(
    "text",
    [PICTURE, f"Ana\n{PICTURE}", "<b>Ana</b>", "a < b & c", "Ana <ana@firm.example>", "<qt>x</qt>"],
)
def test_a_tip_is_read_as_it_was_written(text: str) -> None:
    page = QTextDocument()
    tip = plain_tip(text)
    if Qt.mightBeRichText(tip):
        page.setHtml(tip)
        assert page.toPlainText() == text
    else:
        assert tip == text


def _plain(given: ast.expr) -> bool:
    """Whether an argument is a word of ours or goes through `plain_tip`."""
    if isinstance(given, ast.IfExp):
        return _plain(given.body) and _plain(given.orelse)
    if isinstance(given, ast.BoolOp):
        return all(map(_plain, given.values))
    if isinstance(given, ast.Call) and isinstance(given.func, ast.Attribute):
        return given.func.attr == "tr"
    if isinstance(given, ast.Call) and isinstance(given.func, ast.Name):
        ours = given.func.id == "say" and all(isinstance(a, ast.Constant) for a in given.args)
        return given.func.id == "plain_tip" or (ours and not given.keywords)
    return isinstance(given, ast.Constant)


def _faults(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in _TIPS and not _plain(node.args[0]):
                yield node.lineno
            if node.func.attr in ("setHtml", "insertHtml"):
                yield node.lineno
        if isinstance(node, ast.If) and "ToolTipRole" in ast.unparse(node.test):
            answers = [n for n in ast.walk(node) if isinstance(n, ast.Return) and n.value]
            yield from (n.lineno for n in answers if n.value and not _plain(n.value))
        if isinstance(node, ast.FunctionDef):
            made = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
            names = {ast.unparse(n.func).rpartition(".")[2] for n in made}
            if names & {"QLabel", "QMessageBox"} and "setTextFormat" not in names:
                yield node.lineno


@pytest.mark.parametrize("file", sorted(UI.rglob("*.py")), ids=lambda file: file.stem)
def test_every_tip_and_label_is_plain(file: Path) -> None:
    assert list(_faults(ast.parse(file.read_text(encoding="utf-8")))) == []
