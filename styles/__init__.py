# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours, hatches and letters of the map, as data that an office may change."""
