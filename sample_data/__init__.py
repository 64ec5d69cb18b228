# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The made-up county of `landgis demo`, installed as ``landgis_sample_data``.

`county` holds its files; the scripts beside them write these anew.
"""
