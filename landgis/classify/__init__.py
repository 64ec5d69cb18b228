# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which land is unused, which firms are low in output, and why (§1.2 to §1.6)."""
