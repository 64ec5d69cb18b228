# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the three cards above the columns say: verdict, how sure, why, what else."""

from __future__ import annotations

from dataclasses import dataclass

from landgis.messages import unit_title
from landgis.operations.import_trial import (
    AreaEvidence,
    CrsTrial,
    EncodingEvidenceShown,
    ImportTrial,
)
from landgis_ui.steps.data.describe import whole
from landgis_ui.steps.data.entries import (
    LOOK,
    SURE,
    FileEntry,
    lacks_datum_change,
)
from landgis_ui.words import Words

ENCODING, CRS, AREA, HEADER, UNITS = "encoding", "crs", "area", "header", "units"
OTHER_ENCODINGS = ("UTF-8", "GB18030", "Big5")
MOST_LINKS = 3


@dataclass(frozen=True, kw_only=True)
class Way:
    """A link of a card: what it says, what it chooses, what hovering shows."""

    text: str
    choice: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class CardText:
    """One evidence card; `confirm` is what the 确认 button chooses, or empty."""

    kind: str
    verdict: str
    lines: tuple[str, ...]
    is_sure: bool
    ways: tuple[Way, ...] = ()
    confirm: str = ""


def cards_of(words: Words, entry: FileEntry) -> tuple[CardText, ...]:
    """Return the three cards of a layer that was read, or those of a table."""
    trial = entry.trial
    if trial is None:
        return ()
    first = encoding_card(words, trial.encoding)
    if trial.role.is_layer:
        lacks = lacks_datum_change(entry)
        second = crs_card(words, trial, lacks_datum=lacks)
        return first, second, area_card(words, trial.area)
    return first, header_card(words, trial), units_card(words, trial)


def encoding_card(words: Words, found: EncodingEvidenceShown) -> CardText:
    """Say which encoding was taken, and how others would read the file."""
    lines = [found.note] if found.note else [words("data.encoding_by_format")]
    if found.declared and found.declared != found.value:
        lines.append(words("data.encoding_declared", stated=found.declared))
    ways = tuple(
        Way(
            text=words("data.change_to", choice=other.name),
            choice=other.name,
            hint=words(
                "data.encoding_hint",
                readable=whole(other.readable),
                total=whole(other.total),
                samples="\n".join(other.samples[:3]),
            ),
        )
        for other in found.candidates
        if other.name != found.value
    )
    return CardText(
        kind=ENCODING,
        verdict=found.value or words("data.unknown"),
        lines=tuple(lines),
        is_sure=found.is_sure,
        ways=ways[:MOST_LINKS],
        confirm="" if found.is_sure else found.value or "",
    )


def crs_card(words: Words, trial: ImportTrial, *, lacks_datum: bool) -> CardText:
    """Say which coordinate system was taken and where it puts the shapes."""
    found = trial.crs
    if found is None:
        return CardText(
            kind=CRS,
            verdict=words("data.unknown"),
            lines=(words("data.crs_none"),),
            is_sure=True,
        )
    taken = taken_candidate(trial)
    lines = []
    if lacks_datum:
        lines.append(words("data.crs_needs_parameters"))
    elif taken is not None:
        lines.append(words("data.crs_share", share=percent(words, taken.share)))
    lines += [found.note] if found.note else []
    title = taken.title if taken is not None else found.value
    return CardText(
        kind=CRS,
        verdict=title or words("data.crs_choose"),
        lines=tuple(lines),
        is_sure=found.is_sure and not lacks_datum,
        ways=(Way(text=words("data.choose_other"), choice=""),),
        confirm="" if found.is_sure else found.value or "",
    )


def taken_candidate(trial: ImportTrial) -> CrsTrial | None:
    """Return the candidate that a trial takes."""
    if trial.crs is None:
        return None
    return next(
        (each for each in trial.crs.candidates if each.code == trial.crs.value), None
    )


def area_card(words: Words, found: AreaEvidence | None) -> CardText:
    """Say in which unit areas are, by what was drawn."""
    if found is None:
        return CardText(
            kind=AREA,
            verdict=words("data.area_drawn"),
            lines=(words("data.area_none"),),
            is_sure=True,
        )
    lines = []
    if found.compared and found.ratio is not None:
        lines.append(
            words(
                "data.area_ratio",
                column=found.column,
                ratio=f"{found.ratio:.4g}",
                n=whole(found.compared),
                near=whole(found.within_1_percent),
            )
        )
    if found.over_5_percent:
        lines.append(words("data.area_far", n=whole(found.over_5_percent)))
    lines += [found.note] if found.note else []
    return CardText(
        kind=AREA,
        verdict=words(
            "data.area_is",
            column=found.column,
            unit=unit_title(found.unit or "") or words("data.unknown"),
        ),
        lines=tuple(lines),
        is_sure=found.is_sure,
        ways=tuple(
            Way(text=words("data.change_to", choice=unit_title(unit)), choice=unit)
            for unit in found.alternatives
            if unit != found.unit
        )[:MOST_LINKS],
        confirm="" if found.is_sure else found.unit or "",
    )


def header_card(words: Words, trial: ImportTrial) -> CardText:
    """Say in which row the head of a table is, and what was set aside."""
    at = trial.header_row or 1
    lines = [note for note in trial.notes[:2] if note]
    if trial.dropped_rows:
        first = trial.dropped_rows[0]
        lines.append(
            words(
                "data.header_dropped",
                n=len(trial.dropped_rows),
                row=first.number,
                reason=first.reason.rstrip("。"),
            )
        )
    ways = [at - 1, at + 1] if at > 1 else [at + 1]
    return CardText(
        kind=HEADER,
        verdict=words("data.header_row", row=at),
        lines=tuple(lines) or (words("data.header_found"),),
        is_sure=True,
        ways=tuple(
            Way(text=words("data.header_change", row=row), choice=str(row))
            for row in ways
        ),
    )


def units_card(words: Words, trial: ImportTrial) -> CardText:
    """Say in which units the columns of a table are."""
    measured = [each for each in trial.fields if each.standard and each.unit]
    by_unit: dict[str, list[str]] = {}
    for each in measured:
        by_unit.setdefault(str(each.unit), []).append(each.title)
    lines = [
        words(
            "data.units_line",
            unit=unit_title(unit),
            fields=words("data.comma").join(titles),
        )
        for unit, titles in list(by_unit.items())[:4]
    ]
    doubtful = [each for each in measured if each.confidence == LOOK]
    return CardText(
        kind=UNITS,
        verdict=words(
            "data.units_verdict",
            units=words("data.comma").join(map(unit_title, by_unit)),
        )
        if by_unit
        else words("data.units_none"),
        lines=tuple(lines),
        is_sure=all(each.confidence == SURE for each in measured),
        ways=(Way(text=words("data.units_look"), choice=doubtful[0].column),)
        if doubtful
        else (),
    )


def percent(words: Words, share: float) -> str:
    """Return a share; nothing but all reads 100 %, nothing but none reads 0 %."""
    number = round(share * 100)
    if share < 1.0:
        number = min(number, 99)
    if share > 0.0:
        number = max(number, 1)
    return words("data.percent", n=number)
