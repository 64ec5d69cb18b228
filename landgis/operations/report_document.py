# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What 汇总报告 says: sentences and tables, every figure one of summary.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from landgis.messages import text
from landgis.operations.report_figures import place_and_year, shown
from landgis.operations.report_source import PageSource
from landgis.pages.blocks import Block, Heading, Paragraph, Picture, TableBlock
from landgis.pages.tables import TOTAL, TableColumn, TableData, TableRow
from landgis.report.category_figures import (
    category_figures,
    leveled,
    removed_as_shown,
    rounded_sum,
)
from landgis.report.fields import field_title
from landgis.report.ledger_overview import make_low_line
from landgis.report.names import to_word
from landgis.report.summary import GROUPS
from landgis.report.symbols import shipped_symbols
from landgis.rules.scheme import GRADES
from landgis.units import round_half_up

Cell = str | Decimal | None
_PERCENT = 100.0
_MOST_LARGEST = 30


def summary_blocks(
    source: PageSource, *, pictures: Mapping[str, Picture]
) -> tuple[Block, ...]:
    """Return the blocks of the report; pictures: ``map``, ``towns``."""
    summary = source.summary
    return (
        *_overall(source, pictures),
        *_categories(summary),
        *_places(summary, pictures),
        *_firms(source, summary),
        *_targets(summary),
        *_unknown(summary),
        *_basis(source, summary),
        *_largest(source),
    )


def _overall(source: PageSource, pictures: Mapping[str, Picture]) -> list[Block]:
    summary, head = source.summary, source.headline
    sums = summary["reclaimable"]
    removed = removed_as_shown(sums["firm_mu"], sums["potential_mu"], sums["total_mu"])
    blocks: list[Block] = [
        Heading(text=text("report_doc.overall")),
        Paragraph(
            text=text(
                "report_doc.overall_text",
                place=place_and_year(source.name)[0],
                day=source.analysis.project.reference_date,
                parcels=f"{len(source.analysis.parcels):,}",
                firms=f"{summary['join']['enterprises']:,}",
                total=shown(sums["total_mu"]),
                firm=shown(sums["firm_mu"]),
                potential=shown(sums["potential_mu"]),
                removed=shown(removed),
            )
        ),
        Paragraph(text=text("report_doc.overall_meaning")),
    ]
    if head.target_mu and head.target_share is not None:
        target = text(
            "report_doc.overall_target",
            year=head.target_year or "",
            target=shown(head.target_mu),
            share=shown(head.target_share * _PERCENT, 1),
        )
        blocks.append(Paragraph(text=target))
    if head.verify_count:
        verify = text(
            "report_doc.overall_verify",
            n=f"{head.verify_count:,}",
            mu=shown(head.verify_mu),
        )
        blocks.append(Paragraph(text=verify))
    return [*blocks, *_picture(pictures, "map")]


def _categories(summary: Mapping[str, Any]) -> list[Block]:
    land = summary["land"]
    rows = category_figures(land, summary["reclaimable"]["by_category"])
    symbols = shipped_symbols()
    shown_rows = [row for row in rows if row.count or row.firm_mu or row.potential_mu]
    table = _table(
        "report_doc.category_heads",
        [
            [
                symbols[row.id].title,
                None if row.count is None else Decimal(row.count),
                _mu(row.mu),
                _mu(row.firm_mu),
                _mu(row.potential_mu),
            ]
            for row in shown_rows
        ],
        places=(None, 0, 2, 2, 2),
        total=[
            text("pages.stats_total"),
            Decimal(sum(row.count or 0 for row in shown_rows)),
            _mu(rounded_sum([row.mu or 0.0 for row in shown_rows])),
            _mu(rounded_sum([row.firm_mu for row in shown_rows])),
            _mu(rounded_sum([row.potential_mu for row in shown_rows])),
        ],
    )
    unused = land["supplied_unused"]
    residual = land["approved_unsupplied"]
    return [
        Heading(text=text("report_doc.category")),
        Paragraph(
            text=text(
                "report_doc.category_text",
                residual=f"{residual['count']:,}",
                residual_mu=shown(residual["mu"]),
                unused=f"{unused['count']:,}",
                unused_mu=shown(unused["mu"]),
                low=f"{land['low_efficiency']['count']:,}",
                low_mu=shown(land["low_efficiency"]["mu"]),
            )
        ),
        TableBlock(
            table=table,
            caption=text("report_doc.category_caption"),
            note=text("report_doc.category_note"),
        ),
    ]


def _places(summary: Mapping[str, Any], pictures: Mapping[str, Picture]) -> list[Block]:
    blocks: list[Block] = []
    for key in ("by_town", "by_block_line"):
        found = summary["reclaimable"][key]
        if not found:
            continue
        blocks += [Heading(text=text(f"report_doc.{key}"))]
        blocks += _picture(pictures, "towns") if key == "by_town" else []
        blocks.append(
            TableBlock(
                table=_place_table(found),
                caption=text(f"report_doc.{key}_caption"),
                note=text("report_doc.places_note"),
            )
        )
    return blocks


def _place_table(found: Mapping[str, Mapping[str, float]]) -> TableData:
    firm = leveled([entry["firm_mu"] for entry in found.values()])
    potential = leveled([entry["potential_mu"] for entry in found.values()])
    return _table(
        "report_doc.place_heads",
        [
            [name, _mu(sure), _mu(open_), _mu(rounded_sum([sure, open_]))]
            for name, sure, open_ in zip(found, firm, potential, strict=True)
        ],
        places=(None, 2, 2, 2),
        total=[
            text("pages.stats_total"),
            _mu(rounded_sum(firm)),
            _mu(rounded_sum(potential)),
            _mu(rounded_sum([*firm, *potential])),
        ],
    )


