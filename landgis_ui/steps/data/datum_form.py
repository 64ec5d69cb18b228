# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How to leave an old datum: parameters, or points known in both systems."""

from __future__ import annotations

import math
import re

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from landgis.crs import describe_shift, make_datum_shift
from landgis.errors import DataError
from landgis.operations.project_file import ReadOptions
from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_label,
    row,
    set_property,
)

LENGTHS = (3, 4, 7)
COORDINATES = 4
_SPLIT = re.compile(r"[\s,;，；、]+")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．。－＋", "0123456789..-+")

Numbers = tuple[float, ...]


def read_numbers(text: str) -> Numbers | None:
    """Return the numbers of a line, full-width ones too; None if one is none."""
    found = [part for part in _SPLIT.split(text.translate(_FULL_WIDTH)) if part]
    try:
        numbers = tuple(float(part) for part in found)
    except ValueError:
        return None
    return numbers if all(math.isfinite(number) for number in numbers) else None


class DatumForm(QWidget):
    """Three, four or seven parameters, or at least two control points.

    Signals
    -------
    given(tuple, tuple)
        The parameters, and the control points; one of the two is empty.
    """

    given = pyqtSignal(tuple, tuple)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = context.words
        self._context = context
        self.parameters = QLineEdit()
        self.parameters.setPlaceholderText(words("data.parameters_form"))
        self.parameters.setAccessibleName(words("data.parameters"))
        self.points = QPlainTextEdit()
        self.points.setPlaceholderText(words("data.points_form"))
        self.points.setAccessibleName(words("data.points"))
        self.points.setTabChangesFocus(True)
        self.points.setFixedHeight(context.look.px(74))
        self.verdict = make_label(size="hint", wrap=True)
        self.apply = make_button(words("data.apply_datum"), self._apply)
        self.parameters.textChanged.connect(self._judge)
        self.points.textChanged.connect(self._judge)
        self.parameters.returnPressed.connect(self._apply)
        self.setLayout(
            column(
                make_label(words("data.datum_head"), strong=True),
                make_label(words("data.datum_hint"), size="hint", wrap=True),
                make_label(words("data.parameters")),
                self.parameters,
                make_label(words("data.points")),
                self.points,
                self.verdict,
                row(self.apply, None),
                spacing=4,
            )
        )
        self._judge()

    def show_options(self, options: ReadOptions) -> None:
        """Show what was given before, unless something is being typed."""
        if self.parameters.hasFocus() or self.points.hasFocus():
            return
        numbers = " ".join(f"{number:.12g}" for number in options.helmert)
        lines = "\n".join(
            " ".join(f"{number:.12g}" for number in point)
            for point in options.control_points
        )
        if self.parameters.text() != numbers:
            self.parameters.setText(numbers)
        if self.points.toPlainText() != lines:
            self.points.setPlainText(lines)

    def _read(self) -> tuple[Numbers, tuple[Numbers, ...]] | None:
        """Return what is typed, or None where it is no numbers."""
        numbers = read_numbers(self.parameters.text())
        lines = [
            read_numbers(line)
            for line in self.points.toPlainText().splitlines()
            if line.strip()
        ]
        points = tuple(line for line in lines if line is not None)
        if numbers is None or len(points) < len(lines):
            return None
        return numbers, points

    def _judge(self) -> None:
        """Say at once whether it will do, and how well points fit."""
        text, tone, works = self._verdict()
        self.verdict.setText(text)
        set_property(self.verdict, "tone", tone)
        self.apply.setEnabled(works)

    def _verdict(self) -> tuple[str, str, bool]:
        words, found = self._context.words, self._read()
        if found is None:
            return words("data.datum_not_numbers"), "bad", False
        numbers, points = found
        if not numbers and not points:
            return words("data.datum_empty"), "", False
        try:
            shift = make_datum_shift(helmert=numbers, control_points=points)
        except DataError as error:
            return words.sentence(error), "bad", False
        return ("", "", False) if shift is None else (describe_shift(shift), "ok", True)

    def _apply(self) -> None:
        found = self._read()
        if found is not None and self.apply.isEnabled():
            self.given.emit(*found)
