# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From parcels to pixels, without a window: index images, shading, picking, labels."""
