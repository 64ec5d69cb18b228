# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Menus of a zone, of a scenario, and of the statuses that are painted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PyQt6.QtCore import QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QIcon, QPainter, QPixmap
from PyQt6.QtWidgets import QMenu, QWidget

from landgis.report.names import status_titles
from landgis.zones.zoning import Zone
from landgis_ui.context import Context
from landgis_ui.steps.zones.session import ZoneSession
from landgis_ui.steps.zones.zone_edits import ZoneEdits
from landgis_ui.theme.zone_colours import zone_colour, zone_count
from landgis_ui.widgets.basics import plain_hint

SWATCH = 14


class Entries(QMenu):
    """A menu of entries that knows the look; it goes when it is closed."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def entry(
        self,
        word: str,
        act: Callable[[], object],
        *,
        icon: str = "",
        enabled: bool = True,
    ) -> None:
        """Add an entry with its words and what it does."""
        action = self.addAction(self._context.words(word))
        if action is None:
            return
        if icon:
            action.setIcon(self._context.look.icon(icon))
        action.setEnabled(enabled)
        action.triggered.connect(lambda _checked: act())

    def sub_menu(self, word: str, *, icon: str = "") -> Entries:
        """Add a menu inside this one."""
        inner = Entries(self._context, self)
        inner.setTitle(self._context.words(word))
        if icon:
            inner.setIcon(self._context.look.icon(icon))
        self.addMenu(inner)
        return inner


def zone_menu(
    context: Context,
    parent: QWidget,
    *,
    session: ZoneSession,
    edits: ZoneEdits,
    acts: dict[str, Callable[[], object]],
) -> Entries:
    """Return what can be done with the zone that is worked on.

    `acts` are what the step does itself: rename, locate, select, export, note.
    """
    menu = Entries(context, parent)
    zone, zoning = session.zone, session.zoning
    if zone is None or zoning is None:
        return menu
    can, is_open = session.can_edit, session.can_edit and not zone.is_locked
    menu.entry("zones.rename", acts["rename"], icon="edit", enabled=can)
    menu.entry("zones.edit_note", acts["note"], enabled=can)
    _colours(
        context,
        menu,
        present=zone.colour,
        act=partial(_recolour, edits, zone.id),
        can=can,
    )
    lock = "zones.unlock" if zone.is_locked else "zones.lock"
    menu.entry(
        lock,
        partial(edits.toggle_lock, zone.id),
        icon="unlock" if zone.is_locked else "lock",
        enabled=can,
    )
    menu.addSeparator()
    menu.entry("zones.grow", edits.grow, icon="grow", enabled=is_open)
    menu.entry("zones.shrink", edits.shrink, icon="shrink", enabled=is_open)
    _targets(menu, zone, session=session, edits=edits)
    menu.addSeparator()
    menu.entry("zones.locate", acts["locate"], icon="target")
    menu.entry("zones.select", acts["select"], icon="arrow")
    menu.entry("zones.export", acts["export"], icon="download")
    menu.addSeparator()
    menu.entry(
        "zones.delete", partial(edits.delete, zone.id), icon="trash", enabled=is_open
    )
    return menu


def _targets(
    menu: Entries, zone: Zone, *, session: ZoneSession, edits: ZoneEdits
) -> None:
    """Add into what a zone can be merged, and where it can be copied to."""
    zoning, can = session.zoning, session.can_edit
    if zoning is None:
        return
    others = [one for one in zoning.zones if one.id != zone.id]
    into = menu.sub_menu("zones.merge_into", icon="merge")
    into.setEnabled(can and not zone.is_locked and bool(others))
    for other in others:
        _named(into, other.name, partial(edits.merge, zone.id, other.id))
    rest = [one for one in session.zonings if one.id != zoning.id]
    copies = menu.sub_menu("zones.copy_to", icon="copy")
    copies.setEnabled(can and bool(rest))
    for scenario in rest:
        _named(copies, scenario.name, partial(edits.copy_to, zone.id, scenario.id))


def scenario_menu(
    context: Context,
    parent: QWidget,
    *,
    session: ZoneSession,
    edits: ZoneEdits,
    acts: dict[str, Callable[[], object]],
) -> Entries:
    """Return what can be done with the scenario: `acts` rename, compare, export."""
    menu = Entries(context, parent)
    zoning, can = session.zoning, session.can_edit
    has = zoning is not None
    is_plan = zoning is not None and zoning.is_plan
    menu.entry("zones.new_scenario", edits.new_scenario, icon="plus", enabled=can)
    menu.entry(
        "zones.copy_scenario", edits.copy_scenario, icon="copy", enabled=can and has
    )
    menu.entry(
        "zones.rename_scenario", acts["rename"], icon="edit", enabled=can and has
    )
    menu.entry("zones.edit_remark", acts["remark"], enabled=can and has)
    menu.addSeparator()
    menu.entry(
        "zones.compare",
        acts["compare"],
        icon="compare",
        enabled=len(session.zonings) > 1,
    )
    scenario = None if zoning is None or is_plan else zoning.id
    menu.entry(
        "zones.withdraw" if is_plan else "zones.take_over",
        partial(edits.take_over, scenario),
        icon="pin",
        enabled=can and has,
    )
    menu.entry("zones.export", acts["export"], icon="download", enabled=has)
    menu.entry("zones.prices", acts["prices"], icon="document", enabled=has)
    menu.addSeparator()
    menu.entry(
        "zones.delete_scenario",
        edits.delete_scenario,
        icon="trash",
        enabled=can and has,
    )
    return menu


class StatusMenu(QMenu):
    """Which statuses are painted; it stays open while they are chosen.

    Signals
    -------
    chosen(object)
        Ids of the statuses (frozenset), None for all.
    """

    chosen = pyqtSignal(object)

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        statuses: Iterable[str],
        wanted: frozenset[str] | None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titles = status_titles()
        self._all = self.addAction(context.words("zones.all_parcels"))
        if self._all is not None:
            self._all.setCheckable(True)
            self._all.setChecked(wanted is None)
            self._all.triggered.connect(lambda _checked: self.chosen.emit(None))
        self.addSeparator()
        self._actions = {}
        for status in (one for one in titles if one in set(statuses)):
            action = self.addAction(titles[status])
            if action is not None:
                action.setCheckable(True)
                action.setChecked(wanted is not None and status in wanted)
                action.triggered.connect(lambda _checked: self._tell())
                self._actions[status] = action

    def mouseReleaseEvent(self, event: object) -> None:
        """Let several be chosen in one go."""
        at = event.position().toPoint()  # type: ignore[attr-defined]  # a mouse event
        action = self.actionAt(at)
        if action is not None and action in self._actions.values():
            action.trigger()
            return
        super().mouseReleaseEvent(event)  # type: ignore[arg-type]  # as above

    def _tell(self) -> None:
        chosen = frozenset(
            s for s, action in self._actions.items() if action.isChecked()
        )
        if self._all is not None:
            self._all.setChecked(not chosen)
        self.chosen.emit(chosen or None)


def below(widget: QWidget) -> QPoint:
    """Return where a menu below a widget begins."""
    return widget.mapToGlobal(QPoint(0, widget.height() + 2))


def _colours(
    context: Context,
    menu: Entries,
    *,
    present: int,
    act: Callable[[int], object],
    can: bool,
) -> None:
    inner = menu.sub_menu("zones.colour", icon="drop")
    inner.setEnabled(can)
    is_dark = context.look.theme.is_dark
    for number in range(zone_count()):
        name = context.words("zones.colour_number", number=number + 1)
        action = inner.addAction(name)
        if action is not None:
            action.setIcon(_swatch(zone_colour(number, is_dark=is_dark)))
            action.setCheckable(True)
            action.setChecked(number == present % zone_count())
            action.triggered.connect(partial(_chosen, act, number))


def _chosen(act: Callable[[int], object], number: int, *_checked: bool) -> None:
    act(number)


def _recolour(edits: ZoneEdits, zone: str, number: int) -> None:
    edits.change(zone, colour=number)


def _named(menu: QMenu, name: str, act: Callable[[], object]) -> None:
    action = menu.addAction(name.replace("&", "&&"))
    if action is not None:
        action.setToolTip(plain_hint(name))
        action.triggered.connect(lambda _checked: act())


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(SWATCH, SWATCH)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(0, 0, SWATCH, SWATCH, 3, 3)
    painter.end()
    return QIcon(picture)
