# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What sort of disk a path is on."""

from __future__ import annotations

from pathlib import Path

import psutil

from landgis.project.values import Place

# File systems of Linux and macOS that another computer serves.
NETWORK_SYSTEMS = frozenset(
    {
        *("9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "lustre"),
        *("fuse.davfs2", "fuse.rclone", "fuse.smbnetfs", "fuse.sshfs", "glusterfs"),
        *("gpfs", "ncpfs", "nfs", "nfs4", "ocfs2", "smb2", "smb3", "smbfs", "webdav"),
    }
)


def place_of(path: Path) -> Place:
    """Tell whether a path is on a network drive or a stick."""
    text = str(path.absolute())
    if text.startswith(("\\\\", "//")):
        return Place.NETWORK
    best = None
    for disk in psutil.disk_partitions(all=True):
        if path.absolute().is_relative_to(disk.mountpoint) and (
            best is None or len(disk.mountpoint) >= len(best.mountpoint)
        ):
            best = disk
    if best is None:
        return Place.LOCAL
    options = best.opts.split(",")
    if "remote" in options or best.fstype.lower() in NETWORK_SYSTEMS:
        return Place.NETWORK
    if "removable" in options:  # Windows says so
        return Place.REMOVABLE
    return Place.LOCAL
