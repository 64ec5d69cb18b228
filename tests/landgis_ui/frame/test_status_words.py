# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands at the right end of the status bar, and icons when the theme changes."""

from types import SimpleNamespace

import pytest

from landgis_ui.frame.project_header import SystemName
from landgis_ui.theme.look import Look


@pytest.mark.parametrize(
    ("crs", "said"),
    [
        ("EPSG:4528", "CGCS2000 / 3° 带 40（EPSG:4528）"),
        ("EPSG:4549", "CGCS2000 / 3° 带 中央经线 120°（EPSG:4549）"),
        ("EPSG:2384", "西安80 / 3° 带 中央经线 117°（EPSG:2384）"),
        ("EPSG:4498", "CGCS2000 / 6° 带 20（EPSG:4498）"),
        ("EPSG:32650", "EPSG:32650"),
    ],
)
def test_the_status_bar_names_the_system_as_surveyors_do(qtbot, context, crs, said):
    name = SystemName(context)
    qtbot.addWidget(name.label)
    assert not name.label.text()
    context.workspace.set_data(SimpleNamespace(crs=crs))
    assert name.label.text() == said


def test_an_icon_made_once_is_drawn_in_the_colours_of_the_theme_now(qtbot):
    look = Look("light")
    icon = look.icon("settings")

    def inks():
        image = icon.pixmap(48, 48).toImage()
        found = (
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
        )
        return {colour.name() for colour in found if colour.alpha() == 255}

    assert look.theme.ink2.lower() in inks()
    before = look.theme.ink2.lower()
    look.set_theme("dark")
    assert look.theme.ink2.lower() in inks()
    assert before not in inks()
