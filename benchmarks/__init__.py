# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast, and how much memory: scripts that print figures and test nothing."""
