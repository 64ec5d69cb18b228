# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project file: one GeoPackage that holds everything and forgets nothing."""
