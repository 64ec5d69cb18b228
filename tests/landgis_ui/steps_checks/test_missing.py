# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Missing fields filled in like a spreadsheet, on the sample county."""

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication
from python_calamine import CalamineWorkbook

from landgis_ui.steps.checks.step import MISSING

Key = Qt.Key


@pytest.fixture
def missing(step):
    step.show_tab(MISSING)
    return step.missing


@pytest.fixture
def dates(missing):
    """Return the panel with the group of two missing dates."""
    wanted = ("agreed_start", "delivered_date")
    fields = [group.fields for group in missing._groups]
    missing.groups.setCurrentRow(fields.index(wanted))
    return missing


def type_in(qtbot, view, text):
    """Type into the current cell as a person does: the first key opens it."""
    qtbot.keyClick(view, text[0])
    editor = QApplication.focusWidget() or view.focusWidget()
    qtbot.keyClicks(editor, text[1:])
    return editor


def entered(context):
    return dict(context.workspace.store.documents("correction"))


def test_groups_add_up_to_the_figure_of_the_analysis(missing, step):
    parcels = step.facts.frames.parcels
    waiting = parcels[parcels["status"] == "to_verify"]

    assert f"{len(waiting)} 宗" in missing.summary.text()
    assert sum(len(group.parcels) for group in missing._groups) >= len(waiting)


def test_enter_saves_a_cell_and_goes_to_the_next_line(qtbot, context, dates):
    view, first = dates.view, dates.model.entry(0)

    editor = type_in(qtbot, view, "2020-9-1")
    qtbot.keyClick(editor, Key.Key_Return)

    key = f"supply|{first.row}|agreed_start"
    assert entered(context)[key]["value"] == "2020-09-01"
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 1)
    assert dates.model.index(0, 1).data() == "2020-09-01"


def test_tab_goes_to_the_next_column_then_to_the_next_line(qtbot, dates):
    view = dates.view

    editor = type_in(qtbot, view, "2020-9-1")
    qtbot.keyClick(editor, Key.Key_Tab)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, 2)

    qtbot.keyClick(view, Key.Key_Tab)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 1)


def test_the_effect_is_told_while_typing(qtbot, context, dates):
    editor = type_in(qtbot, dates.view, "2020-9-1")

    qtbot.waitUntil(lambda: bool(dates.land.text()), timeout=60_000)

    assert "→" in dates.effect.text()
    assert "亩" in dates.land.text()
    assert entered(context) == {}
    qtbot.keyClick(editor, Key.Key_Escape)


def test_a_column_from_a_spreadsheet_fills_the_lines_below(
    qtbot, context, dates, notices
):
    QApplication.clipboard().setText("2020/9/1\r\n2020年10月\r\n2021.3.5\r\n")

    qtbot.keyClick(dates.view, Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    values = [document["value"] for document in entered(context).values()]
    assert sorted(values) == ["2020-09-01", "2021-03-05"]
    assert "1 格无法识别" in notices[-1]
    assert dates.model.index(1, 1).data() == "2020年10月"
    context.workspace.undo()
    assert entered(context) == {}


def test_an_emptied_cell_takes_its_entry_back(qtbot, context, dates):
    editor = type_in(qtbot, dates.view, "2020-9-1")
    qtbot.keyClick(editor, Key.Key_Return)
    dates.view.setCurrentIndex(dates.model.index(0, 1))

    qtbot.keyClick(dates.view, Key.Key_Delete)

    assert entered(context) == {}


def test_a_figure_of_a_firm_is_entered_for_the_firm(qtbot, context, missing, step):
    number = [group.fields for group in missing._groups].index(("tax_wan",))
    missing.groups.setCurrentRow(number)
    model, names = missing.model, set(step.facts.frames.firms["name"])
    place = next(n for n in range(model.rowCount()) if model.entry(n).row in names)
    missing.view.setCurrentIndex(model.index(place, 1))

    editor = type_in(qtbot, missing.view, "12.5")
    qtbot.keyClick(editor, Key.Key_Return)

    key = f"enterprise|{model.entry(place).row}|tax_wan"
    assert entered(context)[key]["value"] == 12.5


def test_space_flies_to_the_parcel(qtbot, context, dates, flights):
    qtbot.keyClick(dates.view, Key.Key_Space)

    assert flights[-1].rows == [dates.model.entry(0).parcel]
    assert context.workspace.selection.current == dates.model.entry(0).parcel


def test_the_request_list_has_every_field_that_is_missing(
    qtbot, missing, tmp_path, notices
):
    path = tmp_path / "催报单.xlsx"

    missing.export(path)

    qtbot.waitUntil(lambda: bool(notices), timeout=60_000)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert len(rows) - 4 >= sum(
        len(group.parcels) * len(group.fields)
        for group in missing._groups
        if group.role == "supply"
    )
