# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Utilities that every step may open: history, settings, rules, help and more."""
