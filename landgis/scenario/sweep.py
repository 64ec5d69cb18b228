# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Try other values of any threshold: each is judged anew, exactly, in a worker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis import messages
from landgis.analysis import STATUSES, Analysis
from landgis.geometry import drop_slivers
from landgis.progress import SILENT, Progress
from landgis.reclaim.land import compute_reclaimable
from landgis.reclaim.overlaps import compute_overlap_removed
from landgis.reclaim.residual import AGEING_NAMES, Residual, compute_residual
from landgis.rules.profile import Profile
from landgis.scenario.effects import (
    AGEING,
    FEE,
    LAND,
    LOW_PREFIX,
    RESIDUAL,
    STATUS,
    describe_effect,
    effect_of,
)
from landgis.scenario.overlap import find_overlaps
from landgis.scenario.parcels import (
    decided_by_hand,
    judge_again,
    occupants_of,
    to_codes,
)
from landgis.scenario.profiles import changed_profile, thresholds_of
from landgis.scenario.tax_engine import make_engine
from landgis.tables import Geometries
from landgis.units import MU_PER_M2

__all__ = ["Sweep", "describe_effect", "effect_of", "sweep"]

NO_SHAPES: Geometries = np.empty(0, dtype=object)


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """What each value of a threshold gives.

    Attributes
    ----------
    parameter, values
        What was tried; `low[1]` is the first line of 亩均税收.
    effect
        What it changes at all, see `effects`; where that is neither status nor
        land nor residual all rows of the table are alike, but for the columns
        of ageing and fee.
    table
        One row for each value: low_firms, firm_mu, potential_mu,
        overlap_removed_mu, total_mu, residual_count, residual_mu, for each
        status `count_STATUS` and `mu_STATUS`, `ageing_mu_1` … `ageing_mu_4`,
        and `idle_fee_wan` of a threshold that changes the fee.
    status
        One row of status codes (places in `STATUSES`) for each value.
    """

    parameter: str
    values: tuple[float, ...]
    effect: str
    table: pd.DataFrame
    status: NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class _State:
    """A result at one value, as far as a threshold can change it."""

    status: NDArray[np.uint8]
    firm_mu: NDArray[np.float64]
    potential_mu: NDArray[np.float64]
    residual: pd.DataFrame
    residual_geometry: Geometries
    overlap_removed_mu: float
    low_firms: int
    fee_wan: float | None = None


def sweep(
    analysis: Analysis,
    parameter: str,
    values: Sequence[float],
    *,
    progress: Progress = SILENT,
) -> Sweep:
    """Judge the result anew for each value; a top-level function for a job.

    What changes 批而未供 (`effects.RESIDUAL`) needs the layers of the analysis.

    Raises
    ------
    RuleError
        If the profile has no such number.
    CancelledError
        If the user gave up.
    """
    profile = analysis.project.profile
    changed_profile(profile, dict.fromkeys([parameter], 0.0))
    title = thresholds_of(profile)[parameter].title or parameter
    stage = messages.text("scenario.trying", title=title)
    states = []
    for number, state in enumerate(_states(analysis, parameter, values)):
        states.append(state)
        progress.step(number + 1, len(values), stage=stage)
    mu = analysis.parcels["mu"].fillna(0.0).to_numpy(dtype=np.float64)
    return Sweep(
        parameter=parameter,
        values=tuple(float(value) for value in values),
        effect=effect_of(parameter),
        table=pd.DataFrame(
            [_figures(analysis, state, mu) for state in states],
            index=pd.Index(np.array(values, dtype=np.float64), name=parameter),
        ),
        status=np.array([state.status for state in states], dtype=np.uint8).reshape(
            len(values), len(mu)
        ),
    )


