# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The look of the whole application: given once, and given again when it is another."""

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtWidgets import QWidget

from landgis_ui.theme.look import Look


class Counter(QObject):
    """Counts how often a widget was given a style."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _widget, event):  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.StyleChange
        return False


def test_the_same_look_given_again_costs_no_widget_anything(qtbot, qapp):
    Look("light").apply(qapp)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    counter = Counter(widget)

    Look("light").apply(qapp)

    assert counter.count == 0


def test_another_theme_or_size_reaches_every_widget(qtbot, qapp):
    light = Look("light")
    light.apply(qapp)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    counter = Counter(widget)

    light.set_scale(1.25)
    light.apply(qapp)
    assert counter.count > 0
    assert qapp.font().pixelSize() == light.font().pixelSize()

    light.set_scale(1.0)
    light.set_theme("dark")
    light.apply(qapp)
    ground = light.colour("app")
    assert qapp.palette().window().color() == ground
    Look("light").apply(qapp)
