# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reason behind every verdict: each test, its value, its limit and its clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.rules.logic import join_names
from landgis.rules.profile import Threshold

COLUMNS = (
    "subject_kind",
    "subject_id",
    "rule",
    "result",
    "value",
    "operator",
    "threshold",
    "citation",
    "missing",
)
"""Columns of the evidence table, as the contract names them."""

RESULTS = ("FALSE", "TRUE", "UNKNOWN")

SHORT_PLACES = 2
"""Decimals that a sentence shows; the evidence keeps all."""

_EXACT_INTEGERS = 1e15  # below it a float64 without fraction is that very integer
_PLAIN_FROM = 1e-4  # below it repr writes an exponent


@dataclass(frozen=True, kw_only=True)
class Test:
    """One test, put to every subject of one kind.

    Attributes
    ----------
    rule
        Rulebook ID (``LOW-E2``) under which the row is found.
    subject_kind
        ``parcel``, ``firm`` or ``approval``.
    result
        Nullable boolean; NA is UNKNOWN.
    value
        What was compared: numbers unrounded, dates, or text.
    operator, citation
        Comparison sign and clause.
    threshold
        The limit: one text, or one limit for each subject.
    missing
        Names of the standard fields that an UNKNOWN lacks, joined by ","; ""
        where none is.
    applies
        To whom the test was put; None for everyone.  The others get no row.
    """

    __test__: ClassVar[bool] = False  # pytest would take the class for a test case

    rule: str
    subject_kind: str
    result: pd.Series
    value: pd.Series
    operator: str
    threshold: str | pd.Series
    citation: str
    missing: pd.Series
    applies: pd.Series | None = None


def make_test(
    threshold: Threshold,
    values: pd.Series,
    *,
    subject_kind: str,
    missing: str | pd.Series,
    applies: pd.Series | None = None,
) -> Test:
    """Compare `values` with a limit; missing values give UNKNOWN.

    `missing` names the fields that a missing value lacks, one text for all
    subjects or one for each.
    """
    result = threshold.holds(values)
    names = (
        pd.Series(missing, index=values.index, dtype="str")
        if isinstance(missing, str)
        else missing
    )
    return Test(
        rule=threshold.rule,
        subject_kind=subject_kind,
        result=result,
        value=values,
        operator=threshold.symbol,
        threshold=threshold.shown,
        citation=threshold.citation,
        missing=names.where(result.isna(), other=""),
        applies=applies,
    )


def name_missing(result: pd.Series, fields: Mapping[str, pd.Series]) -> pd.Series:
    """Return, where `result` is missing, the fields that are marked, by ","."""
    unknown = result.isna()
    return join_names({field: unknown & mask for field, mask in fields.items()})


def to_evidence(tests: Sequence[Test], *, subject_ids: pd.Series) -> pd.DataFrame:
    """Return one row for each subject and test, subject by subject.

    All `tests` run in step with `subject_ids`.  Every column but ``value`` is
    categorical: a county has millions of rows and few different texts.

    Raises
    ------
    ValueError
        If a test is not in step with the subjects.
    """
    count = len(subject_ids)
    for test in tests:
        if not len(test.result) == len(test.value) == len(test.missing) == count:
            raise ValueError(f"test {test.rule} is not in step with the subjects")
    if not tests:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})
    keep = _by_subject([_applies(test, count) for test in tests])
    subject = pd.Categorical(subject_ids.astype("str").fillna(""))
    columns: dict[str, Any] = {
        name: _text_column(
            [getattr(test, name) for test in tests], count=count, keep=keep
        )
        for name in COLUMNS
        if name not in ("subject_id", "result", "value")
    }
    columns["subject_id"] = pd.Categorical.from_codes(
        np.repeat(subject.codes, len(tests))[keep], categories=subject.categories
    )
    columns["result"] = pd.Categorical.from_codes(
        _by_subject([_result_codes(test.result) for test in tests])[keep],
        categories=pd.Index(RESULTS),
    )
    columns["value"] = pd.Series(
        _by_subject([to_texts(test.value) for test in tests])[keep], dtype="str"
    )
    return pd.DataFrame(columns, columns=list(COLUMNS))


