# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What another program reads in a PDF."""


def text_of(document):
    """Return the text of all pages of a PDF, without line breaks and spaces."""
    parts = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(parts).split())
