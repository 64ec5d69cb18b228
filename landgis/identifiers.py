# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credit codes, parcel codes, unit numbers, approval numbers: tidy and check them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
from numpy.typing import NDArray

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: no I, O, S, V, Z."""
CREDIT_LENGTH, PARCEL_LENGTH, UNIT_LENGTH = 18, 19, 28
REGISTRATION_LENGTH = 15  # 工商注册号, in use before 2015

_CREDIT_WEIGHTS = np.array([pow(3, i, 31) for i in range(17)], dtype=np.int64)
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_NO_VALUE = 99  # stands for a character outside the alphabet

_PARCEL = re.compile(r"(\d{6})(\d{3})(\d{3})([GJZ])([ABCDEFGHLNSXWY])(\d{5})")
_UNIT = re.compile(r"(\d{12}[GJZ][ABCDEFGHLNSXWY]\d{5})([FLQW])(\d{8})")

_DROPPED = {
    **dict.fromkeys(map(ord, " \t\r\n\v\f\u00a0\u3000'\"`=")),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")),
}
_CELL_BREAK = "\x1f"  # ASCII unit separator
_BRACKETS = str.maketrans("〔〖【[［{(（〕〗】]］})）—–－―", "[[[[[[[[]]]]]]]]----")
_SEPARATORS = re.compile(r"[、,;/|\n\r]+")
_DAMAGED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}|\d{18,}\.0")
_DIGITS = re.compile(r"\d{18}")
_LOST_DIGITS = "000"  # what Excel's 15 digits leave of positions 16 to 18 (XLS-03)

_INDUSTRY = re.compile(r"([A-T])?(\d{1,4})(\D.*)?")


@dataclass(frozen=True, kw_only=True)
class ParcelCode:
    """The parts of a 19-character 宗地代码 (rulebook §5.1)."""

    county: str
    cadastral_district: str
    cadastral_block: str
    ownership: str
    right: str
    number: str


def tidy_code(codes: pd.Series) -> pd.Series:
    """Return codes in capitals, half-width, without spaces or invisible characters.

    Missing stays missing.  The quotes and "=" of csv exports (``="0012"``) go too.
    """
    return _map_joined(codes, _DROPPED, upper=True)


def tidy_parcel_list(cells: pd.Series) -> pd.Series:
    """Return cells of one or more parcel codes or unit numbers, parted by 、 (XLS-06).

    Codes printed in groups ("330304 001001 GB00001") are put together again.
    """
    plain = cells.str.normalize("NFKC").str.strip()
    listed = plain.str.replace(_SEPARATORS, "、", regex=True).str.strip("、")
    return tidy_code(listed)


def split_codes(cell: str) -> tuple[str, ...]:
    """Return the codes of one tidied cell (XLS-06)."""
    return tuple(part for part in cell.split("、") if part)


def credit_check_digit(code: str) -> str:
    """Return the 18th character that the first 17 of a credit code call for.

    Source: GB 32100-2015, rulebook §5.2.

    Raises
    ------
    ValueError
        If there are fewer than 17 characters or one is outside the alphabet.
    """
    values = [CREDIT_ALPHABET.index(each) for each in code[: CREDIT_LENGTH - 1]]
    if len(values) < CREDIT_LENGTH - 1:
        raise ValueError(f"{code!r} is too short for a credit code")
    total = int(np.dot(values, _CREDIT_WEIGHTS))
    return CREDIT_ALPHABET[-total % 31]


def is_credit_code(codes: pd.Series) -> pd.Series:
    """Tell which codes have 18 characters and a right check digit (§5.2).

    Missing codes are not credit codes.
    """
    matrix, fits = _character_matrix(codes, CREDIT_LENGTH)
    values = _credit_values()[matrix]
    known = (values != _NO_VALUE).all(axis=1)
    wanted = -(values[:, :17] @ _CREDIT_WEIGHTS) % 31
    return pd.Series(
        fits & known & (values[:, 17] == wanted), index=codes.index, name=codes.name
    )


def has_organisation_check(codes: pd.Series) -> pd.Series:
    """Tell in which credit codes the inner organisation code checks (GB 11714).

    Some old codes fail it, so this is worth a remark and no more (§5.2).
    """
    matrix, fits = _character_matrix(codes, CREDIT_LENGTH)
    values = _organisation_values()[matrix[:, 8:16]]
    known = (values != _NO_VALUE).all(axis=1)
    wanted = (11 - values @ _ORGANISATION_WEIGHTS % 11) % 11
    last = matrix[:, 16]
    given = np.where(last == ord("X"), 10, last.astype(np.int64) - ord("0"))
    return pd.Series(
        fits & known & (given == wanted), index=codes.index, name=codes.name
    )


def is_damaged_code(codes: pd.Series) -> pd.Series:
    """Tell which credit codes a spreadsheet has spoilt by taking them for numbers.

    9.133E+17, a fraction ".0", or 18 digits that end in 000 with a wrong check
    digit: characters 16 to 18 are lost for good (XLS-03, XLS-04).
    """
    text = codes.astype("str")
    cut = _matches(text, _DIGITS) & text.str.endswith(_LOST_DIGITS, na=False)
    return _matches(text, _DAMAGED) | (cut & ~is_credit_code(codes))


def is_parcel_code(codes: pd.Series) -> pd.Series:
    """Tell which codes have the 19-character form of a 宗地代码 (§5.1)."""
    return _matches(codes, _PARCEL)


def is_unit_number(codes: pd.Series) -> pd.Series:
    """Tell which codes have the 28-character form of a 不动产单元号 (GB/T 37346)."""
    return _matches(codes, _UNIT)


def parse_parcel_code(code: str) -> ParcelCode | None:
    """Return the parts of a 宗地代码, or None if it is none."""
    found = _PARCEL.fullmatch(code)
    if found is None:
        return None
    county, district, block, ownership, right, number = found.groups()
    return ParcelCode(
        county=county,
        cadastral_district=district,
        cadastral_block=block,
        ownership=ownership,
        right=right,
        number=number,
    )


def parcel_of_unit(units: pd.Series) -> pd.Series:
    """Return the parcel code inside each unit number; missing where it is none."""
    tidied = tidy_code(units)
    return tidied.str[:PARCEL_LENGTH].where(is_unit_number(tidied))


def approval_key(numbers: pd.Series) -> pd.Series:
    """Return approval numbers for comparing: one kind of bracket and dash (§5.1)."""
    unified = _map_joined(numbers, _DROPPED, upper=True)
    return unified.str.translate(_BRACKETS).str.replace(
        r"^\[|(?<=\])[-第]+|号$", "", regex=True
    )


def tidy_industry(codes: pd.Series, *, from_numbers: bool = False) -> pd.Series:
    """Return industry codes of GB/T 4754 as 2, 3 or 4 digits.

    "C3811" and "3811电动机制造" become "3811"; the name of a division becomes
    its two digits; other words stay.  With `from_numbers` the cells were
    numbers, which lose leading zeros: 6 is "06", and 610 among four-digit codes
    is "0610".
    """
    rows, different = pd.factorize(tidy_code(codes))
    texts = pd.Series(different, dtype="str")
    found = texts.str.extract(_INDUSTRY, expand=True)
    digits = found[1].where(_matches(texts, _INDUSTRY))
    if from_numbers:
        usual = digits.str.len().median()
        width = 4 if usual == 4 else 2  # noqa: PLR2004  a class has four digits
        short = digits.str.len().eq(1) | (digits.str.len().eq(3) & (width == 4))  # noqa: PLR2004  digits of a group
        digits = digits.where(~short, digits.str.zfill(width))
    named = digits.fillna(texts.map(_divisions())).fillna(texts)
    return pd.Series(
        named.reindex(rows).to_numpy(), index=codes.index, name=codes.name, dtype="str"
    )


@cache
def _divisions() -> dict[str, str]:
    source = files("landgis") / "schemas" / "industries.toml"
    table = tomllib.loads(source.read_text("utf-8"))["divisions"]
    return {
        unicodedata.normalize("NFKC", name): code
        for code, names in table.items()
        for name in names
    }


def _map_joined(
    texts: pd.Series, table: dict[int, None], *, upper: bool = False
) -> pd.Series:
    """Normalise a whole column as one string: Unicode work at the speed of C."""
    present = texts.notna().to_numpy()
    if not present.any():
        return texts.astype("str")
    cells = texts.to_numpy(dtype=object)
    listed = [str(cell) for cell in cells[present]]
    joined = _CELL_BREAK.join(listed)
    if joined.count(_CELL_BREAK) >= len(listed):  # a damaged cell may hold it
        joined = _CELL_BREAK.join(cell.replace(_CELL_BREAK, "") for cell in listed)
    plain = unicodedata.normalize("NFKC", joined).translate(table)
    result = np.full(len(texts), None, dtype=object)
    result[present] = (plain.upper() if upper else plain).split(_CELL_BREAK)
    found = pd.Series(result, index=texts.index, name=texts.name, dtype="str")
    return found.where(found != "")


def _character_matrix(
    codes: pd.Series, length: int
) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Return codes as rows of `length` character numbers, and which fit exactly."""
    cells = codes.fillna("").to_numpy(dtype=object).astype(f"<U{length + 1}")
    wide = cells.view(np.uint32).reshape(len(cells), length + 1)
    fits = (wide[:, length - 1] != 0) & (wide[:, length] == 0)
    return np.minimum(wide[:, :length], 127), fits


@cache
def _credit_values() -> NDArray[np.int64]:
    values = np.full(128, _NO_VALUE, dtype=np.int64)
    values[[ord(each) for each in CREDIT_ALPHABET]] = np.arange(31)
    return values


@cache
def _organisation_values() -> NDArray[np.int64]:
    """GB 11714: digits are worth themselves, A to Z 10 to 35."""
    values = np.full(128, _NO_VALUE, dtype=np.int64)
    values[ord("0") : ord("9") + 1] = np.arange(10)
    values[ord("A") : ord("Z") + 1] = np.arange(10, 36)
    return values


def _matches(codes: pd.Series, pattern: re.Pattern[str]) -> pd.Series:
    found = codes.astype("str").str.fullmatch(pattern, na=False)
    return pd.Series(found.to_numpy(dtype=bool), index=codes.index, name=codes.name)
