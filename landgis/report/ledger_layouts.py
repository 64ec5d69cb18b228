# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which columns each sheet of the ledgers has: data that an office may change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from landgis.messages import text
from landgis.rules.reading import Section, make_hint, read_rule_file

NUMBER = "#"
"""The field of a column that counts the rows."""

NAME_LENGTH = 31  # a spreadsheet takes no longer sheet name
_CONTINUED = 5  # room for " (99)" in the name of the sheet a list goes on in
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$|^history$", re.IGNORECASE)
_MOST_PLACES = 8


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a sheet.

    Attributes
    ----------
    field
        Which datum of the row; None: left empty for the office to fill.
    places
        Decimals shown, rounded half up (ROUND); None: as it is.
    total
        Whether the last row adds it up.
    words
        Which words replace codes: ``status``, ``fields`` or a group of the
        message catalogue.
    repeat
        ``indicators``: the column stands for two columns of each indicator.
    """

    title: str
    field: str | None = None
    unit: str = ""
    places: int | None = None
    width: float | None = None
    total: bool = False
    words: str = ""
    note: str = ""
    repeat: str = ""

    @property
    def heading(self) -> str:
        """Title, unit in brackets, and the note on what to fill in."""
        unit = f"（{self.unit}）" if self.unit else ""
        return f"{self.title}{unit}" + (f"\n{self.note}" if self.note else "")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One sheet: which rows, in which order, with which columns."""

    file: str
    sheet: str
    title: str
    source: str
    rows: str
    note: str
    sort: tuple[str, ...]
    columns: tuple[Column, ...]


def read_layouts(
    folder: Path | None, *, rows: Sequence[str], fields: Sequence[str]
) -> tuple[Layout, ...]:
    """Read the shipped layouts; files in `folder` replace those of the same name.

    Files of other names are further sheets.  The order is that of the names.

    Raises
    ------
    RuleError
        If a file is wrong, or names rows or fields that there are not.
    """
    shipped = Path(str(files("landgis.report") / "layouts"))
    paths = {path.name: path for path in shipped.glob("*.toml")}
    if folder is not None:
        paths |= {path.name: path for path in folder.glob("*.toml")}
    layouts = [_layout(paths[name], rows=rows, fields=fields) for name in sorted(paths)]
    seen = {text("report.overview_sheet")}
    for layout in layouts:
        if layout.sheet.lower() in seen:
            top = read_rule_file(paths[layout.file]).top
            raise top.error("report.sheet_twice", "sheet", found=layout.sheet)
        seen.add(layout.sheet.lower())
    return tuple(layouts)


def _layout(path: Path, *, rows: Sequence[str], fields: Sequence[str]) -> Layout:
    top = read_rule_file(path).top
    top.allow("format", "source", "sheet", "title", "note", "rows", "sort", "column")
    sheet = top.text("sheet")
    if len(sheet) > NAME_LENGTH - _CONTINUED or _FORBIDDEN.search(sheet):
        raise top.error("report.sheet_name", "sheet", found=sheet)
    sort = top.texts("sort")
    columns = tuple(_column(entry, fields) for entry in top.tables("column"))
    if not columns:
        raise top.error("rules.missing_key", "column")
    for name in sort:
        _require_field(top, "sort", name=name, fields=fields)
    return Layout(
        file=path.name,
        sheet=sheet,
        title=top.text("title"),
        source=top.text("source", default=""),
        rows=top.choice("rows", tuple(rows)),
        note=top.text("note", default=""),
        sort=sort,
        columns=columns,
    )


def _column(section: Section, fields: Sequence[str]) -> Column:
    section.allow(
        "title",
        "field",
        "unit",
        "places",
        "width",
        "total",
        "words",
        "note",
        "repeat",
    )
    field = section.text("field") if section.has("field") else None
    if field is not None:
        _require_field(section, "field", name=field, fields=fields)
    places = section.whole("places") if section.has("places") else None
    if places is not None and not 0 <= places <= _MOST_PLACES:
        raise section.error("report.places", "places", found=places, most=_MOST_PLACES)
    return Column(
        title=section.text("title"),
        field=field,
        unit=section.text("unit", default=""),
        places=places,
        width=float(section.number("width")) if section.has("width") else None,
        total=section.flag("total") if section.has("total") else False,
        words=section.text("words", default=""),
        note=section.text("note", default=""),
        repeat=section.choice("repeat", ("indicators",))
        if section.has("repeat")
        else "",
    )


def _require_field(
    section: Section, key: str, *, name: str, fields: Sequence[str]
) -> None:
    if name != NUMBER and name not in fields:
        raise section.error(
            "report.unknown_field", key, found=name, hint=make_hint(name, fields)
        )
