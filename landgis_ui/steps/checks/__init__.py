# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 2, 体检: what is wrong with the data, and which firm sits where."""