def to_texts(values: pd.Series) -> NDArray[np.object_]:
    """Return values as the evidence shows them; "" where there is none.

    Numbers keep every digit that tells them from their neighbours, so that a
    value never seems to contradict the verdict (GEN-01); dates are ISO.
    """
    texts = np.full(len(values), "", dtype=object)
    known = values.notna().to_numpy()
    present = values[known]
    if pd.api.types.is_bool_dtype(present.dtype):
        flags = present.to_numpy(dtype=bool).astype(np.int8)
        texts[known] = np.array(RESULTS, dtype=object)[flags]
    elif pd.api.types.is_numeric_dtype(present.dtype):
        texts[known] = _number_texts(present.to_numpy(dtype=np.float64))
    elif pd.api.types.is_datetime64_any_dtype(present.dtype):
        texts[known] = present.dt.strftime("%Y-%m-%d").to_numpy(dtype=object)
    elif isinstance(present.dtype, pd.StringDtype):
        texts[known] = present.to_numpy(dtype=object)
    else:
        texts[known] = [
            to_number_text(value) if isinstance(value, (int, float)) else str(value)
            for value in present.tolist()
        ]
    return texts


def to_short_texts(values: pd.Series, *, places: int = SHORT_PLACES) -> pd.Series:
    """Return numbers as sentences show them: rounded, without trailing zeros."""
    texts = to_texts(values.round(places))
    return pd.Series(texts, index=values.index, dtype="str")


def to_number_text(value: float) -> str:
    """Return the shortest decimal text that reads back as `value`, no exponent."""
    return str(_number_texts(np.array([value], dtype=np.float64))[0])


def _number_texts(numbers: NDArray[np.float64]) -> NDArray[np.object_]:
    texts = np.array(list(map(repr, numbers.tolist())), dtype=object)
    whole = (numbers == np.rint(numbers)) & (np.abs(numbers) < _EXACT_INTEGERS)
    texts[whole] = numbers[whole].astype(np.int64).astype(str)
    size = np.abs(numbers)
    # Only such numbers does repr write with an exponent; a county has few.
    far_off = (
        ~whole
        & np.isfinite(numbers)
        & ((size < _PLAIN_FROM) | (size >= _EXACT_INTEGERS))
    )
    texts[far_off] = [
        np.format_float_positional(number, trim="-") for number in numbers[far_off]
    ]
    return texts


def _applies(test: Test, count: int) -> NDArray[np.bool_]:
    if test.applies is None:
        return np.ones(count, dtype=bool)
    return test.applies.to_numpy(dtype=bool, na_value=False)


def _result_codes(result: pd.Series) -> NDArray[np.int8]:
    codes = result.astype("boolean").to_numpy(dtype=np.int8, na_value=2)
    return np.asarray(codes, dtype=np.int8)


def _by_subject(columns: list[NDArray[Any]]) -> NDArray[Any]:
    """Interleave one array for each test: all of the first subject, then the next."""
    return np.stack(columns, axis=1).ravel()


def _text_column(
    parts: Sequence[str | pd.Series], *, count: int, keep: NDArray[np.bool_]
) -> pd.Categorical:
    """Interleave one text, or one text for each subject, of every test."""
    columns = [
        pd.Categorical([part])
        if isinstance(part, str)
        else pd.Categorical(to_texts(part))
        for part in parts
    ]
    words = sorted({word for column in columns for word in column.categories})
    categories = pd.Index(words, dtype="str")
    codes = [
        np.broadcast_to(
            categories.get_indexer(column.categories).astype(np.int32)[column.codes],
            count,
        )
        for column in columns
    ]
    return pd.Categorical.from_codes(_by_subject(codes)[keep], categories=categories)
