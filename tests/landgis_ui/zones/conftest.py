# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample county with its land for zones, and the window on the step 划区."""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pytest
from zone_hand import show_zones

from landgis.operations.zone_land import keep_zone_land, make_zone_land
from landgis.project import ProjectStore


@pytest.fixture(scope="session")
def landed(analysed, tmp_path_factory):
    """Return the path of the county whose land for zones has been made."""
    folder = tmp_path_factory.mktemp("zones")
    path = Path(shutil.copy(analysed, folder / "county.landgis.gpkg"))
    dataset = make_zone_land(path)
    with ProjectStore.open(path) as store:
        keep_zone_land(store, dataset)
    return path


@pytest.fixture
def zone_county(landed, tmp_path):
    """Return the path of a copy that the test may change."""
    return Path(shutil.copy(landed, tmp_path / "county.landgis.gpkg"))


@pytest.fixture
def zoned(desktop, zone_county, qtbot):
    """The whole program on the step 划区, ready to draw."""
    return show_zones(qtbot, desktop, zone_county)
