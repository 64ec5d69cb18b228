# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests for texts of a column that was put together from pieces."""

import pandas as pd

from landgis.search.texts import make_texts


def test_a_column_in_pieces_is_searched_like_one_in_one_piece():
    pieces = pd.concat(
        [pd.Series(["乙厂", None], dtype="str"), pd.Series(["甲厂"], dtype="str")],
        ignore_index=True,
    )
    whole = pd.Series(["乙厂", None, "甲厂"], dtype="str")

    found, expected = make_texts(pieces), make_texts(whole)

    assert found.content == expected.content
    assert found.rows.tolist() == expected.rows.tolist()
