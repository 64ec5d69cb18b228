# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which encoding a file's text is in, judged from the bytes of whole columns.

A .cpg or the language byte of a .dbf is only a statement.  Judging value by
value garbles 鞋业 and 印染, whose GBK bytes are valid UTF-8 too; over a whole
column that does not happen (SHP-02, SHP-03).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import numpy as np

from landgis.errors import DataError
from landgis.io.formats import formats
from landgis.messages import said, text
from landgis.tables import EncodingEvidence

UTF8 = "UTF-8"
GB18030 = "GB18030"
WESTERN = "ISO-8859-1"

_CHINESE = (UTF8, GB18030)
_SAMPLE = 2_000
_HALF = 0.5
_FEW_BYTES = 24
"""Non-ASCII bytes under which GBK text passes as UTF-8 by chance."""

_BEYOND_ASCII = 0x80
_LONGEST_CHARACTER = 4
_HANZI = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u00b7\u2014-\u2026]")
_OTHERS = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many values an encoding can read: whole, or but for a cut last letter."""

    total: int
    readable: int

    @property
    def share(self) -> float:
        """Readable share, 1 where there is nothing to read."""
        return self.readable / self.total if self.total else 1.0


def canonical_name(stated: str) -> str | None:
    """Return the name under which the program reports an encoding, if it knows it."""
    plain = re.sub(r"[^0-9a-z]", "", stated.casefold())
    known: str | None = formats()["encoding"].get(plain)
    return known


def require_encoding(stated: str) -> str:
    """Return the canonical name of an encoding that the user asks for.

    Raises
    ------
    DataError
        If there is none of that name.
    """
    known = canonical_name(stated)
    if known:
        return known
    try:
        return codecs.lookup(stated).name.upper()
    except LookupError as error:
        raise DataError("io.encoding_unknown", encoding=stated) from error


def judge_encoding(
    values: bytes,
    *,
    names: bytes = b"",
    cpg: str | None = None,
    ldid: int = 0,
    user: str | None = None,
) -> EncodingEvidence:
    """Tell the encoding of a table's text, with the evidence in words.

    Parameters
    ----------
    values
        All values with letters beyond ASCII, each ended by a line feed.
    names
        The column names likewise; asked only where the values show nothing,
        since names are cut at 10 bytes.
    cpg, ldid
        What the .cpg and the .dbf state.
    user
        What the user says, which holds.
    """
    declared, source, stated = _statement(cpg, ldid)
    evidence = values or names
    count = evidence.count(b"\n")
    if user:
        value = require_encoding(user)
        return EncodingEvidence(
            value=value,
            source="user",
            declared=stated,
            note=_readable_note(count_readable(evidence, value), value),
        )
    if not count:
        return EncodingEvidence(
            value=declared or GB18030,
            source=source if declared else "bytes",
            declared=stated,
            note=text("io.encoding.ascii"),
        )
    found, tally = judge_bytes(evidence)
    if declared and _may_stand(declared, found, evidence):
        tally = count_readable(evidence, declared)
        note = said(
            _readable_note(tally, declared),
            text("io.encoding.agrees", source=_origin(source)),
        )
        return EncodingEvidence(
            value=declared, source=source, declared=stated, note=note
        )
    note = _readable_note(tally, found)
    if found == WESTERN:
        note = text("io.encoding.western", count=count)
    if stated:
        rest = text("io.encoding.overruled", source=_origin(source), stated=stated)
    else:
        rest = text("io.encoding.undeclared")
    note = said(note, rest)
    return EncodingEvidence(value=found, source="bytes", declared=stated, note=note)


def judge_bytes(evidence: bytes) -> tuple[str, Tally]:
    """Tell UTF-8, GB18030 or a western code page by the bytes alone.

    `evidence` is values ended by line feeds.
    """
    sample = _sample(evidence)
    utf8 = Tally(total=1, readable=0)
    if count_readable(sample, UTF8).share > _HALF:
        utf8 = count_readable(evidence, UTF8)
    if utf8.share == 1.0 and not _is_chance(sample):
        return UTF8, utf8
    gb = count_readable(evidence, GB18030)
    if max(utf8.share, gb.share) <= _HALF or (
        gb.share >= utf8.share and not _is_common_chinese(sample)
    ):
        total = evidence.count(b"\n")
        return WESTERN, Tally(total=total, readable=total)
    return (UTF8, utf8) if utf8.share > gb.share else (GB18030, gb)


def count_readable(evidence: bytes, encoding: str) -> Tally:
    """Count the values that an encoding can read, a cut last letter forgiven."""
    total = evidence.count(b"\n")
    try:
        evidence.decode(encoding)
    except UnicodeDecodeError:
        values = evidence.split(b"\n")[:total]
        readable = sum(is_readable(value, encoding) for value in values)
        return Tally(total=total, readable=readable)
    return Tally(total=total, readable=total)


def is_readable(value: bytes, encoding: str) -> bool:
    """Tell whether a value can be read but for a last letter cut in two (SHP-04)."""
    try:
        value.decode(encoding)
    except UnicodeDecodeError as error:
        return len(value) - error.start < _LONGEST_CHARACTER and _is_cut(
            value[error.start :], encoding
        )
    return True


def decode_cut(value: bytes, encoding: str) -> tuple[str, bool]:
    """Return a value's text without its cut last letter, and whether all was read.

    What cannot be read in between becomes U+FFFD.
    """
    try:
        return value.decode(encoding), True
    except UnicodeDecodeError as error:
        if is_readable(value, encoding):
            return value[: error.start].decode(encoding), True
    return value.decode(encoding, "replace"), False


def _is_cut(tail: bytes, encoding: str) -> bool:
    """Whether bytes are the beginning of one letter and no more."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return decoder.decode(tail, final=False) == ""
    except UnicodeDecodeError:
        return False


