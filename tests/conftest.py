# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings for every test."""

from hypothesis import settings

# A slow or busy machine must not decide whether a property holds.
settings.register_profile("landgis", deadline=None)
settings.load_profile("landgis")
