# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""批而未供 and 腾空 land, and the sums of everything that can be reclaimed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from landgis import messages
from landgis.analysis import STATUSES, Reclaimable
from landgis.area import drawn_m2
from landgis.classify.anniversaries import DAY
from landgis.classify.evidence import Test, make_test
from landgis.findings import Finding, Severity
from landgis.operations.parcel_stage import ParcelStage, Places, locate
from landgis.reclaim.land import sum_by, sum_by_line
from landgis.reclaim.overlaps import add_up, find_overlaps
from landgis.reclaim.places import compute_line_shares, name_level
from landgis.reclaim.residual import compute_residual
from landgis.rules.profile import Profile
from landgis.tables import Geometries, Layer
from landgis.units import MU_PER_M2

LEAST_LISTED_M2 = 1.0  # what an overlay leaves along every border is not worth a line
NO_SHAPES: Geometries = np.empty(0, dtype=object)
RESIDUAL_COLUMNS = (
    "approval_no",
    "batch_name",
    "approved_date",
    "approved_m2",
    "drawn_m2",
    "supplied_m2",
    "residual_m2",
    "mu",
    "years",
    "ageing",
    "supply_rate",
    "dropped_m2",
)


@dataclass(frozen=True, kw_only=True)
class Land:
    """Land that is reclaimable as a whole, with the place it belongs to.

    `frame` has firm_mu, potential_mu, town and block_level beside its own
    columns.
    """

    frame: pd.DataFrame
    geometry: Geometries
    line_shares: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class ResidualStage:
    """批而未供, with the test of every valid approval and what was left out."""

    land: Land
    tests: tuple[Test, ...]
    subjects: pd.Series
    findings: tuple[Finding, ...]


def make_residual(
    layers: Mapping[str, Layer],
    *,
    places: Places,
    profile: Profile,
    reference_date: date,
) -> ResidualStage:
    """Work out 批而未供 from the approval, supply and exclude layers."""
    approval = layers.get("approval")
    if approval is None:
        return ResidualStage(
            land=_placed(_no_residual(), NO_SHAPES, places),
            tests=(),
            subjects=pd.Series(dtype="str"),
            findings=(),
        )
    residual = compute_residual(
        approval.frame,
        approval.geometry,
        supplied=layers["supply"].geometry,
        excluded=layers["exclude"].geometry if "exclude" in layers else NO_SHAPES,
        profile=profile,
        reference_date=reference_date,
    )
    approvals = residual.approvals
    subjects = _name_approvals(approvals)
    return ResidualStage(
        land=_placed(residual.frame, residual.geometry, places),
        tests=(
            make_test(
                profile.threshold("sliver_min_m2"),
                approvals["residual_m2"],
                subject_kind="approval",
                missing="",
            ),
        ),
        subjects=subjects,
        findings=_find_dropped(approvals, subjects),
    )


def _name_approvals(approvals: pd.DataFrame) -> pd.Series:
    """Return what each approval is called: its number, its batch, or its row."""
    rows = [messages.text("load.record", number=n + 1) for n in range(len(approvals))]
    names = approvals["approval_no"].fillna(approvals["batch_name"])
    return names.fillna(pd.Series(rows, index=approvals.index)).astype("str")


def _find_dropped(approvals: pd.DataFrame, names: pd.Series) -> tuple[Finding, ...]:
    """List the approvals of which small or thin pieces were left out (PEWG-02)."""
    dropped = approvals["dropped_m2"]
    listed = dropped >= LEAST_LISTED_M2
    if not listed.any():
        return ()
    return (
        Finding(
            kind="sliver",
            severity=Severity.NOTE,
            role="approval",
            rows=tuple(int(row) for row in approvals.index[listed]),
            ids=tuple(names[listed]),
            details=tuple(
                messages.text("land.dropped", m2=area) for area in dropped[listed]
            ),
            area_m2=tuple(dropped[listed]),
        ),
    )


def _no_residual() -> pd.DataFrame:
    """Return the table of residuals without a row, every column of its own type."""
    types = dict.fromkeys(RESIDUAL_COLUMNS, "float64") | {
        "approval_no": "str",
        "batch_name": "str",
        "approved_date": DAY,
        "ageing": "str",
    }
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})


def make_vacated(layer: Layer | None, *, places: Places) -> Land:
    """Measure 腾空改造 land; all of it counts as firm."""
    if layer is None:
        return _placed(pd.DataFrame({"mu": []}), NO_SHAPES, places)
    area_m2 = drawn_m2(layer.geometry)
    usable = area_m2 > 0
    frame = layer.frame.assign(drawn_m2=area_m2, mu=area_m2 * MU_PER_M2)
    return _placed(frame[usable].reset_index(drop=True), layer.geometry[usable], places)


def _placed(frame: pd.DataFrame, geometry: Geometries, places: Places) -> Land:
    line_shares = compute_line_shares(geometry, places.lines)
    return Land(
        frame=frame.assign(
            firm_mu=frame["mu"].astype(float),
            potential_mu=0.0,
            town=locate(geometry, places).to_numpy(),
            block_level=name_level(line_shares).to_numpy(),
        ),
        geometry=geometry,
        line_shares=line_shares,
    )


def sum_reclaimable(
    parcels: ParcelStage, *, residual: Land, vacated: Land
) -> Reclaimable:
    """Add up firm and potential land by category, town and industrial line."""
    own = parcels.frame[["firm_mu", "potential_mu", "town"]]
    land = pd.concat(
        [
            own.assign(category=parcels.frame["status"]),
            residual.frame[own.columns].assign(category="approved_unsupplied"),
            vacated.frame[own.columns].assign(category="vacated"),
        ],
        ignore_index=True,
    )
    line_shares = pd.concat(
        [parcels.line_shares, residual.line_shares, vacated.line_shares],
        ignore_index=True,
    )
    geometry = np.concatenate([parcels.geometry, residual.geometry, vacated.geometry])
    amount = (land["firm_mu"] + land["potential_mu"]).to_numpy(dtype=np.float64)
    categories = [*STATUSES, "approved_unsupplied", "vacated"]
    overlaps = find_overlaps(geometry, amount)
    return Reclaimable(
        firm_mu=float(land["firm_mu"].sum()),
        potential_mu=float(land["potential_mu"].sum()),
        overlap_removed_mu=add_up(overlaps),
        by_category=sum_by(land["category"], land).reindex(categories, fill_value=0.0),
        by_town=sum_by(land["town"], land),
        by_block_line=sum_by_line(line_shares, land),
        overlaps=overlaps,
    )
