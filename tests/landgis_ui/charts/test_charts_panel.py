# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts by mouse and keys: what is said, what is selected, what is saved."""

import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
from PIL import Image
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication

from landgis_ui.charts.figures import FIGURES, parcels_of

Key, Held = Qt.Key, Qt.KeyboardModifier


def middle_of(view, region):
    return view.area_of(region).center().toPoint()


def click(qtbot, panel, region, held=Held.NoModifier):
    view = panel.view
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, held, middle_of(view, region))


def test_each_figure_is_drawn_in_the_colours_of_the_theme_and_said_in_a_sentence(
    panel, shows, context
):
    for name in FIGURES:
        chart = shows(name)

        assert chart.words.endswith("。")
        assert panel.view.accessibleName() == chart.words
        assert panel.said.whole() == chart.words
        corner = panel.view.picture().pixelColor(1, 1).name().upper()
        assert corner == context.look.theme.panel


def test_clicking_a_bar_selects_the_parcels_of_its_firms_and_shift_adds(
    qtbot, panel, shows, context
):
    chart = shows("tax")
    by_firm = {tuple(region.rows.tolist()): region for region in chart.regions}

    click(qtbot, panel, by_firm[(2,)])  # 三号阀门, on the fifth parcel
    assert context.workspace.selection.rows.tolist() == [4]
    assert panel.said.whole() == by_firm[(2,)].words

    click(qtbot, panel, by_firm[(1,)], Held.ShiftModifier)  # 二号鞋厂, on the fourth
    assert context.workspace.selection.rows.tolist() == [3, 4]


def test_a_bar_of_land_selects_its_parcels(qtbot, panel, shows, context):
    chart = shows("reclaimable")
    parcels = next(r for r in chart.regions if r.kind == "parcel" and 0 in r.rows)

    click(qtbot, panel, parcels)

    assert context.workspace.selection.rows.tolist() == parcels.rows.tolist()


def test_approved_land_is_selected_after_the_parcels_as_on_the_map(
    qtbot, panel, shows, context
):
    chart = shows("ageing")
    oldest = max(chart.regions, key=lambda region: len(region.rows))

    click(qtbot, panel, oldest)
    assert context.workspace.selection.rows.tolist() == [6, 7]  # after six parcels

    with qtbot.waitSignal(context.workspace.table_requested) as asked:
        qtbot.mouseClick(panel.list_button, Qt.MouseButton.LeftButton)
    assert asked.args[0].table == "residual"
    assert sorted(asked.args[0].rows.tolist()) == [0, 1]  # both over five years
    assert asked.args[0].title == oldest.words


def test_what_was_picked_can_be_listed(qtbot, panel, shows, context):
    chart = shows("tax")
    assert not panel.list_button.isVisible()
    click(qtbot, panel, chart.regions[0])

    with qtbot.waitSignal(context.workspace.table_requested) as asked:
        qtbot.mouseClick(panel.list_button, Qt.MouseButton.LeftButton)

    assert asked.args[0].table == "enterprise"
    assert asked.args[0].rows.tolist() == chart.regions[0].rows.tolist()


def test_arrows_walk_the_bars_and_enter_selects(qtbot, panel, shows, context):
    chart = shows("tax")
    view = panel.view
    view.setFocus()

    qtbot.keyClick(view, Key.Key_Right)
    assert panel.said.whole() == chart.regions[0].words
    assert view.accessibleDescription() == chart.regions[0].words
    qtbot.keyClick(view, Key.Key_End)
    assert view.current() is chart.regions[-1]
    qtbot.keyClick(view, Key.Key_Left)
    qtbot.keyClick(view, Key.Key_Home)
    assert view.current() is chart.regions[0]
    qtbot.keyClick(view, Key.Key_Left)
    qtbot.keyClick(view, Key.Key_Return)

    expected = parcels_of(
        context.workspace.result.analysis, kind="firm", rows=chart.regions[0].rows
    )
    assert context.workspace.selection.rows.tolist() == expected.tolist()


def test_the_mouse_says_what_it_is_on_and_takes_it_back(qtbot, panel, shows):
    chart = shows("ageing")
    spot = middle_of(panel.view, chart.regions[-1])

    qtbot.mouseMove(panel.view, spot)
    assert panel.said.whole() == chart.regions[-1].words
    qtbot.mouseMove(panel.view, QPoint(2, 2))

    assert panel.said.whole() == chart.words


def test_another_size_and_another_theme_are_drawn_anew(qtbot, panel, shows, context):
    shows("ageing")
    panel.resize(640, 380)
    ratio = panel.view.devicePixelRatioF()
    qtbot.waitUntil(
        lambda: panel.view.drawn.width == round(panel.view.width() * ratio),
        timeout=20_000,
    )

    context.look.set_theme("dark")
    dark = context.look.theme.panel
    qtbot.waitUntil(
        lambda: panel.view.picture().pixelColor(1, 1).name().upper() == dark,
        timeout=20_000,
    )


def test_without_a_result_or_without_firms_a_sentence_says_what_to_do(
    qtbot, panel, context, analysis
):
    none = replace(
        analysis, firms=analysis.firms.iloc[:0], links=analysis.links.iloc[:0]
    )
    context.workspace.set_result(type(context.workspace.result)(none))
    assert panel.sentence.isVisible()
    assert "企业效益表" in panel.sentence.text()
    assert not panel.save_button.isEnabled()

    context.workspace.set_result(None)
    assert panel.sentence.text().startswith("还没有分析结果")


def test_the_picture_is_copied(qtbot, panel, shows, context):
    shows("tax")

    with qtbot.waitSignal(context.workspace.noticed):
        qtbot.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)

    copied = QApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (
        panel.view.drawn.width,
        panel.view.drawn.height,
    )


def saved(qtbot, panel, context, path):
    with qtbot.waitSignal(context.workspace.noticed, timeout=20_000) as said:
        panel.save_to(path)
    return said.args[0]


def test_figures_are_saved_for_paper_in_three_formats(
    qtbot, panel, shows, context, tmp_path
):
    shows("ageing")
    context.look.set_theme("dark")

    for suffix in (".png", ".svg", ".pdf"):
        notice = saved(qtbot, panel, context, tmp_path / f"图{suffix}")
        assert notice.text == f"图已保存：图{suffix}"

    picture = Image.open(tmp_path / "图.png").convert("RGB")
    assert picture.width > 2 * panel.view.width()
    assert picture.getpixel((1, 1)) == (255, 255, 255)  # paper, whatever the theme
    picture.close()
    assert "<svg" in (tmp_path / "图.svg").read_text("utf-8")
    assert (tmp_path / "图.pdf").read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in tmp_path.iterdir() if "图" in path.name) == [
        "图.pdf",
        "图.png",
        "图.svg",
    ]


def test_a_place_that_cannot_be_written_gets_a_sentence(
    qtbot, panel, shows, context, tmp_path
):
    shows("ageing")

    notice = saved(qtbot, panel, context, tmp_path / "没有" / "图.png")

    assert notice.tone == "failed"
    assert re.search("保存不了.*换一个位置", notice.text)


def test_matplotlib_is_not_loaded_before_a_figure_is_wanted():
    code = "import sys, landgis_ui.charts.panel; sys.exit('matplotlib' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_firms_without_parcels_select_nothing(analysis):
    assert parcels_of(analysis, kind="firm", rows=np.array([3])).tolist() == []
    assert parcels_of(analysis, kind="vacated", rows=np.array([0])).tolist() == []
