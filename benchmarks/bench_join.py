# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time the joining of 100,000 firms to the owners of 200,000 parcels by name.

Made-up firms, 5 % of them misspelt; names normalised, equal ones joined, the others
looked up among all owners.  Run: ``python benchmarks/bench_join.py [FIRMS OWNERS]``.
"""

from __future__ import annotations

import random
import resource
import sys
import time

import pandas as pd

from landgis.join.fuzzy import similar_names
from landgis.values import name_key

LIMIT_S = 20
TYPOS = 0.05
STRANGERS = 0.15
PLACES = ("温州", "温州市", "杭州", "浙江", "瑞安市", "湖州", "乐清市", "台州", "")
SYLLABLES = (
    "安宝博昌超辰诚创达德东鼎丰方飞福光广海浩和恒宏鸿华辉汇吉佳嘉建健江杰金锦精景巨凯康科"
    "乐力立利联隆龙美明铭能宁欧鹏普奇启强庆瑞润森胜盛盛世顺泰腾天通同威伟祥新信兴星雄旭"
    "亚炎阳耀一意毅银永优友裕元远源悦跃云泽展振正志智中众卓"
)
TRADES = (
    "机械", "电气", "阀门", "鞋业", "服饰", "泵业",
    "汽车零部件", "印刷", "包装", "塑料", "五金", "模具",
    "电子科技", "光学", "眼镜", "家具", "食品", "化工",
    "新材料", "智能装备", "纺织", "皮革", "标准件", "金属制品",
    "工艺品", "环保设备", "紧固件", "仪表", "轴承", "工贸",
)  # fmt: skip
FORMS = (
    "有限公司",
    "有限公司",
    "有限公司",
    "股份有限公司",
    "有限责任公司",
    "厂",
    "集团有限公司",
)


def made_up_name(chance: random.Random) -> str:
    """Return a name as firms of the province have them."""
    place = chance.choice(PLACES)
    own = "".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3, 4))))
    rest = chance.choice(TRADES) + chance.choice(FORMS)
    if place and chance.random() < 0.2:
        return f"{own}{chance.choice(TRADES)}（{place}）{chance.choice(FORMS)}"
    return place + own + rest


def misspelt(name: str, chance: random.Random) -> str:
    """Return the name with a character replaced, left out or put in."""
    place = chance.randrange(2, len(name) - 2)
    other = chance.choice(SYLLABLES)
    return chance.choice(
        (
            name[:place] + other + name[place + 1 :],
            name[:place] + name[place + 1 :],
            name[:place] + other + name[place:],
        )
    )


def made_up_county(n_firms: int, n_owners: int) -> tuple[pd.Series, pd.Series]:
    """Return the firms' names and the owners', in part the same."""
    chance = random.Random(20231231)
    owners = [made_up_name(chance) for _ in range(n_owners)]
    firms = []
    for name in chance.choices(owners, k=n_firms):
        roll = chance.random()
        if roll < TYPOS:
            firms.append(misspelt(name, chance))
        elif roll < TYPOS + STRANGERS:
            firms.append(made_up_name(chance))
        else:
            firms.append(name.replace("（", "(").replace("）", ") "))
    return pd.Series(firms, dtype="str"), pd.Series(owners, dtype="str")


def main() -> None:
    """Print the seconds of each stage and the peak memory."""
    sizes = [int(word) for word in sys.argv[1:]] or [100_000, 200_000]
    firms, owners = made_up_county(sizes[0], sizes[1])
    for label, everyone in (("unmatched firms", False), ("all firms", True)):
        start = time.perf_counter()
        firm_keys = name_key(firms)
        owner_keys = name_key(owners).drop_duplicates()
        normalised = time.perf_counter()
        rest = firm_keys if everyone else firm_keys[~firm_keys.isin(owner_keys)]
        pairs = similar_names(rest.drop_duplicates(), owner_keys)
        end = time.perf_counter()
        verdict = "under" if end - start < LIMIT_S else "OVER"
        print(
            f"{label}: {len(rest):,} of {len(firms):,} names against "
            f"{len(owner_keys):,} owners: {len(pairs):,} pairs; "
            f"normalised {normalised - start:.2f} s, similar {end - normalised:.2f} s, "
            f"together {end - start:.2f} s ({verdict} {LIMIT_S} s)"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:,.0f} MB")


if __name__ == "__main__":
    main()
