# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of a JSON object, each of its kind, or a sentence that says which is not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from landgis import messages
from landgis.errors import DataError

MOST_SHOWN = 40
LARGEST = 1e15
"""No figure of an office is larger; beyond it digits would be lost."""


@dataclass(frozen=True)
class Fields:
    """An object of a document; `where` says which one in a sentence."""

    values: dict[str, Any]
    where: str
    name: str = ""

    @classmethod
    def of(cls, document: object) -> Fields:
        """Return the whole document."""
        where = messages.text("relocation.where_top")
        if not isinstance(document, dict):
            raise DataError("relocation.no_object", where=where)
        return cls(document, where)

    def inner(self, key: str) -> Fields:
        """Return an object inside this one; an empty one where it is missing."""
        value = self.values.get(key)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise self._wrong(key, value)
        return Fields(value, messages.text("relocation.where_key", key=key))

    def entries(
        self, key: str, kind: str, otherwise: list[Any] | None = None
    ) -> Iterator[Fields]:
        """Return the objects of a list; firms and parks have an id each."""
        entries = self.values.get(key, otherwise)
        if entries is None:
            raise DataError("relocation.missing", where=self.where, key=key)
        if not isinstance(entries, list):
            raise self._wrong(key, entries)
        for number, entry in enumerate(entries, 1):
            where = messages.text(f"relocation.nth_{kind}", number=number)
            if not isinstance(entry, dict):
                raise DataError("relocation.no_object", where=where)
            name = ""
            if kind != "phase":
                name = _identifier(entry.get("id"), where)
                where = messages.text(f"relocation.where_{kind}", name=name)
            yield Fields(entry, where, name)

    def number(self, key: str, otherwise: float | None) -> float:
        """Return a number; `otherwise` where it is missing, None: it must be there."""
        value = self.values.get(key)
        if value is None:
            if otherwise is None:
                raise DataError("relocation.missing", where=self.where, key=key)
            return otherwise
        return self._number(key, value)

    def limit(self, key: str) -> float | None:
        """Return a number, None for no limit."""
        value = self.values.get(key)
        return None if value is None else self._number(key, value)

    def whole(self, key: str) -> int | None:
        """Return a whole number, None where it is missing."""
        value = self.limit(key)
        if value is None:
            return None
        if value != int(value):
            raise self._wrong(key, value)
        return int(value)

    def flag(self, key: str) -> bool:
        """Return yes or no; no where it is missing."""
        value = self.values.get(key)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self._wrong(key, value)
        return value

    def text(self, key: str, otherwise: str) -> str:
        """Return a text; a bare number, as 1952 for an industry, is taken for one."""
        value = self.values.get(key)
        if value is None:
            return otherwise
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise self._wrong(key, value)
        return value

    def optional_text(self, key: str) -> str | None:
        """Return a text, None where it is missing."""
        return None if self.values.get(key) is None else self.text(key, "")

    def texts(self, key: str, otherwise: list[str] | None) -> list[str] | None:
        """Return a list of texts."""
        value = self.values.get(key)
        if value is None:
            return otherwise
        if not isinstance(value, list):
            raise self._wrong(key, value)
        return [Fields({key: word}, self.where).text(key, "") for word in value]

    def numbers(self, key: str) -> dict[str, float]:
        """Return numbers by name; those that are null are left out."""
        value = self.values.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._wrong(key, value)
        return {
            name: self._number(f"{key}.{name}", entry)
            for name, entry in value.items()
            if entry is not None
        }

    def number_list(self, key: str) -> list[float]:
        """Return a list of numbers."""
        value = self.values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(key, value)
        return [self._number(key, entry) for entry in value]

    def _number(self, key: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self._wrong(key, value)
        if abs(value) > LARGEST or not math.isfinite(value):  # whole ones may be huge
            raise self._wrong(key, value)
        return float(value)

    def _wrong(self, key: str, value: object) -> DataError:
        shown = repr(value)
        if len(shown) > MOST_SHOWN:
            shown = shown[: MOST_SHOWN - 1] + "…"
        return DataError("relocation.value", where=self.where, key=key, value=shown)


def _identifier(value: object, where: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise DataError("relocation.no_id", where=where)
    return value
