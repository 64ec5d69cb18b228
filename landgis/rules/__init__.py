# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policy as data: profiles of a county and year, and the rules behind every test."""
