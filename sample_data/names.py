# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invented names and codes: firms, streets, parcels, credit codes.

No name is that of a real firm or place.  Credit codes carry the registration
district 330399, which does not exist, and parcel codes the cadastral districts
901 to 908, so that none of them can belong to anybody.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import terrain
from numpy.random import Generator

WORDS = tomllib.loads(
    (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
)
COUNTY: str = WORDS["county"]
REGION: str = WORDS["region"]
STREETS: dict[str, list[str]] = terrain.DRAWING["streets"]
"""Invented street names, by town, in the order in which offices list towns."""
TRADES: dict[str, dict[str, list[str]]] = WORDS["trades"]
MIX = [trade for trade, entry in TRADES.items() if entry["share"]]
MIX_WEIGHTS = np.array([TRADES[trade]["share"] for trade in MIX], dtype=float)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = [pow(3, place, 31) for place in range(17)]
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_check(first17: str) -> str:
    """Return the check character of a unified social credit code (GB 32100)."""
    total = sum(
        ALPHABET.index(sign) * weight
        for sign, weight in zip(first17, CREDIT_WEIGHTS, strict=True)
    )
    return ALPHABET[(31 - total % 31) % 31]


def body_check(first8: str) -> str:
    """Return the check character of an organisation code (GB 11714)."""
    order = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(
        order.index(sign) * weight
        for sign, weight in zip(first8, BODY_WEIGHTS, strict=True)
    )
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def make_credit_codes(
    count: int, rng: Generator, *, digits_only: bool = False
) -> list[str]:
    """Return different codes with right check characters."""
    signs = "0123456789" if digits_only else "0123456789ABCDEFGHJKLMNPQRTUWXY"
    found: dict[str, None] = {}
    while len(found) < count:
        body = "".join(rng.choice(list(signs), 8 if digits_only else 6))
        body = body if digits_only else f"MA{body}"
        first17 = f"91330399{body}{body_check(body)}"
        code = first17 + credit_check(first17)
        if not digits_only or code.isdigit():
            found[code] = None
    return list(found)


def make_brands(rng: Generator) -> list[str]:
    """Return all two-character brands in random order."""
    pairs = [a + b for a in WORDS["brand_first"] for b in WORDS["brand_second"]]
    return [pairs[place] for place in rng.permutation(len(pairs))]


def pick_trade(leading: str, rng: Generator) -> str:
    """Return a trade: that of the district in more than half of the cases."""
    if rng.random() < 0.55:
        return leading
    return str(rng.choice(MIX, p=MIX_WEIGHTS / MIX_WEIGHTS.sum()))


def firm_name(brand: str, trade: str, rng: Generator, *, small: bool) -> str:
    """Return the registered name of a firm of the invented county."""
    word = str(rng.choice(TRADES[trade]["words"]))
    draw = rng.random()
    if small and draw < 0.30 and trade != "服务":
        return f"{COUNTY}{brand}{word}厂"
    if draw < 0.50:
        return f"云浦{brand}{word}有限公司"
    if draw < 0.72:
        return f"{brand}{word}(云浦)有限公司"
    if draw < 0.86:
        return f"云浦县{brand}{word}有限公司"
    if draw < 0.95 and not small:
        return f"云浦{brand}{word}股份有限公司"
    return f"云浦{brand}{word}有限责任公司"


def parcel_codes(towns: list[str], collective: np.ndarray) -> list[str]:
    """Return the 19-character parcel codes, numbered within each town."""
    order = terrain.TOWNS
    counts: dict[str, int] = {}
    codes = []
    for town, jointly in zip(towns, collective, strict=True):
        district = 901 + order.index(town)
        number = counts[town] = counts.get(town, 0) + 1
        part = 1 + number // 240
        right = "JB" if jointly else "GB"
        codes.append(f"{REGION}{district:03d}{part:03d}{right}{number:05d}")
    return codes
