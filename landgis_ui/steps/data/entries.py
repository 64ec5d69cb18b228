# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One file of the data step as a value: what was read, chosen and decided of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import uuid4

from landgis.crs import identify
from landgis.crs.systems import common_datum
from landgis.io.sheets import SUFFIXES as TABLE_SUFFIXES
from landgis.operations.import_trial import FieldTrial, ImportTrial
from landgis.operations.project_file import ReadOptions

SURE, LOOK, CHOOSE = "sure", "look", "choose"
ENCODING, CRS, AREA, ROLE, FIELD, LOST = (
    "encoding",
    "crs",
    "area",
    "role",
    "field",
    "lost",
)


NEW_DATUM = "cgcs2000"
NAME_WORDS = {
    "supply": ("宗地", "供地", "供应"),
    "approval": ("批次", "农转用", "批准"),
    "exclude": ("核减", "扣除"),
    "town": ("镇街", "乡镇", "街道"),
    "block_line": ("区块",),
    "vacated": ("腾空",),
    "survey": ("调查", "DCDY"),
    "park": ("园",),
    "lease": ("租赁", "承租"),
    "target": ("目标", "任务"),
    "official": ("名单", "名录"),
    "enterprise": ("企业", "效益"),
}
"""Words in a file's name that speak for what it is, the plainest first."""

FEW_FIELDS = 1
"""So few recognised columns alone do not say what a file is."""


class FileState(Enum):
    """How far a file is."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    STORING = "storing"
    FAILED = "failed"


class Tone(Enum):
    """What the mark beside a file says."""

    BUSY = "busy"
    GOOD = "good"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """How far the reading of a file is."""

    done: int = 0
    total: int = 0
    text: str = ""

    @property
    def share(self) -> float | None:
        """The part that is done, 0 to 1; None where nobody can tell."""
        return self.done / self.total if self.total > 0 else None


@dataclass(frozen=True, kw_only=True)
class FileEntry:
    """One layer or sheet in the list.

    `role` and `options` are what the user has said; `input_id` names the
    document of the project that holds it, `stored` the options it holds.
    """

    id: str
    path: Path
    part: str | None = None
    role: str | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    state: FileState = FileState.WAITING
    stage: Stage = Stage()
    trial: ImportTrial | None = None
    error: str = ""
    takes_readable: bool = False
    is_remembered: bool = False
    input_id: str = ""
    document: Mapping[str, Any] | None = None
    stored: ReadOptions | None = None

    @property
    def name(self) -> str:
        """What the user calls it: the file, and the part where there are several."""
        several = self.trial is not None and len(self.trial.parts) > 1
        file = self.path.name
        return f"{file}#{self.part}" if self.part and several else file

    @property
    def is_layer(self) -> bool:
        """Whether it has shapes."""
        if self.trial is not None:
            return self.trial.role.is_layer
        if self.document is not None:
            return bool(self.document.get("is_layer"))
        return self.path.suffix.lower() not in TABLE_SUFFIXES

    @property
    def shown_role(self) -> str | None:
        """The role that holds: what the user said, else what was guessed."""
        if self.role is not None:
            return self.role
        if self.trial is not None:
            return self.trial.role.role
        return str(self.document["role"]) if self.document else None

    @property
    def is_used(self) -> bool:
        """Whether the project holds it."""
        return bool(self.input_id)

    @property
    def is_changed(self) -> bool:
        """Whether the project holds it read otherwise than it is shown now."""
        if self.document is None or self.trial is None:
            return False
        has_role = self.role in {None, self.document.get("role")}
        return not has_role or self.options != self.stored

    @property
    def is_usable(self) -> bool:
        """Whether it can be made part of the project now."""
        return (
            self.state is FileState.READ
            and self.trial is not None
            and self.shown_role is not None
            and self.trial.features > 0
            and (not self.is_used or self.is_changed)
        )

    @property
    def tone(self) -> Tone:
        """The mark beside its name."""
        if self.state in {FileState.WAITING, FileState.READING, FileState.STORING}:
            return Tone.BUSY
        if self.state is FileState.FAILED:
            return Tone.BAD
        kinds = {doubt.kind for doubt in doubts_of(self)}
        if LOST in kinds:
            return Tone.BAD
        return Tone.LOOK if kinds else Tone.GOOD


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something of a file that only the user can settle; `column` for a field."""

    kind: str
    column: str = ""
    must_choose: bool = False


