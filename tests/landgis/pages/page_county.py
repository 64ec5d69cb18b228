# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The small county of the report tests, as pages need it."""

from report_builders import make_analysis

from landgis.operations.report_source import source_of


def make_source(**changes):
    """Return the county; any part of its analysis may be replaced."""
    analysis = make_analysis(**changes)
    names = analysis.parcels["parcel_id"].astype("str")
    return source_of(make_analysis(**{"parcel_names": names, **changes}))
