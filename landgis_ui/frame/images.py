# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Orthophotos and scanned plans below the map: kept by path, read by window."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QObject

from landgis.errors import LandGISError
from landgis.project import Changes, Edit, Put
from landgis.render.basemap import BaseImage, open_base_image
from landgis_ui.canvas.layers import LayerKind, MapLayer
from landgis_ui.context import Context
from landgis_ui.frame.file_choice import FileChooser, FileWish
from landgis_ui.frame.map_controller import MapController
from landgis_ui.work.workspace import Notice

KIND, PREFIX = "image", "image:"


class Images(QObject):
    """Keeps the images of the project on the map; documents of kind ``image``."""

    def __init__(
        self, context: Context, chooser: FileChooser, controller: MapController
    ) -> None:
        super().__init__(controller)
        self._context, self._chooser, self._map = context, chooser, controller
        self._workspace = context.workspace
        self._shown: dict[str, tuple[Path, str]] = {}
        self._workspace.loaded_changed.connect(self._follow)
        self._workspace.documents_changed.connect(self._on_documents)

    def ask(self) -> None:
        """Ask for an image file and put it below the map."""
        words = self._context.words
        if self._workspace.loaded is None:
            self._tell(words("image.no_map"))
            return
        wish = FileWish(
            kind="open", title=words("image.title"), filters=words("image.filter")
        )
        self._chooser.ask(wish, lambda paths: self.add(paths[0]))

    def add(self, path: Path) -> None:
        """Put an image below the map, as a step that can be undone."""
        store = self._workspace.store
        if store is None:
            return
        if store.read_only:
            self._context.flows.say_read_only(store)
            return
        put = Put(KIND, PREFIX + path.name, {"path": str(path)})
        edit = Edit(text="history.image", params={"name": path.name}, puts=(put,))
        self._workspace.do(edit)

    def remove(self, layer_id: str) -> None:
        """Take an image off the map; its file stays."""
        put = Put(KIND, layer_id, None)
        name = layer_id.removeprefix(PREFIX)
        edit = Edit(text="history.image_gone", params={"name": name}, puts=(put,))
        self._workspace.do(edit)

    def _on_documents(self, changes: Changes) -> None:
        if KIND in changes.kinds:
            self._follow()

    def _follow(self) -> None:
        store, loaded = self._workspace.store, self._workspace.loaded
        if store is None or loaded is None:
            self._shown = {}
            return
        wanted = {
            layer_id: (Path(str(value["path"])), loaded.crs)
            for layer_id, value in store.documents(KIND).items()
        }
        before, self._shown = self._shown, wanted
        for layer_id in before:
            if wanted.get(layer_id) != before[layer_id]:
                self._map.remove_layer(layer_id)
        for layer_id, (path, crs) in wanted.items():
            if before.get(layer_id) != (path, crs):
                self._open(layer_id, path, crs)

    def _open(self, layer_id: str, path: Path, crs: str) -> None:
        job = self._workspace.jobs.read(open_base_image, path, crs)

        def show(image: BaseImage) -> None:
            if self._shown.get(layer_id) == (path, crs):
                layer = MapLayer(
                    id=layer_id, kind=LayerKind.IMAGE, title=path.name, image=image
                )
                self._map.add_layer(layer)

        job.succeeded.connect(show)
        job.failed.connect(self._fail)

    def _fail(self, error: object) -> None:
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        self._tell(self._context.words.sentence(error))

    def _tell(self, text: str) -> None:
        self._workspace.notify(Notice(text=text, tone="failed"))
