# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firms that move into parks, above the map: lines, dots, parks, dragging."""
