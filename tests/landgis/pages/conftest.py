# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small county on paper: pages of it, read back by other programs."""

import sys
from pathlib import Path

import pypdfium2
import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "report"))

from page_county import make_source

from landgis.operations.report_files import write_pages


@pytest.fixture(scope="session")
def source():
    """Return six parcels, two approvals and four firms."""
    return make_source()


@pytest.fixture
def pages(source, tmp_path):
    """Return a function that writes pages and opens them as PDF."""

    def write(request, *, of=None, name="页.pdf"):
        made = write_pages(of or source, request, tmp_path / name)
        return made, pypdfium2.PdfDocument(made.path)

    return write
