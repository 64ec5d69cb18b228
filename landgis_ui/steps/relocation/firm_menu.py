# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done with the chosen firms: another park, pin, treatment."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QWidget

from landgis.relocation.drops import check_move
from landgis.relocation.wishes import wish_fields
from landgis_ui.context import Context
from landgis_ui.steps.relocation.marks import mark_of
from landgis_ui.steps.relocation.plan_edits import PlanEdits
from landgis_ui.steps.relocation.session import PlanSession
from landgis_ui.widgets.basics import plain_hint

TREATMENTS = "treatments"


def make_firm_menu(
    context: Context,
    session: PlanSession,
    *,
    firms: tuple[str, ...],
    parent: QWidget,
) -> QMenu:
    """Return the menu; parks that cannot take a firm say why not."""
    words, view, edits = context.words, session.view, PlanEdits(session)
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    if view is None or not session.can_edit:
        return menu
    where = menu.addMenu(words("relocation.send_to"))
    if where is not None:
        _offer_parks(where, context, session, firms=firms)
    if len(firms) == 1:
        row = view.firms.loc[view.firms["key"] == firms[0]]
        park = str(row["park"].iloc[0])
        if park:
            text = words("relocation.ban", name=row["park_name"].iloc[0])
            menu.addAction(text, partial(edits.ban, firms[0], park))
    menu.addAction(words("relocation.pin"), partial(edits.pin, firms, pinned=True))
    menu.addAction(words("relocation.unpin"), partial(edits.pin, firms, pinned=False))
    when = menu.addMenu(words("relocation.move_in"))
    if when is not None:
        for year in view.problem.years:
            text = words("relocation.year", year=str(year))
            when.addAction(text, partial(edits.set_year, firms, year))
        when.addSeparator()
        when.addAction(
            words("relocation.any_year"), partial(edits.set_year, firms, None)
        )
    treat = menu.addMenu(words("relocation.treat_as"))
    if treat is not None:
        _offer_treatments(treat, context, session, firms=firms)
    return menu


def make_choice_menu(
    context: Context,
    session: PlanSession,
    column: str,
    *,
    firms: tuple[str, ...],
    parent: QWidget,
) -> QMenu:
    """Return the values for a column of the list: what is now has a tick."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if session.view is not None and session.can_edit:
        offer = _offer_treatments if column == "treatment" else _offer_parks
        offer(menu, context, session, firms=firms)
    return menu


def _offer_treatments(
    menu: QMenu, context: Context, session: PlanSession, *, firms: tuple[str, ...]
) -> None:
    """Offer every treatment."""
    words, edits = context.words, PlanEdits(session)
    now = _now(session, "treatment", firms)
    choices = next(each for each in wish_fields() if each.name == TREATMENTS).choices
    for choice in choices:
        action = menu.addAction(choice, partial(edits.set_treatment, firms, choice))
        _tick(action, is_now=now == {choice})
    menu.addSeparator()
    by_rules = words("relocation.treat_by_rules")
    menu.addAction(by_rules, partial(edits.set_treatment, firms, None))


def _now(session: PlanSession, column: str, firms: tuple[str, ...]) -> set[str]:
    """Return the values that firms have now."""
    view = session.view
    if view is None:
        return set()
    mine = view.firms.loc[view.firms["key"].isin(firms), column]
    return set(mine.fillna("").astype(str))


def _tick(action: QAction | None, *, is_now: bool) -> None:
    if action is not None and is_now:
        action.setCheckable(True)
        action.setChecked(True)


def _offer_parks(
    menu: QMenu, context: Context, session: PlanSession, *, firms: tuple[str, ...]
) -> None:
    """Offer every park; those that cannot take the firms say so."""
    words, view = context.words, session.view
    if view is None:
        return
    menu.setToolTipsVisible(True)
    now = _now(session, "park", firms)
    names = zip(view.parks["key"], view.parks["name"], strict=True)
    for place, (key, name) in enumerate(names):
        text = f"{mark_of(place, words=words)} {name}"
        reasons = [
            reason for firm in firms for reason in check_move(view, firm, key).reasons
        ]
        if reasons:
            text = words("relocation.not_fitting", name=text)
        action = menu.addAction(text, partial(session.move, firms, key))
        _tick(action, is_now=now == {key})
        if action is not None and reasons:
            action.setToolTip(plain_hint("\n".join(dict.fromkeys(reasons))))
    menu.addSeparator()
    menu.addAction(words("relocation.stay"), partial(session.move, firms, None))