def _states(
    analysis: Analysis, parameter: str, values: Sequence[float]
) -> Iterator[_State]:
    makers = {
        STATUS: _judged_states,
        LAND: _judged_states,
        RESIDUAL: _residual_states,
        AGEING: _ageing_states,
        FEE: _fee_states,
    }
    if parameter.startswith(LOW_PREFIX):
        yield from _tax_states(analysis, parameter, values)
    elif effect_of(parameter) in makers:
        yield from makers[effect_of(parameter)](analysis, parameter, values)
    else:
        for _ in values:
            yield _current(analysis)


def _current(analysis: Analysis) -> _State:
    parcels = analysis.parcels
    low = (
        analysis.firms["low"] if "low" in analysis.firms else pd.Series(dtype="boolean")
    )
    return _State(
        status=to_codes(parcels["status"]),
        firm_mu=parcels["firm_mu"].to_numpy(dtype=np.float64),
        potential_mu=parcels["potential_mu"].to_numpy(dtype=np.float64),
        residual=analysis.residual,
        residual_geometry=analysis.residual_geometry,
        overlap_removed_mu=analysis.reclaimable.overlap_removed_mu,
        low_firms=int(low.astype("boolean").fillna(value=False).sum()),
    )


def _tax_states(
    analysis: Analysis, parameter: str, values: Sequence[float]
) -> Iterator[_State]:
    engine = make_engine(analysis)
    names = [
        name
        for name in thresholds_of(analysis.project.profile)
        if name.startswith(LOW_PREFIX)
    ]
    own = dict(zip(names, engine.firms.values, strict=True))
    now = _current(analysis)
    for value in values:
        found = engine.answer(tuple((own | {parameter: float(value)}).values()))
        yield replace(
            now,
            status=found.status,
            firm_mu=found.firm_mu,
            potential_mu=found.potential_mu,
            overlap_removed_mu=found.land.overlap_removed_mu,
            low_firms=found.low_firms,
        )


def _judged_states(
    analysis: Analysis, parameter: str, values: Sequence[float]
) -> Iterator[_State]:
    """Judge parcels anew where their status may change, and their land in any case."""
    parcels, now = analysis.parcels, _current(analysis)
    other = [frame["mu"].to_numpy() for frame in (analysis.residual, analysis.vacated)]
    candidates = [parcels["mu"].fillna(0.0).to_numpy(), *other]
    overlaps = find_overlaps(_all_shapes(analysis), np.concatenate(candidates) > 0)
    for value in values:
        profile = changed_profile(analysis.project.profile, {parameter: value})
        judged = parcels
        if effect_of(parameter) == STATUS:
            verdicts = judge_again(analysis, profile).frame
            kept = decided_by_hand(parcels)
            judged = parcels.assign(
                **verdicts.assign(
                    status=verdicts["status"].mask(kept, parcels["status"])
                )
            )
        land = compute_reclaimable(
            judged,
            occupants_of(analysis),
            profile=profile,
            reference_date=analysis.project.reference_date,
        )
        firm, potential = (
            land[name].to_numpy(dtype=np.float64)
            for name in ("firm_mu", "potential_mu")
        )
        yield replace(
            now,
            status=to_codes(judged["status"]),
            firm_mu=firm,
            potential_mu=potential,
            overlap_removed_mu=overlaps.removed_mu(
                np.concatenate([firm + potential, *other])
            ),
        )


def _residual_states(
    analysis: Analysis, parameter: str, values: Sequence[float]
) -> Iterator[_State]:
    """Leave other slivers out of 批而未供; what is cut from what stays the same."""
    now, own = _current(analysis), analysis.project.profile
    whole = _residual(
        analysis,
        changed_profile(own, {"sliver_min_m2": 0.0, "sliver_buffer_m": 0.0}),
    )
    for value in values:
        profile = own if whole is None else changed_profile(own, {parameter: value})
        if whole is None:
            yield now
            continue
        kept = drop_slivers(
            whole.geometry,
            min_area_m2=profile.threshold("sliver_min_m2").value,
            inward_buffer_m=profile.threshold("sliver_buffer_m").value,
        )
        left_m2 = shapely.area(kept.geometry)
        remains = left_m2 > 0
        frame = whole.frame.assign(residual_m2=left_m2, mu=left_m2 * MU_PER_M2)
        amount = now.firm_mu + now.potential_mu
        shapes = kept.geometry[remains]
        yield replace(
            now,
            residual=frame[remains].reset_index(drop=True),
            residual_geometry=shapes,
            overlap_removed_mu=compute_overlap_removed(
                np.concatenate(
                    [analysis.parcel_geometry, shapes, analysis.vacated_geometry]
                ),
                np.concatenate(
                    [
                        amount,
                        frame.loc[remains, "mu"].to_numpy(),
                        analysis.vacated["mu"].to_numpy(),
                    ]
                ),
            ),
        )


