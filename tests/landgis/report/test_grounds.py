# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of one subject as they are shown."""

from datetime import date

import numpy as np
import pandas as pd

from landgis.report.grounds import make_grounds


def row(**values):
    blank = dict.fromkeys(
        ("rule", "result", "value", "operator", "threshold", "citation", "missing"), ""
    )
    return {**blank, **values}


def test_what_holds_comes_first_then_what_is_unknown():
    frame = pd.DataFrame(
        [
            row(rule="JEWT", result="FALSE"),
            row(rule="YEWJ", result="UNKNOWN", missing="built_m2,far_min"),
            row(rule="LOW-E2", result="TRUE", value="3.73", threshold="8万元/亩"),
        ]
    )

    grounds = make_grounds(frame)

    assert [ground.result for ground in grounds] == ["TRUE", "UNKNOWN", "FALSE"]
    assert grounds[1].missing == ("built_m2", "far_min")


def test_numbers_stand_on_one_scale_with_their_unit():
    (ground,) = make_grounds(
        pd.DataFrame(
            [row(rule="LOW-E2", result="TRUE", value="3.73", threshold="8万元/亩")]
        )
    )

    assert (ground.number, ground.limit, ground.unit) == (3.73, 8.0, "万元/亩")


def test_a_fraction_is_a_number_with_its_own_unit():
    (ground,) = make_grounds(
        pd.DataFrame(
            [row(rule="IDLE-06", result="TRUE", value="0.2", threshold="1/4亩")]
        )
    )

    assert (ground.limit, ground.unit) == (0.25, "亩")


def test_a_date_is_a_day_and_no_number():
    (ground,) = make_grounds(
        pd.DataFrame(
            [row(rule="IDLE-05", result="FALSE", value="2006-05-19", threshold="2年")]
        )
    )

    assert (ground.day, ground.number, ground.limit) == (date(2006, 5, 19), None, None)


def test_what_is_missing_is_blank_and_never_nan():
    (ground,) = make_grounds(
        pd.DataFrame([row(rule="IDLE-05", result="UNKNOWN", value=np.nan)])
    )

    assert (ground.value, ground.number) == ("", None)
