# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The relaxed problem, in which firms may be divided: its value bounds every plan.

Options come in as they are needed: the relaxed problem is solved with a few of them,
its prices show which others could help, until none does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import highspy
import numpy as np

from landgis.relocation.model import Floats, Model
from landgis.relocation.price_kernels import nearest
from landgis.relocation.prices import Priced, Prices, priced
from landgis.relocation.program import Mask, Places, Program, program_of, quiet_solver

WIDTH = 8
"""Options of each item that the relaxed problem begins with."""
MOST_AT_ONCE = 60_000
"""So many options are put into the relaxed problem at once."""
MOST_ROUNDS = 30
GAIN = 1e-7
NEAR_ENOUGH = 1e-7


@dataclass(frozen=True, kw_only=True)
class Relaxed:
    """The relaxed problem's answer.

    Parameters
    ----------
    priced
        The prices, and the bound that they prove.
    chosen
        How far each option is chosen, 0 to 1.
    skipped
        How many items that must be placed are left out, in parts.
    iterations
        Work that it took.
    is_done
        No other prices prove more.
    is_complete
        No option that was left out would help.
    """

    priced: Priced
    chosen: Floats
    skipped: float
    iterations: int
    is_done: bool
    is_complete: bool = False


def relax(model: Model, start: Priced, *, seconds_left: Callable[[], float]) -> Relaxed:
    """Solve the relaxed problem, from prices that are known already."""
    kept = np.ones(model.n_options, dtype=bool)
    grows = model.n_options > MOST_AT_ONCE
    if grows:
        kept[:] = False
        near = nearest(model.start, start.reduced, WIDTH)
        kept[near[near >= 0]] = True
    fine = skip_fine(model)
    answer = Relaxed(
        priced=start,
        chosen=np.zeros(model.n_options),
        skipped=0.0,
        iterations=0,
        is_done=False,
    )
    basis: tuple[Mask, highspy.HighsBasis] | None = None
    for _ in range(MOST_ROUNDS):
        program = program_of(model, kept, skip_fine=fine, has_links=not grows)
        solver = quiet_solver(max(0.1, seconds_left()))
        program.load(solver, integer=False)
        if basis is not None:
            solver.setBasis(_grown_basis(basis, kept, solver))
        solver.run()
        answer = _read(model, program, solver, before=answer)
        if not _is_optimal(solver) or answer.is_done or not grows:
            complete = _is_optimal(solver) and (answer.is_done or not grows)
            answer = replace(answer, is_complete=complete)
            break
        basis = (kept.copy(), solver.getBasis())
        missing = _missing(model, program, solver)
        if not len(missing):
            answer = replace(answer, is_complete=True)
            break
        kept[missing] = True
    return answer


def skip_fine(model: Model) -> float:
    """Return a fine for leaving an item out that no gain can outweigh."""
    spread = float(np.ptp(model.value)) if model.n_options else 0.0
    worth = float(abs(model.park_value).sum() + model.cluster_value.max(initial=0.0))
    soft = model.rows.fine[np.isfinite(model.rows.fine)]
    return 10 * (1.0 + spread + worth) + float(soft.sum()) * 1000


def _is_optimal(solver: highspy.Highs) -> bool:
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _read(
    model: Model, program: Program, solver: highspy.Highs, *, before: Relaxed
) -> Relaxed:
    """Take prices and answer from the solver; keep the lower bound of the two."""
    solution, info = solver.getSolution(), solver.getInfo()
    iterations = before.iterations + int(info.simplex_iteration_count)
    if not solution.dual_valid:
        return replace(before, iterations=iterations)
    dual = -np.array(solution.row_dual)
    items, rows = model.n_items, model.n_rows
    share = np.zeros(items)
    if len(program.members):
        share[program.members] = np.maximum(0.0, dual[-len(program.members) :])
    link = None
    if len(program.linked):
        link = np.zeros(model.n_options)
        ties = dual[items + rows :][: len(program.linked)]
        link[program.options[program.linked]] = np.maximum(0.0, ties)
    prices = Prices(
        row=np.maximum(0.0, dual[items : items + rows]), share=share, link=link
    )
    found = priced(model, prices)
    columns = np.array(solution.col_value)
    chosen = np.zeros(model.n_options)
    chosen[program.options] = columns[: len(program.options)]
    skipped = columns[len(columns) - len(program.skipped) :].sum()
    value = -info.objective_function_value + model.fixed
    near = abs(found.bound - value) <= NEAR_ENOUGH * max(1.0, abs(value))
    return Relaxed(
        priced=found if found.bound <= before.priced.bound else before.priced,
        chosen=chosen,
        skipped=float(skipped),
        iterations=iterations,
        is_done=_is_optimal(solver) and near,
    )


def _missing(model: Model, program: Program, solver: highspy.Highs) -> Places:
    """Return the options that would help, a few of each item."""
    dual = -np.array(solver.getSolution().row_dual)
    prices = np.maximum(0.0, dual[model.n_items : model.n_items + model.n_rows])
    share = np.zeros(model.n_items)
    if len(program.members):
        share[program.members] = np.maximum(0.0, dual[-len(program.members) :])
    reduced = priced(model, Prices(row=prices, share=share)).reduced
    own = dual[: model.n_items][model.item]
    gain = reduced - own
    gain[program.options] = -np.inf
    gain = np.where(gain > GAIN, gain, -np.inf)
    near = nearest(model.start, gain, WIDTH)
    near = near[near >= 0]
    return np.asarray(near[np.isfinite(gain[near])])


def _grown_basis(
    old: tuple[Mask, highspy.HighsBasis], kept: Mask, solver: highspy.Highs
) -> highspy.HighsBasis:
    """Return the basis for more options: the new ones are not chosen."""
    before, basis = old
    states = np.empty(solver.getNumCol(), dtype=object)
    states[:] = highspy.HighsBasisStatus.kLower
    n_kept, n_before = int(kept.sum()), int(before.sum())
    columns = list(basis.col_status)
    states[np.flatnonzero(before[kept])] = columns[:n_before]
    states[n_kept:] = columns[n_before:]
    grown = highspy.HighsBasis()
    grown.col_status = list(states)
    grown.row_status = list(basis.row_status)
    grown.valid = True
    return grown
