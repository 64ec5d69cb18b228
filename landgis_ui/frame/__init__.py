# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame around every step: top bar, rail, status bar, drawer."""
