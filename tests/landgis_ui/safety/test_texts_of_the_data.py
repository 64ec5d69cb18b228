# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the data is text, whatever it looks like."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QTextDocument

from landgis_ui.widgets.basics import make_chip, make_label, plain_hint
from landgis_ui.widgets.elided import ElidedLabel

NASTY = '<img src="//evil/share/x.png">甲 & 乙\n第二行 {0} <b>粗</b>'


def test_labels_and_chips_show_marks_as_they_are(qtbot):
    for widget in (make_label(NASTY), make_chip(NASTY), ElidedLabel(NASTY)):
        qtbot.addWidget(widget)
        assert widget.textFormat() == Qt.TextFormat.PlainText


def test_a_tooltip_says_the_text_and_fetches_nothing():
    document = QTextDocument()
    document.setHtml(plain_hint(NASTY))

    assert document.toPlainText() == NASTY
    assert "<img" not in plain_hint(NASTY)


def test_plain_texts_are_left_alone():
    assert plain_hint("亩均 5 & 6\n万元") == "亩均 5 & 6\n万元"
