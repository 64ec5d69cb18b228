# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Solve a model with whole firms by HiGHS' branch and bound."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from landgis.relocation.model import NONE, Floats, Ints, Model
from landgis.relocation.program import Mask, Program, program_of, quiet_solver

STATUS = highspy.HighsModelStatus
HALF = 0.5


@dataclass(frozen=True, kw_only=True)
class Limits:
    """When branch and bound is to stop, if it has not proved its answer before."""

    seconds: float
    nodes: int = 2_000_000_000
    gap: float = 0.0
    stall_nodes: int = 2_000_000_000
    is_thorough: bool = True


@dataclass(frozen=True, kw_only=True)
class Branched:
    """What branch and bound found.

    Parameters
    ----------
    choice
        Option of each item, None where no plan was found.
    bound
        No plan with the options kept is worth more.
    skipped
        Items that must be placed and are not.
    work
        Steps of the simplex method that it took.
    """

    choice: Ints | None
    bound: float
    is_proved: bool
    is_impossible: bool
    is_late: bool
    work: int
    nodes: int


def branch(
    model: Model,
    kept: Mask,
    *,
    limits: Limits,
    start: Ints | None = None,
    skip_fine: float | None = None,
) -> Branched:
    """Solve the model with the options kept, from a plan if there is one."""
    program = program_of(model, kept, skip_fine=skip_fine)
    solver = quiet_solver(
        max(0.05, limits.seconds),
        mip_rel_gap=limits.gap,
        mip_abs_gap=1e-9,
        mip_max_nodes=limits.nodes,
        mip_max_stall_nodes=limits.stall_nodes,
        mip_feasibility_tolerance=1e-9,
        mip_allow_restart=limits.is_thorough,
        mip_detect_symmetry=limits.is_thorough,
        mip_heuristic_run_feasibility_jump=limits.is_thorough,
        mip_heuristic_run_root_reduced_cost=limits.is_thorough,
        mip_heuristic_run_rens=limits.is_thorough,
        primal_feasibility_tolerance=1e-9,
    )
    program.load(solver, integer=True)
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = list(_columns(model, program, start))
        solver.setSolution(known)
    solver.run()
    return _answer(model, program, solver)


def _columns(model: Model, program: Program, choice: Ints) -> Floats:
    """Return a plan as the program's columns."""
    values = np.zeros(program.n_columns)
    place = np.full(model.n_options, NONE)
    place[program.options] = np.arange(len(program.options))
    chosen = choice[choice >= 0]
    values[place[chosen]] = 1.0
    at = len(program.options)
    used = np.zeros(len(model.park_value), dtype=bool)
    used[model.park[chosen]] = True
    values[at : at + len(program.switches)] = used[program.switches]
    at += len(program.switches)
    inside = model.cluster != NONE
    missing = np.bincount(
        model.cluster[inside & (choice < 0)], minlength=len(model.cluster_value)
    )
    values[at : at + len(program.clusters)] = missing == 0
    at += len(program.clusters)
    taken = np.zeros(model.n_rows)
    for option in chosen:
        entries = slice(model.first[option], model.first[option + 1])
        taken[model.row[entries]] += model.amount[entries]
    excess = np.maximum(0.0, taken - model.rows.capacity)[program.soft]
    values[at : at + len(program.soft)] = excess
    at += len(program.soft)
    values[at:] = choice[program.skipped] < 0
    return values


def _answer(model: Model, program: Program, solver: highspy.Highs) -> Branched:
    status, info = solver.getModelStatus(), solver.getInfo()
    work = max(0, int(info.simplex_iteration_count))
    choice = None
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = np.array(solver.getSolution().col_value[: len(program.options)])
        options = program.options[values > HALF]
        choice = np.full(model.n_items, NONE, np.int32)
        choice[model.item[options]] = options
    bound = -info.mip_dual_bound + model.fixed
    return Branched(
        choice=choice,
        bound=bound if np.isfinite(bound) else np.inf,
        is_proved=status == STATUS.kOptimal,
        is_impossible=status == STATUS.kInfeasible,
        is_late=status == STATUS.kTimeLimit,
        work=work,
        nodes=max(0, int(info.mip_node_count)),
    )
