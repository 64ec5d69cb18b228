# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 6, 出图: choose, look at the very page, write it or print it."""