def new_entry(path: Path, part: str | None = None) -> FileEntry:
    """Return a file nobody has looked into yet."""
    return FileEntry(id=str(uuid4()), path=path, part=part)


def doubts_of(entry: FileEntry) -> tuple[Doubt, ...]:
    """Return what of a file is open, the weightiest first."""
    trial = entry.trial
    if trial is None or (entry.is_used and not entry.is_changed):
        return ()
    found = []
    if trial.lost and not entry.takes_readable:
        found.append(Doubt(kind=LOST, must_choose=True))
    if entry.shown_role is None or _is_weak_guess(entry, trial):
        found.append(Doubt(kind=ROLE, must_choose=True))
    if not trial.encoding.is_sure:
        found.append(Doubt(kind=ENCODING))
    if lacks_datum_change(entry):
        found.append(Doubt(kind=CRS, must_choose=True))
    elif trial.crs is not None and not trial.crs.is_sure:
        found.append(Doubt(kind=CRS, must_choose=trial.crs.value is None))
    if trial.area is not None and not trial.area.is_sure:
        found.append(Doubt(kind=AREA))
    found.extend(
        Doubt(kind=FIELD, column=each.column, must_choose=each.confidence == CHOOSE)
        for each in trial.fields
        if each.confidence != SURE
    )
    return tuple(found)


def role_by_name(path: Path, trial: ImportTrial) -> str | None:
    """Return the role that a file's name speaks for, if its columns allow it."""
    allowed = {trial.role.role, *trial.role.likely}
    for role, words in NAME_WORDS.items():
        if role in allowed and any(word in path.stem for word in words):
            return role
    return None


def _is_weak_guess(entry: FileEntry, trial: ImportTrial) -> bool:
    """Whether only a column or two speak for a role, and the name does not."""
    if entry.role is not None or role_by_name(entry.path, trial) is not None:
        return False
    return sum(each.standard is not None for each in trial.fields) <= FEW_FIELDS


def is_old_datum(code: str | None) -> bool:
    """Whether a system stands on a datum that only parameters lead away from."""
    system = identify(code) if code else None
    return (
        system is not None
        and system.datum is not None
        and common_datum(system.datum) != NEW_DATUM
    )


def lacks_datum_change(entry: FileEntry) -> bool:
    """Whether a file is on an old datum and nobody has said how to leave it."""
    crs = None if entry.trial is None else entry.trial.crs
    given = entry.options.helmert or entry.options.control_points
    return crs is not None and not given and is_old_datum(crs.value)


def is_sure(entry: FileEntry) -> bool:
    """Tell whether a file can be taken over without anybody looking."""
    return entry.is_usable and not doubts_of(entry)


def with_crs(options: ReadOptions, code: str) -> ReadOptions:
    """Return the options with a coordinate system; parameters of another go."""
    if options.crs == code:
        return options
    return replace(options, crs=code, helmert=(), control_points=())


def with_field(
    options: ReadOptions, chosen: FieldTrial, standard: str | None
) -> ReadOptions:
    """Return the options with a column given another standard field, or none."""
    fields = {
        name: column
        for name, column in options.fields.items()
        if column != chosen.column
    }
    if standard is not None:
        fields[standard] = chosen.column
    elif chosen.standard is not None:
        fields[chosen.standard] = ""  # or the next best column would give it
    units = {
        name: unit
        for name, unit in options.units.items()
        if name not in {chosen.standard, standard}
    }
    return replace(options, fields=fields, units=units)


def with_unit(options: ReadOptions, standard: str, unit: str) -> ReadOptions:
    """Return the options with the unit of a standard field."""
    return replace(options, units={**options.units, standard: unit})
