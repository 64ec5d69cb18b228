# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 3, 分析: figures, legend, inspector, decisions by hand."""
