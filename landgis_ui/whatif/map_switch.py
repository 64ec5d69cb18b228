# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Legend of a trial with its counts, and how it is shown: 现行, 试算, 卷帘."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QSizeF, pyqtSignal
from PyQt6.QtGui import QPixmap
from PyQt6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QWidget

from landgis.render.shading import ClassStyle
from landgis.report.symbols import Pattern, Symbol
from landgis_ui.canvas.colouring import Colouring, LegendClass, styles_for
from landgis_ui.context import Context
from landgis_ui.table.swatches import draw_swatch
from landgis_ui.widgets.basics import column, make_button, make_label, row

SWATCH = QSizeF(22, 14)
PRESENT, TRIAL, SWIPE = "present", "trial", "swipe"
MODES = (PRESENT, TRIAL, SWIPE)
PER_LINE = 2
ALWAYS = ("stays", "came")


class MapSwitch(QWidget):
    """Swatches as the map draws them, and the switch.

    Signals
    -------
    mode_chosen(str)
        The map is to show `present`, `trial` or `swipe`.
    """

    mode_chosen = pyqtSignal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        words = context.words
        self.mode = TRIAL
        self.buttons = QButtonGroup(self)
        choices = []
        for number, name in enumerate(MODES):
            button = make_button(words(f"whatif.map_{name}"), kind="segment")
            button.setCheckable(True)
            button.setChecked(name == TRIAL)
            self.buttons.addButton(button, number)
            choices.append(button)
        self.buttons.idClicked.connect(self._choose)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(2)
        self._labels: list[tuple[QLabel, QLabel]] = []
        head = row(
            make_label(words("whatif.on_map"), size="hint"), None, *choices, spacing=2
        )
        whole = column(head, spacing=2)
        whole.addLayout(self._grid)
        self.setLayout(whole)

    def show_classes(
        self, legend: Sequence[LegendClass], classes: NDArray[np.uint8]
    ) -> None:
        """Show the classes and how many parcels each has; empty ones are left out."""
        counts = np.bincount(classes, minlength=len(legend)).tolist()
        seen = [
            (entry, count)
            for entry, count in zip(legend, counts, strict=True)
            if count or entry.id in ALWAYS
        ]
        while len(self._labels) < len(seen):
            place = len(self._labels)
            pair = (QLabel(), make_label(size="secondary"))
            line, side = divmod(place, PER_LINE)
            self._grid.addLayout(row(*pair, None, spacing=6), line, side)
            self._labels.append(pair)
        unit = self._context.words("unit.parcels")
        for place, (picture, text) in enumerate(self._labels):
            is_used = place < len(seen)
            picture.setVisible(is_used)
            text.setVisible(is_used)
            if is_used:
                entry, count = seen[place]
                picture.setPixmap(self._swatch(entry))
                text.setText(f"{entry.title} {count:,} {unit}")

    def _choose(self, number: int) -> None:
        self.mode = MODES[number]
        self.mode_chosen.emit(self.mode)

    def _swatch(self, entry: LegendClass) -> QPixmap:
        look = self._context.look
        theme = look.theme
        only = Colouring(legend=(entry,), classes=np.zeros(0, dtype=np.uint8))
        style = styles_for(
            only, ground=theme.map_ground, verify=theme.verify, is_dark=theme.is_dark
        )[0]
        return draw_swatch(
            _symbol(entry, style, theme.map_ground),
            SWATCH * look.scale,
            ratio=self.devicePixelRatioF(),
        )


def _symbol(entry: LegendClass, style: ClassStyle, ground: str) -> Symbol:
    """Return the style of a class as the swatches want it."""
    hatch = style.hatch
    pattern = None
    if hatch is not None:
        pattern = Pattern(
            id=entry.id,
            lines=hatch.lines,
            marker=hatch.marker,
            pitch_mm=1.0,
            pitch_px=min(hatch.pitch_px, 5.0),
            size_mm=1.0,
            size_px=hatch.size_px,
            sheet=0,
        )
    return Symbol(
        id=entry.id,
        title=entry.title,
        letter="",
        fill=style.fill or ground,
        pattern=pattern,
        ink=style.ink,
        outline_style=style.outline,
        outline_mm=1.0,
        outline_px=style.outline_px,
    )
