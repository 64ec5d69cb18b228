# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of each parcel that no column holds: tax of its firms, floor area ratio."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.analysis import Analysis
from landgis.report.names import with_columns


def parcel_figures(analysis: Analysis) -> pd.DataFrame:
    """Return the figures of each parcel, in step with `analysis.parcels`.

    Returns
    -------
    DataFrame
        `has_firm`, whether a firm is joined; `tax_wan`, Σ of the firms' tax on
        the parcel, missing without firms or where one's tax is; `tax_per_mu`,
        that by the parcel's 亩; `far`, built floor by area (容积率).
    """
    parcels = with_columns(analysis.parcels, numbers=["mu", "area_m2", "built_m2"])
    links = with_columns(analysis.links, numbers=["parcel", "tax_wan"])
    places = parcels.index.get_indexer(pd.Index(links["parcel"]))
    tax = links["tax_wan"].to_numpy(dtype=np.float64, na_value=np.nan)[places >= 0]
    places = places[places >= 0]
    count = np.bincount(places, minlength=len(parcels))
    # A missing tax makes the parcel's sum missing: NaN goes through the sum.
    total = np.bincount(places, weights=tax, minlength=len(parcels))
    sums: NDArray[np.float64] = np.where(count > 0, total, np.nan)
    return pd.DataFrame(
        {
            "has_firm": count > 0,
            "tax_wan": sums,
            "tax_per_mu": _ratio(sums, _numbers(parcels["mu"])),
            "far": _ratio(_numbers(parcels["built_m2"]), _numbers(parcels["area_m2"])),
        },
        index=parcels.index,
        copy=False,
    )


def _numbers(column: pd.Series) -> NDArray[np.float64]:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def _ratio(
    above: NDArray[np.float64], below: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Divide; missing where either is or there is nothing to divide by."""
    usable = np.isfinite(above) & (below > 0)
    ratio: NDArray[np.float64] = np.full(len(above), np.nan)
    np.divide(above, below, out=ratio, where=usable)
    return ratio
