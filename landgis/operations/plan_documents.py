# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans as the documents of a project file, and the edits that change them.

``plan``/<id> holds a plan, ``plan_move/<id>``/<firm key> what the user decided on one
firm of it.  Every function here is quick and only returns an edit.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from landgis import messages
from landgis.project import Edit, ProjectStore, Put
from landgis.relocation.planning import HandMove
from landgis.relocation.wishes import PlanWishes, wishes_of, wishes_to_json

PLAN, MOVE = "plan", "plan_move/"
FREED, RESERVE = "freed_land", "reserve_land"
LETTERS = string.ascii_uppercase


@dataclass(frozen=True, kw_only=True)
class Solved:
    """What the last search of a plan found, and where its moves are kept.

    `basis` tells what it rested on, see `stored_plan.plan_basis`.
    """

    dataset: str
    basis: str
    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    seconds: float
    stopped_by: str


@dataclass(frozen=True, kw_only=True)
class StoredPlan:
    """A plan of a project; `solved` is None before the first search."""

    id: str
    name: str
    order: int
    wishes: PlanWishes
    is_record: bool
    remark: str
    solved: Solved | None


def stored_plans(store: ProjectStore) -> tuple[StoredPlan, ...]:
    """Return the plans of a project, in their order."""
    found = [to_plan(key, value) for key, value in store.documents(PLAN).items()]
    return tuple(sorted(found, key=lambda plan: (plan.order, plan.id)))


def find_plan(store: ProjectStore, plan: str) -> StoredPlan:
    """Return a plan.

    Raises
    ------
    KeyError
        If there is none of that id.
    """
    return to_plan(plan, store.documents(PLAN)[plan])


def record_of(store: ProjectStore) -> StoredPlan | None:
    """Return the plan of record: the one that was accepted."""
    return next((plan for plan in stored_plans(store) if plan.is_record), None)


def to_plan(key: str, value: Mapping[str, Any]) -> StoredPlan:
    """Return the plan that a document holds."""
    solved = value.get("solved")
    return StoredPlan(
        id=key,
        name=value.get("name") or key,
        order=int(value.get("order") or 0),
        wishes=wishes_of(
            value.get("wishes") or {}, file=messages.text("plan.this_plan")
        ),
        is_record=bool(value.get("is_record")),
        remark=value.get("remark") or "",
        solved=None
        if not solved
        else Solved(**{name: solved.get(name) for name in Solved.__annotations__}),
    )


def read_moves(store: ProjectStore, plan: str) -> dict[str, HandMove]:
    """Return what the user decided on the firms of a plan, by firm."""
    return {
        firm: to_move(value) for firm, value in store.documents(MOVE + plan).items()
    }


def to_move(value: Mapping[str, Any]) -> HandMove:
    """Return the decision that a document holds."""
    return HandMove(
        park=value.get("park"),
        pinned=bool(value.get("pinned")),
        banned=frozenset(value.get("banned") or ()),
        year=value.get("year"),
        treatment=value.get("treatment"),
    )


def move_put(plan: str, firm: str, move: HandMove) -> Put:
    """Return the document of a decision; one that says nothing is none."""
    if move == HandMove():
        return Put(MOVE + plan, firm, None)
    value = {
        "park": move.park,
        "pinned": move.pinned,
        "banned": sorted(move.banned),
        "year": move.year,
        "treatment": move.treatment,
    }
    return Put(MOVE + plan, firm, value)


def next_name(store: ProjectStore) -> str:
    """Return the name of the next plan: 方案 A, then 方案 B and so on.

    A letter is taken too where more words follow it.
    """
    names_now = [plan.name for plan in stored_plans(store)]
    taken = {" ".join(name.split(" ")[:2]) for name in names_now} | {*names_now}
    names = (
        messages.text("plan.default_name", letter=letter + suffix)
        for suffix in ("", *map(str, range(2, 1000)))
        for letter in LETTERS
    )
    return next(name for name in names if name not in taken)


def new_plan(
    store: ProjectStore,
    name: str | None = None,
    *,
    wishes: PlanWishes | None = None,
    copy_of: str | None = None,
) -> tuple[str, Edit]:
    """Return the id of a new plan and the edit that makes it.

    A copy has the wishes, the decisions and the search of the other one.
    """
    plan = uuid4().hex
    called = name or next_name(store)
    last = max((each.order for each in stored_plans(store)), default=0)
    value: dict[str, Any] = {"remark": "", "solved": None}
    puts = []
    if copy_of is not None:
        value = dict(store.documents(PLAN)[copy_of])
        puts = [
            Put(MOVE + plan, firm, move)
            for firm, move in store.documents(MOVE + copy_of).items()
        ]
    if wishes is not None:
        value["wishes"] = wishes_to_json(wishes)
    value |= {"name": called, "order": last + 1, "is_record": False}
    edit = Edit(
        text="plan.history.new",
        params={"name": called},
        puts=(Put(PLAN, plan, value), *puts),
    )
    return plan, edit


def _change(store: ProjectStore, plan: str, text: str, **values: Any) -> Edit:
    old = store.documents(PLAN)[plan]
    return Edit(
        text=f"plan.history.{text}",
        params={"name": values.get("name", old.get("name"))},
        puts=(Put(PLAN, plan, {**old, **values}),),
    )


