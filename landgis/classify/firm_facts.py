# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the table of treatments asks of each firm, answered TRUE, FALSE or UNKNOWN."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from landgis.classify.firm_columns import (
    compute_ratio,
    is_coded,
    is_tenure,
    read_data,
    to_industry_codes,
    to_numbers,
    to_scales,
    to_states,
    to_words,
)
from landgis.classify.firm_limits import get_limit
from landgis.classify.firm_parks import ParkFit, compute_park_fit
from landgis.classify.official import OfficialLists
from landgis.rules.logic import all_of, any_of, equals, negate
from landgis.rules.profile import Profile
from landgis.units import MU_PER_M2

LEVEL_1, OUTSIDE_LINES = "一级", "线外"
ABOVE_SCALE, BELOW_SCALE = "规上", "规下"


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What lies outside the enterprise table; None or missing where unknown.

    Attributes
    ----------
    block_level
        一级, 二级 or 线外 for each firm, from its parcels.
    far
        容积率 of the firm's parcels; None or missing: floor by land of the firm.
    growth
        Mean yearly growth of revenue, see `firm_growth.compute_growth`.
    parks
        The park table; None or empty: nothing is known of parks.
    """

    block_level: pd.Series | None = None
    far: pd.Series | None = None
    growth: pd.Series | None = None
    parks: pd.DataFrame | None = None


@dataclass(frozen=True, kw_only=True)
class FirmFacts:
    """Answers and figures for every firm, all in step.

    `answers` has one nullable boolean column for each question that the table
    of treatments may ask; `figures` what its reasons show.
    """

    answers: pd.DataFrame
    figures: pd.DataFrame


def compute_facts(
    firms: pd.DataFrame,
    *,
    verdicts: pd.DataFrame,
    profile: Profile,
    lists: OfficialLists,
    around: Surroundings,
) -> FirmFacts:
    """Answer every question of the table of treatments (§3.4).

    `verdicts` is the frame of `FirmVerdicts`.
    """
    codes = to_industry_codes(to_words(firms, "industry"))
    fit = compute_park_fit(codes, parks=around.parks)
    far = _far(firms, around.far)
    growth = _or_missing(around.growth, firms.index)
    answers = {
        **_verdict_answers(verdicts, lists),
        **_land_answers(firms, around.block_level, far=far, profile=profile),
        **_prospect_answers(firms, codes, growth=growth, profile=profile),
        "producing": _is_producing(firms, verdicts["zombie"]),
        "tenant": is_tenure(to_words(firms, "tenure"), "tenant"),
        "owner": is_tenure(to_words(firms, "tenure"), "owner"),
        "park_fits": fit.fits,
        "special_homeless": fit.special_homeless,
    }
    return FirmFacts(
        answers=pd.DataFrame(answers, index=firms.index),
        figures=_figures(firms, codes, fit=fit, far=far, growth=growth).assign(
            listed_zombie=lists.says["zombie"]
        ),
    )


def _verdict_answers(
    verdicts: pd.DataFrame, lists: OfficialLists
) -> dict[str, pd.Series]:
    low = verdicts["low"]
    listed = lists.says["low"].astype("boolean")
    fine = all_of(negate(low), negate(verdicts["zombie"]), negate(verdicts["obsolete"]))
    return {
        "obsolete": verdicts["obsolete"],
        "violation": verdicts["has_veto"],
        "zombie": verdicts["zombie"],
        "implausible_tax": verdicts["implausible_tax"],
        # The authority's list stands where our own figures say nothing.
        "target": low.mask(low.isna() & listed, other=True),
        "cleared": listed & fine,
    }


def _land_answers(
    firms: pd.DataFrame,
    block_level: pd.Series | None,
    *,
    far: pd.Series,
    profile: Profile,
) -> dict[str, pd.Series]:
    land = to_numbers(firms, "land_mu")
    small = get_limit(profile, "small_firm_mu").holds(land.where(land > 0))
    if block_level is None:
        block_level = pd.Series(np.nan, index=firms.index, dtype="str")
    return {
        "small": small,
        "large": negate(small),
        "far_low": get_limit(profile, "far_floor").holds(far),
        "level_1": equals(block_level, LEVEL_1),
        "outside_lines": equals(block_level, OUTSIDE_LINES),
    }


def _prospect_answers(
    firms: pd.DataFrame, codes: pd.Series, *, growth: pd.Series, profile: Profile
) -> dict[str, pd.Series]:
    revenue = to_numbers(firms, "revenue_wan")
    return {
        "encouraged": _is_encouraged(codes, region=profile.region),
        "growing": get_limit(profile, "growth_min").holds(growth),
        "candidate": all_of(
            equals(to_scales(to_words(firms, "scale")), BELOW_SCALE),
            get_limit(profile, "candidate_revenue_wan").holds(revenue),
        ),
    }


def _is_encouraged(codes: pd.Series, *, region: str) -> pd.Series:
    """Tell whose industry is 鼓励类 in that region; NA where we have no list of it."""
    prefixes = [
        code
        for entry in read_data("industries")["encouraged"]
        if region.startswith(entry["region"])
        for code in entry["codes"]
    ]
    encouraged = is_coded(codes, prefixes)
    return encouraged if prefixes else encouraged.mask(encouraged.notna())


def _is_producing(firms: pd.DataFrame, zombie: pd.Series) -> pd.Series:
    """Tell who produces normally: by status, else by not being 停产."""
    state = to_states(to_words(firms, "status"))
    return any_of(equals(state, "running"), all_of(state.isna(), negate(zombie)))


def _far(firms: pd.DataFrame, parcel_far: pd.Series | None) -> pd.Series:
    floor_mu = to_numbers(firms, "floor_m2") * MU_PER_M2
    own = compute_ratio(floor_mu, to_numbers(firms, "land_mu"))
    return own if parcel_far is None else parcel_far.fillna(own)


def _or_missing(values: pd.Series | None, index: pd.Index) -> pd.Series:
    return pd.Series(np.nan, index=index) if values is None else values


def _figures(
    firms: pd.DataFrame,
    codes: pd.Series,
    *,
    fit: ParkFit,
    far: pd.Series,
    growth: pd.Series,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "industry": codes,
            "land_mu": to_numbers(firms, "land_mu"),
            "status": to_words(firms, "status"),
            "stopped": to_states(to_words(firms, "status")) == "stopped",
            "revenue_wan": to_numbers(firms, "revenue_wan"),
            "growth": growth,
            "far": far,
            "parks": fit.parks,
            "leads": fit.leads,
        },
        index=firms.index,
    )
