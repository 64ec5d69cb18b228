# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Let the tests beside this file import their builders."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
