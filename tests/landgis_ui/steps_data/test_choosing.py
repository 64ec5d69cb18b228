# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A choice reads the file again; table, record and preview change together."""

import shutil

import numpy as np
import openpyxl
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QPushButton

from landgis_ui.steps.data.entries import with_field
from landgis_ui.steps.data.field_model import CHOICES_ROLE, FIELD, UNIT

TARGETS = [["指标", "单位", "年度", "目标值"], ["批而未供", "亩", 2023, 5.5]]


def links_of(card):
    return {button.text(): button for button in card.findChildren(QPushButton)}


def click_way(shown, place, text):
    card = shown.wizard.evidence.cards[place]
    shown.qtbot.mouseClick(links_of(card)[text], Qt.MouseButton.LeftButton)
    shown.wait()


def choose_in(shown, index, value):
    """Open the list of a cell with the keyboard and take an entry."""
    table = shown.wizard.table
    table.setFocus()
    table.setCurrentIndex(index)
    shown.qtbot.keyClick(table, Qt.Key.Key_Return)
    box = table.findChild(QComboBox)
    place = box.findData(value)
    assert place >= 0
    box.setCurrentIndex(place)
    box.activated.emit(place)
    shown.wait()


@pytest.fixture
def approvals(shown, county):
    shown.read(county / "批次红线.shp")
    return shown


def test_another_encoding_shows_other_letters_at_once(approvals):
    sample = approvals.step.preview.sample
    right = dict(sample.texts)

    click_way(approvals, 0, "改为 UTF-8")
    wrong = dict(sample.texts)
    click_way(approvals, 0, "改为 GB18030")

    assert approvals.current.options.encoding == "GB18030"
    assert wrong != right
    assert dict(sample.texts) == right


def test_confirming_a_coordinate_system_settles_the_doubt(approvals):
    card = approvals.wizard.evidence.cards[1]
    assert card.chip.text() == "请确认"

    click_way(approvals, 1, "确认")

    assert approvals.current.options.crs == approvals.current.trial.crs.value
    assert card.chip.text() == "有把握"


def test_hovering_a_candidate_previews_and_clicking_sets_it(approvals):
    preview = approvals.step.preview
    taken = approvals.current.trial.crs.value
    other = next(
        card
        for card in preview.candidates.cards
        if card.code != taken and preview._candidate(card.code).preview
    )

    other.enterEvent(None)
    assert preview.map._is_candidate
    assert approvals.current.trial.crs.value == taken
    other.leaveEvent(None)
    assert not preview.map._is_candidate

    approvals.qtbot.mouseClick(other.radio, Qt.MouseButton.LeftButton)
    approvals.wait()

    assert approvals.current.options.crs == other.code
    assert approvals.current.trial.crs.value == other.code


def test_a_code_can_be_typed_and_a_wrong_one_is_told(approvals):
    candidates = approvals.step.preview.candidates
    candidates.code.setText("不是代码")
    approvals.qtbot.keyClick(candidates.code, Qt.Key.Key_Return)
    assert candidates._code_trouble.text()
    assert approvals.current.options.crs is None

    candidates.code.setText("4550")
    approvals.qtbot.keyClick(candidates.code, Qt.Key.Key_Return)
    approvals.wait()

    assert approvals.current.options.crs == "EPSG:4550"


def test_an_old_datum_asks_for_parameters(approvals):
    card = next(
        card
        for card in approvals.step.preview.candidates.cards
        if "1980" in card.radio.accessibleName()
    )
    approvals.qtbot.mouseClick(card.radio, Qt.MouseButton.LeftButton)
    approvals.wait()
    form = approvals.step.preview.datum
    assert form.isVisible()
    assert not form.apply.isEnabled()

    form.parameters.setText("１２．５，-3 0.8")
    approvals.qtbot.mouseClick(form.apply, Qt.MouseButton.LeftButton)
    approvals.wait()

    assert approvals.current.options.helmert == (12.5, -3.0, 0.8)


def test_control_points_say_how_well_they_fit(approvals):
    form = approvals.step.preview.datum
    form.points.setPlainText(
        "500000 3000000 500010 3000020\n501000 3000000 501010 3000020"
    )
    assert "控制点" in form.verdict.text()
    assert form.apply.isEnabled()

    form.points.setPlainText("500000 3000000 500010")

    assert not form.apply.isEnabled()


