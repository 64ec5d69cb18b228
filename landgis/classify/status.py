# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What state each parcel is in, and every test that says so (rulebook §1.1–1.5).

Every test is true, false or unknown; the first that is true gives the status,
an unknown one never stops a later one, and where none is true but one is
unknown the parcel is 待核实.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from landgis.classify.evidence import Test
from landgis.classify.occupants import Occupants
from landgis.classify.parcel_facts import ParcelFacts
from landgis.classify.parcel_tests import make_parcel_tests
from landgis.rules.logic import join_names
from landgis.rules.profile import Profile


@dataclass(frozen=True, kw_only=True)
class ParcelVerdicts:
    """The verdict on every parcel, and the tests behind it.

    `frame` has the columns status, flags, missing, due_date, is_started; `holds`
    marks for each status the parcels whose test is true; `unknown` counts for
    each standard field the parcels that have a test which is unknown for want
    of it.
    """

    frame: pd.DataFrame
    holds: Mapping[str, pd.Series]
    tests: tuple[Test, ...]
    unknown: dict[str, int]


def classify_parcels(
    parcels: pd.DataFrame,
    occupants: Occupants,
    *,
    profile: Profile,
    reference_date: date,
    has_firms: bool,
) -> ParcelVerdicts:
    """Give each parcel its status.

    `parcels` has the standard fields of supply that the source has, `mu` and `area_m2`;
    `has_firms` says whether a table of firms was given at all: without one
    nothing is known of taxes.
    """
    facts = ParcelFacts.of(
        parcels,
        occupants,
        reference_date=reference_date,
        has_firms=has_firms,
        years_after_delivery=round(
            profile.threshold("default_start_after_delivery_years").value
        ),
    )
    tests = make_parcel_tests(facts, profile=profile)
    holds = {name: test.result.fillna(value=False) for name, test in tests.items()}
    status = _first_true(holds, tests)
    lacking = _lacking(tests)
    frame = pd.DataFrame(
        {
            "status": status,
            "flags": name_flags(holds, status),
            "missing": join_names(lacking) if lacking else "",
            "due_date": facts.due,
            "is_started": facts.started,
        }
    )
    return ParcelVerdicts(
        frame=frame,
        holds=holds,
        tests=tuple(tests.values()),
        unknown={name: int(mask.sum()) for name, mask in lacking.items()},
    )


def name_flags(holds: Mapping[str, pd.Series], status: pd.Series) -> pd.Series:
    """Return the tests that hold besides the status, joined by ","."""
    return join_names({name: held & (status != name) for name, held in holds.items()})


def _first_true(holds: Mapping[str, pd.Series], tests: Mapping[str, Test]) -> pd.Series:
    """Name the first test that holds; where none does, whether one is unknown."""
    table = np.column_stack([held.to_numpy(dtype=bool) for held in holds.values()])
    unknown = np.column_stack([test.result.isna() for test in tests.values()])
    names = np.array([*holds, "to_verify", "normal"], dtype=object)
    fallback = np.where(unknown.any(axis=1), len(holds), len(holds) + 1)
    first = np.where(table.any(axis=1), table.argmax(axis=1), fallback)
    index = next(iter(holds.values())).index
    return pd.Series(names[first], index=index, dtype="str")


def _lacking(tests: Mapping[str, Test]) -> dict[str, pd.Series]:
    """Mark for each field the parcels where a test is unknown for want of it."""
    lacking: dict[str, pd.Series] = {}
    for test in tests.values():
        codes, combinations = pd.factorize(test.missing.fillna(""))
        for place, combination in enumerate(combinations):
            rows = pd.Series(codes == place, index=test.missing.index)
            for field in filter(None, str(combination).split(",")):
                lacking[field] = lacking[field] | rows if field in lacking else rows
    return lacking
