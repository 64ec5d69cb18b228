# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find, explain and plan the reuse of idle and low-efficiency industrial land."""

__version__ = "0.1.0"