def rename_plan(store: ProjectStore, plan: str, name: str) -> Edit:
    """Return the edit that gives a plan another name."""
    return _change(store, plan, "rename", name=name)


def set_wishes(store: ProjectStore, plan: str, wishes: PlanWishes) -> Edit:
    """Return the edit that gives a plan other norms, prices, weights or years."""
    return _change(store, plan, "wishes", wishes=wishes_to_json(wishes))


def delete_plan(store: ProjectStore, plan: str) -> Edit:
    """Return the edit that takes a plan away, and what it had freed if accepted."""
    old = store.documents(PLAN)[plan]
    puts = [
        Put(PLAN, plan, None),
        *(Put(MOVE + plan, firm, None) for firm in store.documents(MOVE + plan)),
    ]
    if old.get("is_record"):
        puts += freed_puts(store, {}, {})
    return Edit(
        text="plan.history.delete", params={"name": old["name"]}, puts=tuple(puts)
    )


def move_firms(
    store: ProjectStore,
    plan: str,
    firms: Sequence[str],
    *,
    park: str | None,
    pinned: bool = True,
) -> Edit:
    """Return the edit that puts firms into a park, or (None) leaves them without one.

    A park that was ruled out for a firm is not any more.
    """

    def change(move: HandMove) -> HandMove:
        banned = move.banned - {park} if park is not None else move.banned
        return replace(move, park=park, pinned=pinned, banned=banned)

    return _decide(
        store, plan, firms, change=change, text="move" if park else "no_place"
    )


def pin_firms(
    store: ProjectStore, plan: str, places: Mapping[str, str | None], *, pinned: bool
) -> Edit:
    """Return the edit that pins firms where they are, or lets go of them.

    `places` has the park that each of them has now; None: none.
    """
    known = read_moves(store, plan)
    puts = []
    for firm, park in places.items():
        move = known.get(firm, HandMove())
        puts.append(move_put(plan, firm, replace(move, park=park, pinned=pinned)))
    return _edit(store, plan, places, puts=puts, text="pin" if pinned else "unpin")


def ban_park(
    store: ProjectStore, plan: str, firm: str, *, park: str, banned: bool = True
) -> Edit:
    """Return the edit that rules a park out for a firm, or lets it in again."""

    def change(move: HandMove) -> HandMove:
        if not banned:
            return replace(move, banned=move.banned - {park})
        out = replace(move, banned=move.banned | {park})
        return replace(out, park=None, pinned=False) if out.park == park else out

    return _decide(
        store, plan, [firm], change=change, text="ban" if banned else "unban"
    )


def set_treatment(
    store: ProjectStore, plan: str, firms: Sequence[str], *, treatment: str | None
) -> Edit:
    """Return the edit that gives firms another treatment in this plan; None: back."""
    return _decide(
        store,
        plan,
        firms,
        change=lambda move: replace(move, treatment=treatment),
        text="treatment",
    )


def set_year(
    store: ProjectStore, plan: str, firms: Sequence[str], *, year: int | None
) -> Edit:
    """Return the edit that says from which year on firms may move; None: any."""
    return _decide(
        store, plan, firms, change=lambda move: replace(move, year=year), text="year"
    )


def withdraw_plan(store: ProjectStore) -> Edit:
    """Return the edit after which no plan is accepted: nothing is freed by one."""
    plan = record_of(store)
    puts = list(freed_puts(store, {}, {}))
    if plan is not None:
        old = store.documents(PLAN)[plan.id]
        puts.append(Put(PLAN, plan.id, {**old, "is_record": False}))
    return Edit(
        text="plan.history.withdraw",
        params={"name": plan.name if plan else ""},
        puts=tuple(puts),
    )


def freed_puts(
    store: ProjectStore,
    freed: Mapping[str, Mapping[str, Any]],
    reserve: Mapping[str, Mapping[str, Any]],
) -> list[Put]:
    """Return the documents that make exactly this land freed, and kept in reserve.

    What people wrote into the documents that stay is kept.
    """
    puts = []
    for kind, wanted in ((FREED, freed), (RESERVE, reserve)):
        there = store.documents(kind)
        puts += [Put(kind, key, None) for key in there if key not in wanted]
        puts += [
            Put(kind, key, {**_written(there.get(key)), **value})
            for key, value in wanted.items()
        ]
    return puts


def _written(value: Mapping[str, Any] | None) -> dict[str, Any]:
    return dict((value or {}).items())


def drop_loose_moves(store: ProjectStore, plan: str) -> list[Put]:
    """Return the documents after a search: places that were not pinned are gone."""
    return [
        move_put(plan, firm, replace(move, park=None))
        for firm, move in read_moves(store, plan).items()
        if move.park is not None and not move.pinned
    ]


def _decide(
    store: ProjectStore,
    plan: str,
    firms: Sequence[str],
    *,
    change: Callable[[HandMove], HandMove],
    text: str,
) -> Edit:
    known = read_moves(store, plan)
    puts = [move_put(plan, firm, change(known.get(firm, HandMove()))) for firm in firms]
    return _edit(store, plan, firms, puts=puts, text=text)


def _edit(
    store: ProjectStore, plan: str, firms: Iterable[str], *, puts: list[Put], text: str
) -> Edit:
    name = store.documents(PLAN)[plan].get("name") or plan
    return Edit(
        text=f"plan.history.{text}",
        params={"name": name, "n": len(list(firms))},
        puts=tuple(puts),
    )
