# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would be if: thresholds moved, results compared; nothing is committed."""
