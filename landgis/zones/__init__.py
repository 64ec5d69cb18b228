# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Redevelopment zones: what may be in them, drawing, totals, suggestions."""
