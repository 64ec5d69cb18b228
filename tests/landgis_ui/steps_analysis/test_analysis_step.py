# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures, legend, grounds and decisions, through the widgets that show them."""

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QLabel

from landgis.report.headline import make_headline
from landgis_ui.steps.analysis.ground_card import GroundCard
from landgis_ui.steps.analysis.step import AnalysisStep
from landgis_ui.steps.base import StepKind

PATIENCE_MS = 60_000


@pytest.fixture
def step(qtbot, context):
    found = AnalysisStep(context)
    for widget in (found.strip, found.legend, found.right, found.waiting):
        qtbot.addWidget(widget)
        widget.resize(400, 900)
        widget.show()
    found.strip.resize(1400, 93)
    return found


@pytest.fixture
def shown(qtbot, context, step, county):
    """Return the step on the analysed county."""
    context.flows.open_store(county)
    qtbot.waitUntil(lambda: context.workspace.result is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not context.workspace.jobs.running, timeout=PATIENCE_MS)
    return step


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def select(qtbot, context, *rows):
    """Select parcels, and wait until the inspector has read what it shows."""
    context.workspace.selection.set(list(rows))
    qtbot.waitUntil(lambda: not context.workspace.jobs.running, timeout=PATIENCE_MS)


def first_with(context, status):
    parcels = context.workspace.result.analysis.parcels
    return int(np.flatnonzero((parcels["status"] == status).to_numpy())[0])


def test_without_a_project_it_says_what_is_missing_and_leads_there(
    qtbot, context, step
):
    step.enter()

    with qtbot.waitSignal(context.workspace.step_requested) as asked:
        qtbot.mouseClick(step.waiting.button, Qt.MouseButton.LeftButton)

    assert asked.args == ["data"]
    assert step.state().kind is StepKind.EMPTY


def test_the_first_figure_is_firm_and_potential_less_what_overlaps(context, shown):
    headline = make_headline(context.workspace.result.analysis)
    total = headline.firm_mu + headline.potential_mu - headline.overlap_removed_mu

    assert shown.strip.cells[0].shown.number == f"{total:,.1f}"


def test_a_click_on_a_figure_asks_for_its_rows(qtbot, context, shown):
    with qtbot.waitSignal(context.workspace.table_requested) as asked:
        qtbot.mouseClick(shown.strip.cells[4], Qt.MouseButton.LeftButton)

    request = asked.args[0]
    parcels = context.workspace.result.analysis.parcels
    rows = request.filter.mask(parcels)
    assert request.table == "parcel"
    assert int(rows.sum()) == int(shown.strip.cells[4].shown.number)
    assert set(parcels.loc[rows, "status"]) == {"to_verify"}


def test_the_rows_of_the_total_add_up_to_it_before_overlaps(qtbot, context, shown):
    with qtbot.waitSignal(context.workspace.table_requested) as asked:
        qtbot.mouseClick(shown.strip.cells[0], Qt.MouseButton.LeftButton)

    analysis = context.workspace.result.analysis
    own = analysis.parcels.iloc[asked.args[0].rows]
    sums = own["firm_mu"].sum() + own["potential_mu"].sum()
    others = analysis.residual["mu"].sum() + analysis.vacated["mu"].sum()
    reclaimable = analysis.reclaimable
    assert sums + others == pytest.approx(
        reclaimable.firm_mu + reclaimable.potential_mu, rel=1e-9
    )


def test_a_figure_is_copied_with_its_unit_and_terms(shown):
    shown.strip.cells[0].copy()

    copied = QGuiApplication.clipboard().text()
    assert "亩" in copied
    assert "2023-12-31" in copied


def test_a_line_of_the_legend_selects_its_parcels(qtbot, context, shown):
    line = shown.legend.classes.row("underused")

    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())

    rows = context.workspace.selection.rows
    statuses = context.workspace.result.analysis.parcels["status"].iloc[rows]
    assert set(statuses) == {"underused"}
    assert len(rows) == int(line.shown.count)


def test_left_over_approvals_are_rows_after_the_parcels(qtbot, context, shown):
    line = shown.legend.classes.row("approved_unsupplied")

    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())

    analysis = context.workspace.result.analysis
    rows = context.workspace.selection.rows
    assert rows.min() == len(analysis.parcels)
    assert len(rows) == len(analysis.residual)


