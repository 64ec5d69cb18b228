# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people have decided on joins, kept in a csv that next year's table finds again.

A decision is about one firm and one parcel: they belong together (接受) or do not
(不接受).  The firm is known again by its credit code, else by its name.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from landgis import messages
from landgis.errors import DataError
from landgis.findings import Finding, Severity
from landgis.identifiers import is_credit_code, tidy_code
from landgis.join.keys import code_key, parcel_key, split_cells, words
from landgis.join.tokens import PARCEL_SEPARATORS
from landgis.values import name_key

ROLE = "joins"
FIELDS = ("name", "code", "parcel_id", "decision", "basis", "date", "clerk")
COLUMNS = (*(f for f in FIELDS if f != "decision"), "accepted", "line")

_NEEDED = frozenset({"name", "parcel_id", "decision"})
_HEADING_WITHIN = 10  # lines; above the heading offices write a title and a note
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t")


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS}).astype(
        {"accepted": bool, "line": int}
    )


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """Decisions on joins, one row for each line of the file.

    `frame` has the columns name, code, parcel_id (one or more), basis, date and
    clerk (text), accepted (boolean) and line (in the file, from 1).
    """

    frame: pd.DataFrame = field(default_factory=_no_rows)


@dataclass(frozen=True, kw_only=True)
class DecisionFile:
    """A file of decisions as read, and the lines that could not be used."""

    decisions: Decisions
    findings: tuple[Finding, ...] = ()


class _Pair(NamedTuple):
    """Keys of a firm and a parcel; "" where there is none."""

    code: str
    name: str
    parcel: str


class _Known:
    """In which line each pair stands: by credit code, else by name."""

    def __init__(self) -> None:
        self._by_code: dict[tuple[str, str], int] = {}
        self._by_name: dict[tuple[str, str], tuple[str, int]] = {}

    def add(self, pair: _Pair, line: int) -> None:
        if pair.code:
            self._by_code[pair.code, pair.parcel] = line
        if pair.name:
            self._by_name[pair.name, pair.parcel] = pair.code, line

    def find(self, pair: _Pair) -> int | None:
        """Return the line; two firms of one name and different codes stay two."""
        if (pair.code, pair.parcel) in self._by_code and pair.code:
            return self._by_code[pair.code, pair.parcel]
        code, line = self._by_name.get((pair.name, pair.parcel), ("", -1))
        is_other = pair.code and code and pair.code != code
        return None if line < 0 or is_other else line


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """The lines of the file; `heading` is the number of the line of headings."""

    lines: list[list[str]]
    heading: int
    places: Mapping[str, int]


def read_decisions(path: Path | None) -> DecisionFile:
    """Read the file of decisions; one that is not there yet holds none.

    A line that cannot be used becomes a finding; one without a decision is still
    open and says nothing.

    Raises
    ------
    DataError
        If the file cannot be read or has no line with the headings.
    """
    sheet = None if path is None else _read_sheet(path)
    if sheet is None:
        return DecisionFile(decisions=Decisions())
    below = range(sheet.heading + 1, len(sheet.lines))
    table = pd.DataFrame(
        [[*_cells(sheet, number), number + 1] for number in below],
        columns=[*FIELDS, "line"],
    ).astype(dict.fromkeys(FIELDS, "str"))
    table = table[table["decision"] != ""]
    accepted = _is_word(table["decision"], "accepted")
    rejected = _is_word(table["decision"], "rejected")
    nobody = name_key(table["name"]).isna() & ~is_credit_code(tidy_code(table["code"]))
    places = split_cells(table["parcel_id"], PARCEL_SEPARATORS)
    faults = {
        "join.decision_no_firm": nobody,
        "join.decision_no_parcel": ~table.index.to_series().isin(places["row"]),
        "join.decision_unclear": ~(accepted | rejected),
    }
    good = ~pd.DataFrame(faults).any(axis=1)
    frame = table.assign(accepted=accepted)[good].drop(columns=["decision"])
    return DecisionFile(
        decisions=Decisions(frame=frame[list(COLUMNS)].reset_index(drop=True)),
        findings=_unusable(table, faults),
    )


def write_decisions(path: Path, decisions: Decisions) -> None:
    """Put decisions into the file, each in place of an earlier one on the same pair.

    Every other line and column of the file stays as it is, whatever it says.
    The file is replaced as a whole, in UTF-8 with a mark that Excel understands.

    Raises
    ------
    DataError
        If the file that is there cannot be read, or the new one not be written.
    """
    sheet = _read_sheet(path) or _new_sheet()
    missing = [name for name in FIELDS if name not in sheet.places]
    heading = sheet.lines[sheet.heading]
    width = max(map(len, sheet.lines))
    places = {
        **sheet.places,
        **{name: width + number for number, name in enumerate(missing)},
    }
    lines = [list(line) for line in sheet.lines]
    lines[sheet.heading] = [
        *heading,
        *[""] * (width - len(heading)),
        *map(_title, missing),
    ]
    known = _Known()
    for number, (_, pair) in _pairs_of_sheet(sheet):
        known.add(pair, number)
    for row, pair in _with_pairs(decisions.frame):
        found = known.find(pair)
        number = len(lines) if found is None else found
        if found is None:
            lines.append([])
        _put(lines[number], row, places)
        known.add(pair, number)
    _replace(path, lines)