def _residual(analysis: Analysis, profile: Profile) -> Residual | None:
    layers = {layer.role: layer for layer in analysis.layers}
    if "approval" not in layers:
        if len(analysis.residual):
            raise ValueError("the result was given without the layers it rests on")
        return None
    approval = layers["approval"]
    return compute_residual(
        approval.frame,
        approval.geometry,
        supplied=layers["supply"].geometry,
        excluded=layers["exclude"].geometry if "exclude" in layers else NO_SHAPES,
        profile=profile,
        reference_date=analysis.project.reference_date,
    )


def _ageing_states(
    analysis: Analysis, parameter: str, values: Sequence[float]
) -> Iterator[_State]:
    now = _current(analysis)
    for value in values:
        profile = changed_profile(analysis.project.profile, {parameter: value})
        limits = [profile.threshold(f"ageing_years_{n}").value for n in (1, 2, 3)]
        years = analysis.residual["years"]
        names = np.array(AGEING_NAMES, dtype=object)
        if limits != sorted(limits):
            ageing = pd.Series(np.nan, index=years.index, dtype="str")
        else:
            classes = names[np.digitize(years.to_numpy(), limits)]
            ageing = pd.Series(classes, index=years.index).mask(years.isna())
        yield replace(
            now, residual=analysis.residual.assign(ageing=ageing.astype("str"))
        )


def _fee_states(
    analysis: Analysis, _: str, values: Sequence[float]
) -> Iterator[_State]:
    now, parcels = _current(analysis), analysis.parcels
    liable = parcels["idle_fee_wan"].notna()
    price = parcels["price_wan"][liable] if "price_wan" in parcels else pd.Series()
    for value in values:
        yield replace(now, fee_wan=float((price * value).sum()))


def _all_shapes(analysis: Analysis) -> Geometries:
    return np.concatenate(
        [
            analysis.parcel_geometry,
            analysis.residual_geometry,
            analysis.vacated_geometry,
        ]
    )


def _figures(
    analysis: Analysis, state: _State, mu: NDArray[np.float64]
) -> dict[str, float]:
    """Return one row of the table."""
    residual_mu = float(state.residual["mu"].sum())
    firm = (
        float(state.firm_mu.sum()) + residual_mu + float(analysis.vacated["mu"].sum())
    )
    potential = float(state.potential_mu.sum())
    counts = np.bincount(state.status, minlength=len(STATUSES))
    areas = np.bincount(state.status, weights=mu, minlength=len(STATUSES))
    by_age = state.residual["mu"].groupby(state.residual["ageing"]).sum()
    fee = {} if state.fee_wan is None else {"idle_fee_wan": state.fee_wan}
    return {
        "low_firms": state.low_firms,
        "firm_mu": firm,
        "potential_mu": potential,
        "overlap_removed_mu": state.overlap_removed_mu,
        "total_mu": firm + potential - state.overlap_removed_mu,
        "residual_count": len(state.residual),
        "residual_mu": residual_mu,
        **{f"count_{name}": int(n) for name, n in zip(STATUSES, counts, strict=True)},
        **{f"mu_{name}": float(a) for name, a in zip(STATUSES, areas, strict=True)},
        **{
            f"ageing_mu_{place}": float(by_age.get(name, 0.0))
            for place, name in enumerate(AGEING_NAMES, start=1)
        },
        **fee,
    }