def test_the_unit_of_areas_can_be_changed_in_the_card(approvals):
    before = dict(approvals.step.preview.sample.texts)

    click_way(approvals, 2, "改为 亩")

    assert approvals.current.options.units == {"approved_m2": "亩"}
    assert dict(approvals.step.preview.sample.texts) != before
    assert "亩" in approvals.wizard.evidence.cards[2].verdict.text()


def test_a_field_is_changed_with_the_keyboard_and_another_can_be_left_out(approvals):
    table = approvals.wizard.table
    row = table.fields.row_of("批次名称")

    choose_in(approvals, table.fields.index(row, FIELD), "")

    assert approvals.current.options.fields == {"batch_name": ""}
    assert table.fields.field(row).standard is None
    choose_in(approvals, table.fields.index(row, FIELD), "batch_name")
    assert approvals.current.options.fields == {"batch_name": "批次名称"}
    assert table.fields.field(row).standard == "batch_name"


def test_units_offer_only_what_measures_the_same(approvals):
    table = approvals.wizard.table
    row = table.fields.row_of("批准面积")
    index = table.fields.index(row, UNIT)

    choices = [value for value, _ in index.data(CHOICES_ROLE)]

    assert "亩" in choices
    assert "万元" not in choices
    assert not (
        table.fields.index(table.fields.row_of("批准文号"), UNIT).flags()
        & Qt.ItemFlag.ItemIsEditable
    )


def test_another_role_recognises_the_columns_anew(approvals):
    approvals.step.choices.take_role("exclude")
    approvals.wait()

    assert approvals.current.shown_role == "exclude"
    assert {field.standard for field in approvals.current.trial.fields} <= {
        None,
        "reason",
    }


def test_the_head_of_a_table_can_be_put_elsewhere(shown, tmp_path):
    path = tmp_path / "目标.xlsx"
    book = openpyxl.Workbook()
    for row in (["各区目标"], *TARGETS):
        book.active.append(row)
    book.save(path)
    shown.read(path)
    assert shown.wizard.evidence.cards[1].verdict.text() == "第 2 行"

    click_way(shown, 1, "改为第 3 行")

    assert shown.current.options.header_row == 3


def test_a_web_map_shift_is_undone_only_when_said_so(shown, county, tmp_path):
    path = shutil.copy(county / "核减.geojson", tmp_path / "核减.geojson")
    shown.read(path)
    shift = shown.step.preview.shift
    assert shift.isVisible()
    assert shift.radios[""].isChecked()
    before = shown.current.trial.crs.candidates[0].preview

    shown.qtbot.mouseClick(shift.radios["gcj02"], Qt.MouseButton.LeftButton)
    shown.wait()

    assert shown.current.options.shift == "gcj02"
    shown.qtbot.mouseClick(shift.radios[""], Qt.MouseButton.LeftButton)
    shown.wait()
    assert shown.current.options.shift is None
    assert shown.current.trial.crs.candidates[0].preview == before


def test_the_preview_map_paints_the_file_where_its_places_are(approvals):
    view = approvals.step.preview.map
    points = view._layer.points
    ring = points[view._layer.starts[0] : view._layer.starts[1]]
    corner = view.place(*ring[np.argmax(ring[:, 0])])
    west, middle = points[:, 0].min() - 0.03, points[:, 1].mean()
    empty = view.place(west, middle)

    picture = view.grab().toImage()
    ratio = view.devicePixelRatioF()

    def colours_near(spot):
        return {
            picture.pixelColor(
                round((spot.x() + x) * ratio), round((spot.y() + y) * ratio)
            ).name()
            for x in range(-2, 3)
            for y in range(-2, 3)
        }

    ground = approvals.context.look.colour("map_ground").name()
    assert colours_near(corner) - {ground}
    assert colours_near(empty) == {ground}


def test_leafing_through_records(approvals):
    sample = approvals.step.preview.sample
    first = sample.texts

    approvals.qtbot.mouseClick(sample.on, Qt.MouseButton.LeftButton)
    second = sample.texts
    approvals.qtbot.keyClick(sample, Qt.Key.Key_Left)

    assert second != first
    assert sample.texts == first


def test_moving_a_column_leaves_the_rest_to_be_judged_anew(approvals):
    field = next(
        each for each in approvals.current.trial.fields if each.column == "批次名称"
    )

    options = with_field(approvals.current.options, field, "approval_no")

    assert options.fields == {"approval_no": "批次名称"}
