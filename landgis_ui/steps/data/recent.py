# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects opened lately, each with the figure it had when it was last seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject

from landgis.project import Changes
from landgis_ui.context import Context
from landgis_ui.work.settings import Settings

KEY = "state.recent"
PROJECT = "project"
MOST = 8


@dataclass(frozen=True, kw_only=True)
class RecentProject:
    """One project; `total_mu` is its last reclaimable total, None if never analysed."""

    path: Path
    name: str
    seen: datetime
    total_mu: float | None = None

    def to_entry(self) -> dict[str, Any]:
        """Return the value that the settings keep."""
        return {
            "path": str(self.path),
            "name": self.name,
            "seen": self.seen.isoformat(timespec="seconds"),
            "total_mu": self.total_mu,
        }


def read_recent(settings: Settings) -> tuple[RecentProject, ...]:
    """Return the projects that were opened lately, the last one first."""
    found = (_from_entry(entry) for entry in settings.get(KEY))
    return tuple(each for each in found if each is not None)


def remember(settings: Settings, project: RecentProject) -> None:
    """Put a project first; a figure that is known already stays."""
    known = read_recent(settings)
    rest = [each for each in known if each.path != project.path]
    before = [each for each in known if each.path == project.path]
    if project.total_mu is None and before:
        project = replace(project, total_mu=before[0].total_mu)
    settings.set(KEY, [each.to_entry() for each in (project, *rest)][:MOST])


def forget(settings: Settings, path: Path) -> None:
    """Take a project off the list; its file stays."""
    kept = [each for each in read_recent(settings) if each.path != path]
    settings.set(KEY, [each.to_entry() for each in kept])


def _from_entry(entry: object) -> RecentProject | None:
    if not isinstance(entry, Mapping):
        return None
    try:
        total = entry.get("total_mu")
        return RecentProject(
            path=Path(str(entry["path"])),
            name=str(entry["name"]),
            seen=datetime.fromisoformat(str(entry["seen"])),
            total_mu=None if total is None else float(total),
        )
    except (KeyError, TypeError, ValueError):
        return None


class RecentKeeper(QObject):
    """Writes down which project is open and what its result says."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        context.workspace.project_changed.connect(self._note)
        context.workspace.result_changed.connect(self._note)
        context.workspace.documents_changed.connect(self._on_documents)

    def _on_documents(self, changes: Changes) -> None:
        """Note another name of the project; no other edit may wait for the disk."""
        if PROJECT in changes.kinds:
            self._note()

    def _note(self) -> None:
        workspace = self._context.workspace
        store = workspace.store
        if store is None:
            return
        project = store.document("project", "project") or {}
        total = None
        if workspace.result is not None:
            sums = workspace.result.dataset.meta.get("sums") or {}
            total = _total(sums)
        remember(
            self._context.settings,
            RecentProject(
                path=store.path,
                name=str(project.get("name") or store.path.name.split(".")[0]),
                seen=datetime.now().astimezone(),
                total_mu=total,
            ),
        )


def _total(sums: Mapping[str, Any]) -> float | None:
    names = ("firm_mu", "potential_mu", "overlap_removed_mu")
    if not all(isinstance(sums.get(name), int | float) for name in names):
        return None
    return float(sums["firm_mu"] + sums["potential_mu"] - sums["overlap_removed_mu"])
