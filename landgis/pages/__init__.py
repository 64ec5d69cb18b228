# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of maps, lists and documents, set by Typst and as DOCX."""