def _title(name: str) -> str:
    return words(name, section="columns")[0]


def _new_sheet() -> _Sheet:
    return _Sheet(
        lines=[[_title(name) for name in FIELDS]],
        heading=0,
        places={name: place for place, name in enumerate(FIELDS)},
    )


def _read_sheet(path: Path) -> _Sheet | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DataError(
            "join.decisions_unreadable", file=path.name, detail=error.strerror or ""
        ) from error
    text = _decode(content, path)
    top = "".join(text.splitlines()[:_HEADING_WITHIN])
    separator = max(",;\t", key=top.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise DataError(
            "join.decisions_unreadable", file=path.name, detail=str(error)
        ) from error
    if not any(map(any, lines)):
        return None
    for number, line in enumerate(lines[:_HEADING_WITHIN]):
        places = _places(line)
        if places.keys() >= _NEEDED:
            return _Sheet(lines=lines, heading=number, places=places)
    raise DataError(
        "join.decisions_heading",
        file=path.name,
        columns="、".join(_title(name) for name in FIELDS),
    )


def _decode(content: bytes, path: Path) -> str:
    marked = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    for encoding in (marked, "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError("join.decisions_encoding", file=path.name)


def _places(line: Sequence[str]) -> dict[str, int]:
    """Return which column each field is; 是否同一（是、否） is 是否同一."""
    plain = [unicodedata.normalize("NFKC", cell) for cell in line]
    heads = [re.sub(r"\(.*", "", "".join(cell.split())) for cell in plain]
    return {
        name: heads.index(title)
        for name in FIELDS
        for title in reversed(words(name, section="columns"))
        if title in heads
    }


def _cells(sheet: _Sheet, number: int) -> list[str]:
    line = sheet.lines[number]
    found = []
    for name in FIELDS:
        place = sheet.places.get(name, len(line))
        found.append(line[place].strip() if place < len(line) else "")
    return found


def _is_word(cells: pd.Series, kind: str) -> pd.Series:
    plain = cells.str.normalize("NFKC").str.strip().str.upper()
    return plain.isin(words(kind))


def _unusable(
    table: pd.DataFrame, faults: Mapping[str, pd.Series]
) -> tuple[Finding, ...]:
    """List the lines that cannot be used, each with its first reason."""
    reasons: dict[int, str] = {}
    for reason, wrong in faults.items():
        for row in wrong.index[wrong]:
            reasons.setdefault(row, reason)
    if not reasons:
        return ()
    lines = table.loc[list(reasons)]
    return (
        Finding(
            kind="decision_unusable",
            severity=Severity.WARNING,
            role=ROLE,
            rows=tuple(lines["line"].tolist()),
            ids=tuple(lines["name"].tolist()),
            details=tuple(
                messages.text(
                    reason, line=line["line"], name=line["name"], text=line["decision"]
                )
                for reason, line in zip(
                    reasons.values(), lines.to_dict("records"), strict=True
                )
            ),
        ),
    )


def _with_pairs(frame: pd.DataFrame) -> list[tuple[dict[str, str], _Pair]]:
    """Return each row's cells and which firm and parcel it is about."""
    text = frame.reindex(columns=list(FIELDS)).astype("str").fillna("")
    if "accepted" in frame:
        title = {True: words("accepted")[0], False: words("rejected")[0]}
        text["decision"] = frame["accepted"].astype(bool).map(title)
    codes = code_key(text["code"])
    keys = pd.DataFrame(
        {
            "code": codes.where(is_credit_code(codes)),
            "name": name_key(text["name"]),
            "parcel": parcel_key(text["parcel_id"]),
        }
    ).fillna("")
    pairs = map(_Pair, keys["code"], keys["name"], keys["parcel"])
    return [
        ({str(name): str(cell) for name, cell in cells.items()}, pair)
        for cells, pair in zip(text.to_dict("records"), pairs, strict=True)
    ]


def _pairs_of_sheet(
    sheet: _Sheet,
) -> Iterator[tuple[int, tuple[dict[str, str], _Pair]]]:
    numbers = range(sheet.heading + 1, len(sheet.lines))
    table = pd.DataFrame([_cells(sheet, n) for n in numbers], columns=list(FIELDS))
    return zip(numbers, _with_pairs(table), strict=True)


def _put(
    line: list[str], row: Mapping[str, str], places: Mapping[str, int]
) -> list[str]:
    line.extend([""] * (max(places.values()) + 1 - len(line)))
    for name, place in places.items():
        cell = row[name]
        line[place] = f"'{cell}" if cell.startswith(_RUN_BY_SPREADSHEETS) else cell
    return line


def _replace(path: Path, lines: list[list[str]]) -> None:
    """Write beside the file, then put it in its place: it is whole at every moment."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(text.getvalue().encode("utf-8-sig"))
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise DataError(
            "join.decisions_unwritable", file=path.name, detail=error.strerror or ""
        ) from error