def _statement(cpg: str | None, ldid: int) -> tuple[str | None, str, str | None]:
    """Return what is declared, where, and in which words."""
    stated = (cpg or "").strip()
    if stated:
        return canonical_name(stated), "cpg", stated
    code = f"0x{ldid:02X}"
    known = formats()["ldid"].get(code)
    return known, "ldid", code if known else None


def _may_stand(declared: str, found: str, evidence: bytes) -> bool:
    """Whether the bytes leave a declaration standing."""
    if declared == found:
        return True
    if count_readable(evidence, declared).share < 1.0:
        return False
    if declared in _CHINESE:
        letters = np.frombuffer(evidence, dtype=np.uint8)
        return int(np.count_nonzero(letters >= _BEYOND_ASCII)) < _FEW_BYTES
    # A western page can read any bytes at all, so it proves nothing against
    # text that reads as common Chinese; Big5 has bytes it cannot read.
    return found == WESTERN or (declared == "Big5" and found != UTF8)


def _sample(evidence: bytes) -> bytes:
    return b"".join(value + b"\n" for value in evidence.split(b"\n", _SAMPLE)[:-1])


def _is_chance(evidence: bytes) -> bool:
    """Whether UTF-8 fits GBK text by chance: it gives letters, GB18030 hanzi."""
    if _hanzi_share(evidence, UTF8) >= _HALF:
        return False
    return count_readable(evidence, GB18030).share == 1.0 and (
        _hanzi_share(evidence, GB18030) > _HALF and _is_common_chinese(evidence)
    )


def _hanzi_share(evidence: bytes, encoding: str) -> float:
    letters = evidence.decode(encoding, "ignore")
    return len(_HANZI.findall(letters)) / max(1, len(_OTHERS.findall(letters)))


def _is_common_chinese(evidence: bytes) -> bool:
    """Whether most letters, read as GB18030, are in GB2312's everyday set."""
    letters = _OTHERS.findall(evidence.decode(GB18030, "replace"))
    everyday = "".join(letters).encode("gb2312", "ignore")
    return len(everyday) / 2 > _HALF * len(letters)


def _readable_note(tally: Tally, value: str) -> str:
    if not tally.total:
        return text("io.encoding.ascii")
    if tally.readable == tally.total:
        return text("io.encoding.all", count=tally.total, value=value)
    return text(
        "io.encoding.most",
        count=tally.total,
        readable=tally.readable,
        value=value,
        lost=tally.total - tally.readable,
    )


def _origin(source: str) -> str:
    return text(f"io.encoding.from_{source}")
