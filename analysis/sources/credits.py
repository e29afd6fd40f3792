"""The agencies and media that an article's dateline, byline or closing line credits with its text."""

import re

CREDIT_LINE = re.compile(r"(?:^|\n)\s*(?:\(?(?:With|Reporting by|Source:|Sources:|Compiled from|Additional reporting by)\s)([^\n]{2,120})\s*\)?\s*$")
DATELINE = re.compile(r"^\s*[A-Z][^\n]{0,60}?\(([^)\n]{2,40})\)\s*[-–—]")
BYLINE = re.compile(r"^\s*(?:By\s[^\n]{0,80}?[,|/]\s*|\()([^\n]{2,60}?)\)?\s*\n")


def find_credits(articles, *, lists):
    """`articles` with `credits` filled where empty: agencies and media that datelines, bylines and closing lines name.

    Photo credits are not credits of the text. Names are joined by ";", in the order of the text.
    """
    known = lambda row: row.credits or ";".join(credits_of(row.text[row.text_start :], lists))  # noqa: E731
    return articles.assign(credits=[known(row) for row in articles.itertuples(index=False)])


def credits_of(text, lists):
    """The agencies and media in a text's dateline, byline or closing credit line, as the text writes them."""
    names = []
    for match in (DATELINE.search(text), BYLINE.search(text), CREDIT_LINE.search(text[-400:].rstrip())):
        for hit in lists.organisations.find(match[1]) if match else ():
            name = match[1][hit.start : hit.end]
            if hit.entry.source_type in ("wire", "state_media", "other_media") and name not in names:
                names.append(name)
    return names
