# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the tables of a rule file as TOML: what `tomllib` read, it reads again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONG = 88  # longer lists stand on several lines


def write_toml(content: Mapping[str, Any]) -> str:
    """Return the text of a file with these tables; plain values come first."""
    return "\n".join(_lines(content, place="")).strip() + "\n"


def _lines(table: Mapping[str, Any], *, place: str) -> Iterator[str]:
    plain = {name: v for name, v in table.items() if not _is_section(v)}
    for name, value in plain.items():
        yield f"{_key(name)} = {_value(value)}"
    for name, value in table.items():
        if name in plain:
            continue
        full = f"{place}.{_key(name)}" if place else _key(name)
        if isinstance(value, Mapping):
            yield from ("", f"[{full}]")
            yield from _lines(value, place=full)
        else:
            for entry in value:
                yield from ("", f"[[{full}]]")
                yield from _lines(entry, place=full)


def _is_section(value: Any) -> bool:
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list) and any(isinstance(v, Mapping) for v in value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, int)):
        return format(value, "f" if isinstance(value, Decimal) else "d")
    return _list(value) if isinstance(value, list) else _text(str(value))


def _list(entries: list[Any]) -> str:
    written = [_value(entry) for entry in entries]
    line = f"[{', '.join(written)}]"
    if len(line) <= _LONG:
        return line
    return "[\n" + "".join(f"  {entry},\n" for entry in written) + "]"


def _text(text: str) -> str:
    """Quote a text: JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