def test_the_heading_of_a_group_adds_up_its_lines(shown):
    rows = [row.shown for row in shown.legend.classes.rows]
    group = next(row for row in rows if row.heading)
    inside = [row for row in rows if row.indent]

    assert int(group.count) == sum(int(row.count) for row in inside)


def test_the_eye_hides_a_class_of_the_map(qtbot, context, shown):
    line = shown.legend.classes.row("normal")

    qtbot.keyClick(line, Qt.Key.Key_H)

    assert context.workspace.map_state.hidden == {"normal"}
    assert not line.shown.visible


def test_the_inspector_gives_the_grounds_of_a_status(qtbot, context, shown):
    select(qtbot, context, first_with(context, "low_efficiency"))

    cards = shown.inspector.findChildren(GroundCard)
    holding = [card.ground.rule for card in cards if card.ground.result == "TRUE"]
    assert "LOW-L" in holding
    assert "LOW-E2" in holding


def test_what_is_missing_is_named_and_can_be_entered(qtbot, context, shown):
    select(qtbot, context, first_with(context, "to_verify"))
    card = next(
        card
        for card in shown.inspector.findChildren(GroundCard)
        if card.ground.result == "UNKNOWN"
    )

    assert card.ground.missing
    assert card.property("card") == "verify"


def test_of_two_parcels_selected_at_once_the_second_is_shown(qtbot, context, shown):
    names = context.workspace.result.analysis.parcel_names
    context.workspace.selection.set([4])
    select(qtbot, context, 5)

    assert shown.inspector.shown.name == names.iloc[5]


def test_a_parcel_that_is_still_read_does_not_come_after_what_was_chosen_since(
    qtbot, context, shown
):
    context.workspace.selection.set([4])
    select(qtbot, context)

    assert shown.inspector.shown is None


def test_several_parcels_show_their_sums(context, shown):
    parcels = context.workspace.result.analysis.parcels
    context.workspace.selection.set([0, 1, 2])

    total = parcels["mu"].iloc[:3].sum()
    assert any(text.startswith(f"{total:,.1f}") for text in texts(shown.inspector))


def test_an_override_needs_a_reason_and_is_one_step_that_undo_takes_back(
    qtbot, context, shown
):
    row = first_with(context, "low_efficiency")
    select(qtbot, context, row)
    name = shown.inspector.shown.name
    qtbot.mouseClick(shown.inspector.override, Qt.MouseButton.LeftButton)
    panel = shown.override

    assert not panel.apply.isEnabled()
    qtbot.keyClicks(panel.reason, "signed")
    panel.status.setCurrentIndex(panel.status.findData("normal"))
    assert panel.apply.isEnabled()
    with qtbot.waitSignal(context.workspace.documents_changed):
        qtbot.mouseClick(panel.apply, Qt.MouseButton.LeftButton)

    store = context.workspace.store
    assert store.document("override", name)["status"] == "normal"
    context.workspace.undo()
    assert store.document("override", name) is None


def test_an_override_reaches_the_map_and_the_figures(qtbot, context, shown):
    row = first_with(context, "low_efficiency")
    before = make_headline(context.workspace.result.analysis)
    select(qtbot, context, row)
    qtbot.mouseClick(shown.inspector.override, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(shown.override.reason, "signed")
    shown.override.status.setCurrentIndex(shown.override.status.findData("normal"))
    with qtbot.waitSignal(context.workspace.documents_changed):
        qtbot.mouseClick(shown.override.apply, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(
        lambda: (
            context.flows.job("result") is None
            and not context.flows.is_out_of_date("result")
            and not context.workspace.jobs.running
        ),
        timeout=PATIENCE_MS,
    )

    analysis = context.workspace.result.analysis
    assert analysis.parcels["status"].iloc[row] == "normal"
    assert analysis.parcels["computed_status"].iloc[row] == "low_efficiency"
    assert make_headline(analysis).potential_mu < before.potential_mu


def test_areas_follow_the_unit_of_the_settings(context, shown):
    total = make_headline(context.workspace.result.analysis).total_mu

    context.settings.set("preference.area_unit", "hectare")

    assert shown.strip.cells[0].shown.number == f"{total / 15:,.2f}"
    assert shown.strip.cells[0].shown.unit == "公顷"


def test_every_figure_can_be_reached_and_pressed_by_keys(qtbot, context, shown):
    cell = shown.strip.cells[3]
    cell.setFocus()

    with qtbot.waitSignal(context.workspace.table_requested) as asked:
        qtbot.keyClick(cell, Qt.Key.Key_Space)

    assert asked.args[0].table == "residual"
