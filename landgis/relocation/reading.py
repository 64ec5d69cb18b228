# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a problem from the contract's JSON, and write problems and plans.

What cannot be is said in a sentence that names the firm or the park.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from landgis.errors import CallError, DataError
from landgis.relocation.fields import Fields
from landgis.relocation.problem import Firm, Objective, Park, Phase, Plan, Problem
from landgis.relocation.sound import MOST_FIRMS, refuse_many, require_sound

PROBLEM_FORMAT = "landgis-plan-problem/1"
PLAN_FORMAT = "landgis-plan/1"


def read_problem(path: Path) -> Problem:
    """Read a problem from a file.

    Raises
    ------
    CallError
        If there is no such file.
    DataError
        If it cannot be read, or what it says cannot be.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CallError("relocation.no_file", path=str(path)) from error
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        detail = str(error).split("\n")[0]
        raise DataError("relocation.no_json", path=path.name, detail=detail) from error
    return problem_of(document)


def problem_of(document: object) -> Problem:
    """Return the problem that a JSON document describes.

    Raises
    ------
    DataError
        With a sentence that names the firm or the park.
    """
    top = Fields.of(document)
    said = top.text("format", PROBLEM_FORMAT)
    if said != PROBLEM_FORMAT:
        raise DataError("relocation.format", found=said, expected=PROBLEM_FORMAT)
    firms = top.values.get("firms")
    if isinstance(firms, list) and len(firms) > MOST_FIRMS:
        refuse_many(len(firms), Fields.of(firms[MOST_FIRMS]).text("id", "?"))
    weights = top.inner("objective")
    problem = Problem(
        firms=tuple(_firm(entry) for entry in top.entries("firms", "firm")),
        parks=tuple(_park(entry) for entry in top.entries("parks", "park")),
        objective=Objective(
            freed_mu=weights.number("freed_mu", 1.0),
            cost=weights.number("cost", 0.0),
            cluster=weights.number("cluster", 0.0),
            delay=weights.number("delay", 0.0),
            target=weights.number("target", 10.0),
        ),
        require_all=top.flag("require_all"),
        time_limit_s=top.number("time_limit_s", 60.0),
        phases=tuple(_phase(entry) for entry in top.entries("phases", "phase", [])),
        year=top.whole("year"),
        budget=top.limit("budget"),
        town_share_min=top.number("town_share_min", 0.0),
        hard_targets=top.flag("hard_targets"),
    )
    require_sound(problem)
    return problem


def _firm(fields: Fields) -> Firm:
    allowed = fields.texts("allowed", None)
    return Firm(
        id=fields.name,
        floor_m2=fields.number("floor_m2", 0.0),
        freed_mu=fields.number("freed_mu", 0.0),
        industry=fields.text("industry", "").strip(),
        cost=fields.numbers("cost"),
        allowed=None if allowed is None else frozenset(allowed),
        worth=fields.numbers("worth"),
        use=fields.numbers("use"),
        pin=fields.optional_text("pin"),
        cluster=fields.optional_text("cluster"),
        energy_tce=fields.number("energy_tce", 0.0),
        emission_t=fields.number("emission_t", 0.0),
        banned=frozenset(fields.texts("banned", []) or ()),
        town=fields.optional_text("town"),
        earliest_year=fields.whole("earliest_year"),
        name=fields.text("name", ""),
    )


def _park(fields: Fields) -> Park:
    return Park(
        id=fields.name,
        floor_m2=fields.number("floor_m2", None),
        leading=_codes(fields, "leading"),
        leading_share_min=fields.number("leading_share_min", 0.0),
        existing_leading=fields.whole("existing_leading") or 0,
        existing_other=fields.whole("existing_other") or 0,
        forbidden=_codes(fields, "forbidden"),
        special=_codes(fields, "special"),
        open_year=fields.whole("open_year"),
        open_cost=fields.number("open_cost", 0.0),
        energy_tce=fields.limit("energy_tce"),
        emission_t=fields.limit("emission_t"),
        unit_m2=tuple(fields.number_list("unit_m2")),
        name=fields.text("name", ""),
    )


def _codes(fields: Fields, key: str) -> tuple[str, ...]:
    """Return beginnings of industry codes; an empty one would hold every industry."""
    codes = tuple(code.strip() for code in fields.texts(key, []) or ())
    if "" in codes:
        raise DataError("relocation.empty_code", where=fields.where, key=key)
    return codes


def _phase(fields: Fields) -> Phase:
    year = fields.whole("year")
    if year is None:
        raise DataError("relocation.missing", where=fields.where, key="year")
    return Phase(
        year=year, budget=fields.limit("budget"), target_mu=fields.limit("target_mu")
    )


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """Return the JSON document of a problem."""
    document = {"format": PROBLEM_FORMAT} | asdict(problem)
    for firm in document["firms"]:
        allowed = firm["allowed"]
        firm["allowed"] = None if allowed is None else sorted(allowed)
        firm["banned"] = sorted(firm["banned"])
        if allowed is None:
            del firm["allowed"]
    return document


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Return the JSON document of a plan; a plan without a number has null there."""
    assignments = [
        {"firm": move.firm, "park": move.park}
        | ({} if move.year is None else {"year": move.year})
        for move in plan.assignments
    ]
    return {
        "format": PLAN_FORMAT,
        "status": plan.status,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "seconds": plan.seconds,
        "stopped_by": plan.stopped_by,
        "assignments": assignments,
        "unplaced": [asdict(firm) for firm in plan.unplaced],
        "explain": [_without_none(asdict(reason)) for reason in plan.explain],
    }


def _without_none(entry: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in entry.items() if value is not None}
    return {"park": entry.get("park")} | kept
