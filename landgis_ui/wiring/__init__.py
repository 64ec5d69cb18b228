# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ties the parts of the window to each other: commands, utilities, the table."""
