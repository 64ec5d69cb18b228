# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawing zones on the map: tools that emit wishes, and what is painted above it."""
