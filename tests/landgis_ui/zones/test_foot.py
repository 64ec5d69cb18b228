# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sum of all zones is never cut off."""

import pytest

from landgis_ui.steps.zones.left_panel import LeftPanel


@pytest.mark.parametrize("width", [272, 300, 440])
@pytest.mark.parametrize(
    "total", ["5.0 亩 · 1 宗", "232,443.0 亩 · 4,007 宗 · 1,590 户"]
)
def test_count_and_sum_are_whole_at_any_width(qtbot, context, width, total):
    panel = LeftPanel(context)
    qtbot.addWidget(panel)
    panel.show()
    panel.setFixedWidth(width)
    panel.resize(width, 700)
    panel.show_total("26 个片区合计", total)
    qtbot.waitUntil(lambda: panel.total.width() >= panel.total.sizeHint().width())

    assert panel.count.width() >= panel.count.sizeHint().width()
    for part in (panel.count, panel.total):
        right = part.mapTo(panel, part.rect().topRight()).x()
        assert right <= panel.width()
    assert not panel.count.geometry().intersects(panel.total.geometry())
