# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many 亩 can be reclaimed, firm and potential, and where (rulebook §1.10)."""