def _firms(source: PageSource, summary: Mapping[str, Any]) -> list[Block]:
    join, low = summary["join"], summary["low_efficiency"]
    rows: list[list[Cell]] = []
    for group in GROUPS:
        found = summary["evaluation"][group]
        counts = [found["n"], *(found[grade] for grade in GRADES)]
        rows.append([to_word("group", group), *(Decimal(n) for n in counts)])
    return [
        Heading(text=text("report_doc.firms")),
        Paragraph(
            text=text(
                "report_doc.firms_text",
                enterprises=f"{join['enterprises']:,}",
                matched=f"{join['matched']:,}",
                unmatched=f"{join['unmatched']:,}",
                review=f"{join['to_review']:,}",
                low=f"{low['firms']:,}",
                low_mu=shown(low["mu"]),
                line=make_low_line(source.analysis.project.profile.low),
            )
        ),
        TableBlock(
            table=_table(
                "report_doc.grade_heads", rows, places=(None, *(0,) * len(rows[0][1:]))
            ),
            caption=text("report_doc.grade_caption"),
        ),
    ]


def _targets(summary: Mapping[str, Any]) -> list[Block]:
    targets = summary["targets"]
    if not targets:
        return []
    rows: list[list[Cell]] = [
        [
            target["indicator"],
            "" if target["year"] is None else str(target["year"]),
            target["unit"] or "",
            _mu(target["target"]),
            _mu(target["done"]),
            None if target["share"] is None else _mu(_PERCENT * target["share"]),
        ]
        for target in targets
    ]
    return [
        Heading(text=text("report_doc.targets")),
        TableBlock(
            table=_table(
                "report_doc.target_heads", rows, places=(None, None, None, 2, 2, 2)
            ),
            caption=text("report_doc.targets_caption"),
        ),
    ]


def _unknown(summary: Mapping[str, Any]) -> list[Block]:
    unknown = summary["unknown"]
    if not unknown:
        return []
    rows: list[list[Cell]] = [
        [field_title(name).title, Decimal(count)] for name, count in unknown.items()
    ]
    return [
        Heading(text=text("report_doc.unknown")),
        Paragraph(text=text("report_doc.unknown_text")),
        TableBlock(
            table=_table("report_doc.unknown_heads", rows, places=(None, 0)),
            caption=text("report_doc.unknown_caption"),
        ),
    ]


def _basis(source: PageSource, summary: Mapping[str, Any]) -> list[Block]:
    project = source.analysis.project
    rows: list[list[Cell]] = [
        [
            Path(entry["path"]).name,
            to_word("role", entry["role"]),
            Decimal(entry["features"]),
            Decimal(entry["lost"]),
            Decimal(entry["repaired"]),
            entry["crs"] or "",
        ]
        for entry in summary["inputs"]
    ]
    return [
        Heading(text=text("report_doc.basis")),
        Paragraph(
            text=text(
                "report_doc.basis_text",
                day=project.reference_date,
                profile=project.profile.title,
                document=project.profile.document,
                crs=project.crs,
            )
        ),
        TableBlock(
            table=_table(
                "report_doc.input_heads", rows, places=(None, None, 0, 0, 0, None)
            ),
            caption=text("report_doc.input_caption"),
        ),
        Paragraph(text=text("report_doc.basis_rounding")),
    ]


def _largest(source: PageSource) -> list[Block]:
    """Return the parcels with most reclaimable land: a county has thousands."""
    parcels = source.analysis.parcels
    amounts = parcels["firm_mu"].fillna(0.0) + parcels["potential_mu"].fillna(0.0)
    best = amounts[amounts > 0].nlargest(_MOST_LARGEST).index
    if not len(best):
        return []
    titles = {name: symbol.title for name, symbol in shipped_symbols().items()}
    names = source.analysis.parcel_names
    rows: list[list[Cell]] = []
    for number, row in enumerate(parcels.index.get_indexer(best).tolist(), start=1):
        parcel = parcels.iloc[row]
        owner, town = parcel.get("owner"), parcel.get("town")
        rows.append(
            [
                Decimal(number),
                str(names.iloc[row]),
                owner if isinstance(owner, str) else "",
                town if isinstance(town, str) else "",
                titles.get(str(parcel["status"]), ""),
                _mu(float(parcel["mu"])),
                _mu(float(parcel["firm_mu"])),
                _mu(float(parcel["potential_mu"])),
            ]
        )
    return [
        Heading(text=text("report_doc.largest", n=len(rows))),
        TableBlock(
            table=_table(
                "report_doc.largest_heads",
                rows,
                places=(0, None, None, None, None, 2, 2, 2),
            ),
            caption=text("report_doc.largest_caption", n=len(rows)),
            note=text("report_doc.largest_note"),
        ),
    ]


def _table(
    heads: str,
    rows: Sequence[Sequence[Cell]],
    *,
    places: Sequence[int | None],
    total: Sequence[Cell] | None = None,
) -> TableData:
    columns = tuple(
        TableColumn(heading=heading, places=place)
        for heading, place in zip(text(heads).split("|"), places, strict=True)
    )
    whole = [TableRow(cells=tuple(row)) for row in rows]
    if total is not None:
        whole.append(TableRow(cells=tuple(total), kind=TOTAL))
    return TableData(columns=columns, rows=tuple(whole))


def _mu(value: float | None) -> Decimal | None:
    return None if value is None or value != value else round_half_up(value, places=2)  # noqa: PLR0124 - NaN


def _picture(pictures: Mapping[str, Picture], name: str) -> list[Block]:
    return [pictures[name]] if name in pictures else []
