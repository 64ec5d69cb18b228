# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests for what is read before a project is opened."""

from landgis.report.fields import field_titles
from landgis.report.symbols import shipped_symbols
from landgis.schema import read_schema
from landgis_ui.work.ahead import read_words


def test_what_was_read_ahead_is_not_read_again():
    read_words()

    assert read_schema("supply") is read_schema("supply")
    assert shipped_symbols() is shipped_symbols()
    assert field_titles() is field_titles()
