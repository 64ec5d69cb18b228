# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work for the second process, as long as a test wants it."""

import time


def work_while(gate, *, progress):
    """Go on until the file is gone."""
    while gate.exists():
        progress.step(0, 1)
        time.sleep(0.02)
