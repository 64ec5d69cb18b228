# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hands change of the plan at hand; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from landgis.operations import plan_documents as documents
from landgis.operations.plan_documents import StoredPlan
from landgis.operations.plan_record import write_land
from landgis.project import Edit, ProjectStore
from landgis.relocation.planning import HandMove
from landgis.relocation.remedies import Change
from landgis.relocation.wishes import PlanWishes
from landgis_ui.steps.relocation.session import PlanSession


class PlanEdits:
    """Edits of the plan that the session looks at."""

    def __init__(self, session: PlanSession) -> None:
        self._session = session

    def rename(self, name: str) -> None:
        """Give the plan another name."""
        self._edit(lambda store, plan: documents.rename_plan(store, plan.id, name))

    def delete(self) -> None:
        """Take the plan away."""
        self._edit(lambda store, plan: documents.delete_plan(store, plan.id))

    def withdraw(self) -> None:
        """Let no plan be the plan of record."""
        self._session.edit(documents.withdraw_plan)

    def set_wishes(self, wishes: PlanWishes) -> None:
        """Let the plan go by other wishes."""
        self._edit(lambda store, plan: documents.set_wishes(store, plan.id, wishes))

    def pin(self, firms: tuple[str, ...], *, pinned: bool) -> None:
        """Hold firms where they are, or let them go."""
        view = self._session.view
        if view is None:
            return
        now = dict(zip(view.firms["key"], view.firms["park"], strict=True))
        places = {firm: now.get(firm) or None for firm in firms}
        self._edit(
            lambda store, plan: documents.pin_firms(
                store, plan.id, places, pinned=pinned
            )
        )

    def set_treatment(self, firms: tuple[str, ...], treatment: str | None) -> None:
        """Treat firms otherwise than the rules propose; None: as the rules do."""
        self._edit(
            lambda store, plan: documents.set_treatment(
                store, plan.id, firms, treatment=treatment
            )
        )

    def set_year(self, firms: tuple[str, ...], year: int | None) -> None:
        """Let firms move in a year; None: when it is best."""
        self._edit(
            lambda store, plan: documents.set_year(store, plan.id, firms, year=year)
        )

    def ban(self, firm: str, park: str) -> None:
        """Rule a park out for a firm."""
        self._edit(
            lambda store, plan: documents.ban_park(store, plan.id, firm, park=park)
        )

    def make_room(self, firms: tuple[str, ...], park: str) -> None:
        """Search a new plan with firms pinned to a park that has no room now."""
        view, plan = self._session.view, self._session.plan
        if view is None or plan is None:
            return
        moves = {}
        for firm in firms:
            move = view.problem.moves.get(firm, HandMove())
            banned = move.banned - {park}
            moves[firm] = replace(move, park=park, pinned=True, banned=banned)
        change = Change(
            text="",
            park=park,
            kinds=(),
            wishes=plan.wishes,
            moves=moves,
            size=0.0,
            needs_search=True,
        )
        self._session.try_change(change, firms[0])

    def write_land(self, kind: str, key: str, *, field: str, text: str) -> None:
        """Write on land that the plan of record frees."""
        self._session.edit(
            lambda store: write_land(store, kind, key, values={field: text})
        )

    def open_variant(
        self, name: str, *, wishes: PlanWishes, without_pins: bool = False
    ) -> None:
        """Search a copy of the plan with other wishes; the plan stays as it is."""
        store, plan = self._session.store, self._session.plan
        if store is None or plan is None:
            return
        new, edit = documents.new_plan(store, name, wishes=wishes, copy_of=plan.id)
        puts = tuple(
            put
            for put in edit.puts
            if not (without_pins and put.kind == documents.MOVE + new)
        )
        self._session.open_plan(new, replace(edit, puts=puts), solved=True)

    def _edit(self, make: Callable[[ProjectStore, StoredPlan], Edit]) -> None:
        plan = self._session.plan
        if plan is not None:
            self._session.edit(lambda store: make(store, plan))
