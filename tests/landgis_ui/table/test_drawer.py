# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawer as an official uses it: keys and mouse on the real widgets."""

import csv
import io
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QInputMethodEvent
from PyQt6.QtWidgets import QApplication, QFileDialog, QMenu

from landgis.report.fields import field_title
from landgis.search.filters import Condition, Filter
from landgis_ui.table.model import CELL_ROLE
from landgis_ui.work.workspace import MapRequest, TableRequest

Key, Held = Qt.Key, Qt.KeyboardModifier


def waits(qtbot, drawer):
    """Wait for an answer in a with-statement."""
    return qtbot.waitSignal(drawer.control.answered, timeout=5000)


def shown(drawer, name):
    """Return what stands in a column, top to bottom."""
    model = drawer.body.rows.rows_model()
    section = [column.name for column in model.columns].index(name)
    return [
        model.data(model.index(place, section), CELL_ROLE).text
        for place in range(model.rowCount())
    ]


def section_of(drawer, name):
    names = [column.name for column in drawer.body.rows.rows_model().columns]
    return names.index(name)


def click_row(qtbot, drawer, place, held=Held.NoModifier):
    rows = drawer.body.rows
    spot = rows.visualRect(rows.rows_model().index(place, 0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, held, spot)


def click_heading(qtbot, drawer, name, held=Held.NoModifier):
    head = drawer.body.rows.head
    section = section_of(drawer, name)
    spot = QPoint(head.sectionViewportPosition(section) + 12, head.height() // 2)
    with waits(qtbot, drawer):
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, held, spot)


def press(qtbot, drawer, key, held=Held.NoModifier):
    drawer.body.rows.setFocus()
    qtbot.keyClick(drawer.body.rows, key, held)


def compose(box, text):
    """Type Chinese, as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(box, event)


def test_all_parcels_are_listed_counted_and_added_up(drawer):
    assert drawer.head.counts.text() == "共 6 宗"
    assert shown(drawer, "owner") == [
        "甲公司",
        "乙公司",
        "丙公司",
        "丁公司",
        "戊公司",
        "己公司",
    ]
    said = drawer.foot.sums.whole()
    assert "面积 93.0 亩" in said
    assert "确定可腾出 32.5 亩" in said
    assert "潜在可腾出 35.0 亩（去重前）" in said
    assert "亩均税收 10.52 万元/亩（按有税收的 2 宗算，4 宗没有或未知）" in said


def test_clicking_a_heading_sorts_up_then_down_then_not_at_all(qtbot, drawer):
    click_heading(qtbot, drawer, "mu")
    assert shown(drawer, "mu") == ["4.50", "6.00", "7.50", "15.00", "30.00", "30.00"]

    click_heading(qtbot, drawer, "mu")
    assert shown(drawer, "mu")[0] == "30.00"

    click_heading(qtbot, drawer, "mu")
    assert shown(drawer, "mu")[-1] == "4.50"
    assert drawer.control.query.keys == ()


def test_a_new_order_is_seen_from_the_top_unless_a_row_is_selected(qtbot, drawer):
    rows = drawer.body.rows
    drawer.resize(1400, 130)
    rows.setCurrentIndex(rows.rows_model().index(0, 0))

    click_heading(qtbot, drawer, "mu")
    assert rows.verticalScrollBar().value() == 0
    assert rows.current_row() == 5  # the smallest is on top now

    click_row(qtbot, drawer, 0)
    click_heading(qtbot, drawer, "mu")
    assert rows.current_row() == 5  # and was followed to the end
    assert rows.verticalScrollBar().value() > 0


def test_shift_adds_a_second_column_to_the_order(qtbot, drawer):
    click_heading(qtbot, drawer, "town")
    click_heading(qtbot, drawer, "mu", Held.ShiftModifier)

    pairs = list(zip(shown(drawer, "town"), shown(drawer, "mu"), strict=True))

    assert [town for town, _ in pairs].count("西镇") == 3
    assert [area for town, area in pairs if town == "西镇"] == ["4.50", "7.50", "15.00"]


def test_typing_narrows_and_no_hit_says_so_with_a_way_back(qtbot, drawer):
    press(qtbot, drawer, Key.Key_Slash)
    assert (
        drawer.head.find_box.hasFocus() or drawer.focusWidget() is drawer.head.find_box
    )

    with waits(qtbot, drawer):
        compose(drawer.head.find_box, "西镇")
    assert drawer.head.counts.text() == "筛出 3／6 宗"
    assert "面积 27.0 亩" in drawer.foot.sums.whole()

    with waits(qtbot, drawer):
        compose(drawer.head.find_box, "没有")
    assert drawer.body.is_empty
    assert drawer.body.sentence.text() == "没有符合的宗地"

    with waits(qtbot, drawer):
        qtbot.mouseClick(drawer.body.clear, Qt.MouseButton.LeftButton)
    assert not drawer.body.is_empty
    assert drawer.head.counts.text() == "共 6 宗"
    assert drawer.head.find_box.text() == ""


def test_escape_empties_the_box_and_then_returns_to_the_rows(qtbot, drawer):
    press(qtbot, drawer, Key.Key_F, Held.ControlModifier)
    with waits(qtbot, drawer):
        compose(drawer.head.find_box, "甲")
    with waits(qtbot, drawer):
        qtbot.keyClick(drawer.head.find_box, Key.Key_Escape)

    assert drawer.head.counts.text() == "共 6 宗"
    qtbot.keyClick(drawer.head.find_box, Key.Key_Escape)
    assert drawer.focusWidget() is drawer.body.rows


def test_a_row_clicked_is_selected_on_the_map_and_the_other_way_round(
    qtbot, drawer, context
):
    selection = context.workspace.selection

    click_row(qtbot, drawer, 1)
    assert selection.rows.tolist() == [1]
    assert selection.current == 1
    assert drawer.head.counts.text() == "共 6 宗 · 选中 1 宗"

    click_row(qtbot, drawer, 3, Held.ControlModifier)
    assert selection.rows.tolist() == [1, 3]
    click_row(qtbot, drawer, 1, Held.ControlModifier)
    assert selection.rows.tolist() == [3]

    selection.set([4, 5])
    assert drawer.body.rows.rows_model().selected.tolist() == [False] * 4 + [True] * 2
    assert drawer.head.counts.text() == "共 6 宗 · 选中 2 宗"


def test_shift_selects_a_range_in_the_order_that_is_seen(qtbot, drawer, context):
    click_heading(qtbot, drawer, "mu")
    click_row(qtbot, drawer, 0)
    click_row(qtbot, drawer, 2, Held.ShiftModifier)

    assert context.workspace.selection.rows.tolist() == [3, 4, 5]


def test_arrows_walk_and_shift_extends_and_control_a_takes_what_is_filtered(
    qtbot, drawer, context
):
    selection = context.workspace.selection
    click_row(qtbot, drawer, 0)

    press(qtbot, drawer, Key.Key_Down)
    assert selection.rows.tolist() == [1]
    press(qtbot, drawer, Key.Key_Down, Held.ShiftModifier)
    press(qtbot, drawer, Key.Key_Down, Held.ShiftModifier)
    assert selection.rows.tolist() == [1, 2, 3]
    press(qtbot, drawer, Key.Key_Home, Held.ControlModifier)
    press(qtbot, drawer, Key.Key_Space, Held.ControlModifier)
    assert selection.rows.tolist() == [0, 1, 2, 3]

    with waits(qtbot, drawer):
        drawer.control.set_text("西镇")
    press(qtbot, drawer, Key.Key_A, Held.ControlModifier)
    assert selection.rows.tolist() == [2, 3, 5]


def test_alt_and_an_arrow_sort_by_the_column_of_the_keyboard(qtbot, drawer):
    rows = drawer.body.rows
    rows.setCurrentIndex(rows.rows_model().index(0, section_of(drawer, "mu")))

    with waits(qtbot, drawer):
        press(qtbot, drawer, Key.Key_Down, Held.AltModifier)
    assert shown(drawer, "mu")[0] == "30.00"
    with waits(qtbot, drawer):
        press(qtbot, drawer, Key.Key_Up, Held.AltModifier)
    assert shown(drawer, "mu")[0] == "4.50"


def test_space_flies_to_the_selected_parcels_and_enter_opens_the_row(
    qtbot, drawer, context
):
    click_row(qtbot, drawer, 2)

    with qtbot.waitSignal(context.workspace.map_requested) as asked:
        press(qtbot, drawer, Key.Key_Space)
    request = asked.args[0]
    assert isinstance(request, MapRequest)
    assert request.rows.tolist() == [2]

    with qtbot.waitSignal(drawer.row_opened) as opened:
        press(qtbot, drawer, Key.Key_Return)
    assert opened.args == ["parcel", 2]


def test_a_firm_stands_for_its_parcels_in_both_directions(qtbot, drawer, context):
    with waits(qtbot, drawer):
        drawer.show_table("enterprise")
    assert drawer.head.counts.text() == "共 4 户"

    click_row(qtbot, drawer, 2)
    assert context.workspace.selection.rows.tolist() == [4]

    context.workspace.selection.set([3])
    assert np.flatnonzero(drawer.body.rows.rows_model().selected).tolist() == [0, 1]
    with qtbot.waitSignal(context.workspace.map_requested) as asked:
        press(qtbot, drawer, Key.Key_Space)
    assert asked.args[0].rows.tolist() == [3]


def test_approved_land_follows_the_parcels_in_the_selection(qtbot, drawer, context):
    with waits(qtbot, drawer):
        drawer.show_table("residual")
    click_row(qtbot, drawer, 1)
    assert context.workspace.selection.rows.tolist() == [7]  # after six parcels
    assert "面积 34.5 亩" in drawer.foot.sums.whole()

    with qtbot.waitSignal(context.workspace.map_requested) as asked:
        press(qtbot, drawer, Key.Key_Space)
    assert asked.args[0].rows.tolist() == [7]

    context.workspace.selection.set([2, 6])
    assert drawer.body.rows.rows_model().selected.tolist() == [True, False]


def test_land_without_a_place_in_the_selection_is_located_by_its_own_rows(
    qtbot, drawer, context
):
    with waits(qtbot, drawer):
        drawer.show_table("park")
    context.workspace.selection.set([1])
    click_row(qtbot, drawer, 1)

    with qtbot.waitSignal(drawer.located) as asked:
        press(qtbot, drawer, Key.Key_Space)

    assert asked.args[0] == "park"
    assert asked.args[1].tolist() == [1]
    assert context.workspace.selection.rows.tolist() == [1]


def test_the_grounds_are_those_of_what_was_looked_at_last(qtbot, drawer, context):
    click_row(qtbot, drawer, 2)
    with waits(qtbot, drawer):
        drawer.show_table("evidence")
    assert shown(drawer, "result") == ["未知", "未知"]
    assert shown(drawer, "missing") == ["2 项", "1 项"]

    with waits(qtbot, drawer):
        context.workspace.selection.set([0])
    assert shown(drawer, "result") == ["成立"]
    assert shown(drawer, "value") == ["2020-01-01"]


def test_a_figure_opens_its_rows_and_they_add_up_to_it(qtbot, drawer, context):
    request = TableRequest(table="parcel", rows=np.array([0, 4]), title="确定可腾出")

    with waits(qtbot, drawer):
        context.workspace.show_in_table(request)

    assert drawer.head.counts.text() == "筛出 2／6 宗"
    assert "确定可腾出 32.5 亩" in drawer.foot.sums.whole()
    chip = drawer.head.chips._chips[0]
    assert chip.text().startswith("确定可腾出")
    with waits(qtbot, drawer):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert drawer.head.counts.text() == "共 6 宗"


def test_chips_say_conditions_in_words_and_the_map_is_narrowed_with_them(
    qtbot, drawer, context
):
    conditions = (
        Condition(field="status", operator="≠", values=("normal",)),
        Condition(field="mu", operator="≥", values=(7.0,)),
    )
    with waits(qtbot, drawer):
        drawer.control.set_filter(Filter(conditions=conditions))

    chips = [chip.text().removesuffix("✕").strip() for chip in drawer.head.chips._chips]
    assert [chip.replace("\u2009", " ") for chip in chips] == [
        "状态 ≠ 正常",
        "面积 ≥ 7 亩",
    ]
    assert drawer.head.counts.text() == "筛出 4／6 宗"
    assert context.workspace.filter.conditions == conditions

    with waits(qtbot, drawer):
        context.workspace.set_filter(Filter(conditions=conditions[:1]))
    assert drawer.head.counts.text() == "筛出 5／6 宗"


def test_a_condition_is_put_together_with_keys_and_full_width_digits(qtbot, drawer):
    drawer.open_conditions("mu")
    panel = drawer.condition_panel
    panel.operators.setCurrentIndex(panel.operators.findData("between"))

    panel.first.setText("多少")
    qtbot.keyClick(panel.first, Key.Key_Return)
    assert panel.trouble.text() == "请填数，例如 3 或 3.5。"

    panel.first.setText("６。０")
    panel.second.setText("15")
    with waits(qtbot, drawer):
        qtbot.keyClick(panel.second, Key.Key_Return)

    assert not panel.isVisible()
    assert shown(drawer, "mu") == ["15.00", "7.50", "6.00"]


def test_a_status_is_ticked_among_those_that_occur(qtbot, drawer):
    drawer.open_conditions("status")
    panel = drawer.condition_panel
    qtbot.waitUntil(lambda: panel.list.count() == 6)
    texts = [panel.list.item(place).text() for place in range(6)]
    place = next(n for n, text in enumerate(texts) if text.startswith("低效"))

    panel.list.item(place).setCheckState(Qt.CheckState.Checked)
    with waits(qtbot, drawer):
        qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)

    assert shown(drawer, "status") == ["低效"]


def pasted(text):
    return list(csv.reader(io.StringIO(text), delimiter="\t"))


def test_copied_rows_paste_into_a_spreadsheet_with_headings(qtbot, drawer, context):
    click_row(qtbot, drawer, 0)
    click_row(qtbot, drawer, 2, Held.ControlModifier)

    with qtbot.waitSignal(context.workspace.noticed) as said:
        press(qtbot, drawer, Key.Key_C, Held.ControlModifier)
    mime = QApplication.clipboard().mimeData()
    table = pasted(mime.text())
    cells = re.findall("<td[^>]*>([^<]*)</td>", mime.html())

    assert said.args[0].text.startswith("已复制 2 行")
    assert table[0][:5] == ["宗地代码", "土地使用权人", "镇街", "状态", "面积（亩）"]
    assert table[1][:5] == [
        "330304001001GB00001",
        "甲公司",
        "东镇",
        "疑似闲置（满二年）",
        "30",
    ]
    assert table[2][3] == "待核实"
    assert table[2][9] == "约定动工日期、实际交地日期"
    assert cells[: len(table[1])] == table[1]
    assert len(cells) == 2 * len(table[0])
    assert "mso-number-format" in mime.html()


def test_a_name_that_looks_like_a_formula_is_copied_as_text(qtbot, drawer):
    with waits(qtbot, drawer):
        drawer.show_table("enterprise")
    click_row(qtbot, drawer, 3)
    press(qtbot, drawer, Key.Key_C, Held.ControlModifier)

    row = pasted(QApplication.clipboard().mimeData().text())[1]

    assert row[0] == "'=1+1公司"
    assert row[5] == ""  # an unknown tax is no zero


def test_columns_are_hidden_found_reset_and_remembered(qtbot, drawer):
    drawer.open_columns()
    panel = drawer.column_panel
    compose(panel.box, "权人")
    visible = [item.text() for item in panel._items() if not item.isHidden()]
    assert visible == [field_title("owner", table="parcel").heading]

    item = next(item for item in panel._items() if not item.isHidden())
    item.setCheckState(Qt.CheckState.Unchecked)
    assert drawer.body.rows.head.isSectionHidden(section_of(drawer, "owner"))
    with waits(qtbot, drawer):
        drawer.show_table("enterprise")
    with waits(qtbot, drawer):
        drawer.show_table("parcel")
    assert drawer.body.rows.head.isSectionHidden(section_of(drawer, "owner"))

    panel._reset()
    assert not drawer.body.rows.head.isSectionHidden(section_of(drawer, "owner"))
    panel.hide()


def test_a_dragged_heading_and_a_set_width_are_remembered(qtbot, drawer):
    head = drawer.body.rows.head
    with qtbot.waitSignal(drawer.body.columns_changed):
        head.moveSection(head.visualIndex(section_of(drawer, "status")), 0)
        head.resizeSection(section_of(drawer, "status"), 222)
    with waits(qtbot, drawer):
        drawer.show_table("park")
    with waits(qtbot, drawer):
        drawer.show_table("parcel")

    assert head.visualIndex(section_of(drawer, "status")) == 0
    assert head.sectionSize(section_of(drawer, "status")) == 222


def test_empty_tables_say_what_to_do(qtbot, drawer, context):
    with qtbot.waitSignal(drawer.control.source_changed):
        drawer.show_table("vacated")
    assert drawer.body.is_empty
    assert "拖入腾空图层" in drawer.body.sentence.text()
    assert not drawer.head.export.isEnabled()

    context.workspace.set_result(None)
    drawer.show_table("parcel")
    assert "还没有宗地" in drawer.body.sentence.text()
    assert drawer.head.counts.text() == ""


def test_each_table_keeps_its_own_filter_and_order(qtbot, drawer):
    with waits(qtbot, drawer):
        drawer.control.set_text("西镇")
    with waits(qtbot, drawer):
        drawer.show_table("enterprise")
    assert drawer.head.find_box.text() == ""
    with waits(qtbot, drawer):
        drawer.show_table("parcel")

    assert drawer.head.find_box.text() == "西镇"
    assert drawer.head.counts.text() == "筛出 3／6 宗"


def test_a_new_result_drops_the_rows_that_it_no_longer_has(
    qtbot, drawer, context, analysis
):
    with waits(qtbot, drawer):
        drawer.control.show_request(TableRequest(table="parcel", rows=np.array([5])))
    fewer = replace(analysis, parcels=analysis.parcels.iloc[:3])

    with waits(qtbot, drawer):
        context.workspace.set_result(type(context.workspace.result)(fewer))

    assert drawer.head.counts.text() == "共 3 宗"


def test_400_000_selected_rows_take_no_longer_than_a_blink(
    qtbot, drawer, context, analysis
):
    count = 400_000
    parcels = pd.DataFrame(
        {
            "parcel_id": pd.Series(np.arange(count).astype(str), dtype="str"),
            "status": pd.Series(np.repeat("normal", count), dtype="str"),
            "mu": np.arange(float(count)),
        }
    )
    large = replace(analysis, parcels=parcels, links=analysis.links.iloc[:0])
    with waits(qtbot, drawer):
        context.workspace.set_result(type(context.workspace.result)(large))

    with qtbot.waitSignal(context.workspace.selection.changed, timeout=1000):
        context.workspace.selection.set(np.arange(0, count, 2))
    assert drawer.head.counts.text() == "共 400,000 宗 · 选中 200,000 宗"
    press(qtbot, drawer, Key.Key_A, Held.ControlModifier)
    assert len(context.workspace.selection.rows) == count


def test_the_drawer_follows_the_theme(qtbot, drawer, context):
    spot = QPoint(3, 3)  # beside the words of the first cell
    light = drawer.body.rows.viewport().grab().toImage().pixelColor(spot)

    context.look.set_theme("dark")
    dark = drawer.body.rows.viewport().grab().toImage().pixelColor(spot)

    assert light.name().upper() == "#FFFFFF"
    assert dark.lightness() < 60


def test_heading_menu_offers_what_the_mouse_would_do(qtbot, drawer):
    head = drawer.body.rows.head
    spot = QPoint(head.sectionViewportPosition(section_of(drawer, "mu")) + 8, 8)
    head.customContextMenuRequested.emit(spot)
    menu = next(m for m in drawer.body.findChildren(QMenu) if m.isVisible())

    with waits(qtbot, drawer):
        menu.actions()[1].trigger()
    menu.close()

    assert shown(drawer, "mu")[0] == "30.00"


@pytest.fixture
def asked(monkeypatch):
    """Fail if anything opens a dialog that would not let the window go on."""
    monkeypatch.setattr(QFileDialog, "exec", lambda *_: pytest.fail("a modal dialog"))


def test_export_without_a_project_file_offers_nothing(drawer, asked):
    assert drawer.request() is None
    drawer.open_export()
