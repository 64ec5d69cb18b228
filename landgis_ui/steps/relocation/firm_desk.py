# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One firm that is looked at: its sheet, why it has no place, what a move would do."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.operations.firm_sheet import firm_facts
from landgis.relocation.drops import check_move
from landgis.relocation.remedies import park_lines
from landgis.relocation.view import PlanView
from landgis_ui.context import Context
from landgis_ui.steps.relocation.firm_model import is_searched
from landgis_ui.steps.relocation.flow_view import verdict_lines
from landgis_ui.steps.relocation.park_card import Trial
from landgis_ui.steps.relocation.questions import PlanQuestions
from landgis_ui.steps.relocation.right_panel import RightPanel
from landgis_ui.steps.relocation.session import PlanSession
from landgis_ui.widgets.figures import AreaWriter, write_number
from landgis_ui.words import Words

WITHOUT = ("unplaced", "unknown")
NOT_KNOWN = float("nan")


def try_firms(
    view: PlanView | None, park: str, firms: tuple[str, ...], *, words: Words
) -> Trial:
    """Return what firms would do to a park, one after the other."""
    reasons: list[str] = []
    floor, share = NOT_KNOWN, NOT_KNOWN
    told: tuple[str, ...] = ()
    for firm in firms:
        if view is None:
            break
        verdict = check_move(view, firm, park)
        reasons.extend(verdict.reasons)
        floor, share = verdict.floor_after_m2, verdict.share_after
        told = verdict_lines(verdict, words)
        if firm != firms[-1]:
            view = view.with_move(firm, park)
    if reasons:
        told = (words("relocation.may_not_move"), *dict.fromkeys(reasons), *told[-2:])
    return Trial(
        is_allowed=not reasons,
        reasons=told,
        floor_after_m2=floor,
        share_after=share,
    )


class FirmDesk(QObject):
    """Shows the firm of the session at the right.

    Signals
    -------
    looked_at(str)
        This firm is shown.
    """

    looked_at = pyqtSignal(str)

    def __init__(
        self,
        context: Context,
        session: PlanSession,
        questions: PlanQuestions,
        *,
        right: RightPanel,
    ) -> None:
        super().__init__(session)
        self._context, self._workspace = context, context.workspace
        self._areas = AreaWriter(context)
        self._session, self._questions, self._right = session, questions, right
        self._shown = ""

    def show(self) -> None:
        """Show the firm that is looked at, or none."""
        session, result = self._session, self._workspace.result
        view, firm, reasons = session.view, session.firm, self._right.parks.reasons
        row = None if view is None or not firm else _row_of(view, firm)
        if view is None or row is None or result is None:
            self._shown = ""
            reasons.hide()
            self._right.sheet.show_sheet(None)
            return
        is_other, self._shown = firm != self._shown, firm
        self.looked_at.emit(firm)
        self._right.sheet.show_sheet(firm_facts(view, firm, result.analysis))
        found = view.firms.iloc[row]
        if is_other:
            self._workspace.selection.set(found["parcel_rows"], origin=self)
        if found["outcome"] not in WITHOUT or not is_searched(view):
            reasons.hide()
            return
        words = self._context.words
        facts = words(
            "relocation.firm_facts",
            industry=found["industry"] or "—",
            floor=write_number(float(found["floor_m2"]), 0),
            unit=words("unit.m2"),
            area=self._areas.text(float(found["freed_mu"])),
        )
        lines = park_lines(view, firm)
        reasons.show_firm(str(found["name"]), facts, lines, is_best=not view.is_changed)
        if is_other and self._right.page != "sheet":
            self._right.open("parks")
        self._questions.explain(firm)

    def row(self) -> int | None:
        """Return the row of the firm among those of the result."""
        view, firm = self._session.view, self._session.firm
        place = None if view is None or not firm else _row_of(view, firm)
        return None if view is None or place is None else int(view.firms.index[place])


def _row_of(view: PlanView, firm: str) -> int | None:
    """Return the position of a firm in the plan."""
    found = (view.firms["key"] == firm).to_numpy().nonzero()[0]
    return int(found[0]) if len(found) else None
