# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers that no document gives: the profile's own, else our stated default."""

from __future__ import annotations

from landgis.classify.firm_columns import read_data
from landgis.rules.profile import Profile, Threshold


def get_limit(profile: Profile, parameter_id: str) -> Threshold:
    """Return the profile's parameter of that id, else the default shipped here.

    Raises
    ------
    RuleError
        If neither has it.
    """
    own = read_data("firm_limits").get(parameter_id)
    if parameter_id in profile.parameters or own is None:
        return profile.threshold(parameter_id)
    return Threshold(id=parameter_id, confidence="I", **own)
