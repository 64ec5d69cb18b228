# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether loaded data and results rest on the documents as they are now."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from landgis.operations.repairs import REPAIR_KINDS, Declined
from landgis.operations.stored_project import CURRENT, PROJECT, read_declined
from landgis.project import Dataset, ProjectStore, Put, read_dataset

LOADED = "loaded"
RESULT = "result"
_PROJECT_KEYS = ("region", "reference_date", "profile", "crs")


def is_current(store: ProjectStore, what: str) -> bool:
    """Tell whether ``loaded`` or ``result`` rests on the documents as they are now.

    False where there is none.  Renaming the project, or accepting findings,
    changes nothing about them.
    """
    current = store.document(what, CURRENT)
    if not current:
        return False
    basis = reading_basis if what == LOADED else analysis_basis
    return bool(current.get("basis") == basis(store))


def reading_basis(store: ProjectStore) -> str:
    """Return a hash of every document on which the loaded data rest."""
    project = store.document(PROJECT, PROJECT) or {}
    profile = project.get("profile") or ""
    return _hash(
        dict(store.documents("input")),
        dict(store.documents("correction")),
        _told(read_declined(store.documents("finding"))),
        {key: project.get(key) for key in _PROJECT_KEYS},
        store.document("profile", profile) if profile else None,
    )


def analysis_basis(store: ProjectStore) -> str:
    """Return a hash of every document on which a result rests."""
    leaving = sorted(store.documents("freed_land"))
    return _hash(
        reading_basis(store),
        dict(store.documents("override")),
        dict(store.documents("join")),
        *([leaving] if leaving else []),
    )


def loaded_puts(store: ProjectStore | Path, dataset: str) -> tuple[Put, ...]:
    """Return the document that makes loaded data the project's.

    It names the stored inputs too, so that these are kept as long as it is.
    """
    found = find_dataset(store, dataset)
    value = {
        "dataset": dataset,
        "basis": found.meta["basis"],
        "uses": sorted(set(found.meta["raw"].values())),
    }
    return (Put(LOADED, CURRENT, value),)


def result_puts(store: ProjectStore | Path, dataset: str) -> tuple[Put, ...]:
    """Return the documents that make a result, and its data, the project's."""
    meta = find_dataset(store, dataset).meta
    value = {
        "dataset": dataset,
        "loaded": meta["loaded"],
        "basis": meta["basis"],
        "inputs": [source["sha256"] for source in meta["sources"]],
        "profile": meta["project"]["profile"],
        "reference_date": meta["project"]["reference_date"],
    }
    return (*loaded_puts(store, meta["loaded"]), Put(RESULT, CURRENT, value))


def find_dataset(store: ProjectStore | Path, dataset: str) -> Dataset:
    """Return a data set of an open project, or of a project file.

    Raises
    ------
    ProjectError
        If the project does not hold it.
    """
    if isinstance(store, Path):
        return read_dataset(store, dataset)
    return store.dataset(dataset)


def _told(declined: Declined) -> list[list[Any]]:
    """Return what is said of repairs; what is said of other findings changes none."""
    return [
        sorted(list(entry) for entry in each if entry[1] in REPAIR_KINDS)
        for each in (declined.kinds, declined.rows, declined.wanted)
    ]


def _hash(*values: object) -> str:
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
