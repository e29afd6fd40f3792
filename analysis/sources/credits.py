"""The agencies and media that an article's dateline, byline or closing lines credit with its text: sources of the article, not of a statement."""

import re

import pandas as pd

from .. import tables
from .personal_names import NAME, bare_name

CLOSING = 400
DATELINE = re.compile(r"^\s*[A-Z][^\n]{0,60}?\(([^)\n]{2,40})\)\s*[-–—]")
# A first line in brackets with a slash, "(Ann Lee/Reuters)", credits the photo above it.
BYLINE = re.compile(r"^\s*(?:By\s[^\n]{0,80}?[,|/]\s*([^\n]{2,60}?)|\(([^\n/()]{2,60})\))\s*\n")
SOURCE_LINE = re.compile(r"(?:^|\n)[\s(]*Sources?: ([^\n]{2,120}?)\)?\s*$")
WITH_LINE = re.compile(r"(?:^|\n)[\s(–—-]*(?:With|Reporting by|Compiled from|(?:With )?[Aa]dditional reporting (?:by|from))\s([^\n]{2,120}?)\)?\s*$")
CONTRIBUTED = re.compile(r"(?:^|\n|[.!?]\s)([^\n]{2,200}?) contributed (?:additional reporting )?to (?:this|the) (?:report|story|article)\b")
WITH_WORDS = ("With", "Reporting by", "Compiled from", "dditional reporting")
CREDITED_TYPES = ("wire", "state_media", "other_media")
# Where persons are credited too.
WITH_PERSONS = ("byline", "contribution")


def find_credits(articles, *, lists):
    """`articles` with `credits` filled where empty, and `credit_places`: the agencies and media that credit lines name.

    Names are joined by ";" in the order of the text; `credit_places` says of each in the same order where it stands: dateline,
    byline, source ("Source: AFP") or contribution ("With AP", "AFP contributed to this report"), and is empty for the
    corpus's own credits. Photo credits are not credits of the text.
    """
    found = [
        [(row.credits, "")] if row.credits else credits_of(row.text[row.text_start :], lists)
        for row in tables.rows_of(articles[["credits", "text", "text_start"]])
    ]
    joined = lambda place: [";".join(credit[place] for credit in credits) for credits in found]  # noqa: E731
    return articles.assign(credits=joined(0), credit_places=joined(1)).astype({"credits": "str", "credit_places": "str"})


def credits_of(text, lists):
    """The (name as written, place) of each agency or medium that a text's credit lines name, the first of each.

    The place says what a credit means: the text is the agency's (dateline, byline, source), or the agency added to it (contribution).
    """
    places = {}
    for place, line in credit_lines(text):
        for hit in lists.organisations.find(line):
            first_name = place in WITH_PERSONS and is_first_name(line, hit, lists)
            if hit.entry.source_type in CREDITED_TYPES and not first_name:
                places.setdefault(line[hit.start : hit.end], place)
    return list(places.items())


def credit_lines(text):
    """Yields the (place, words) of the credit lines of a text; a word that every line of a kind has is looked for first."""
    tail = text[-CLOSING:].rstrip()
    matches = [
        ("dateline", DATELINE.match(text)), ("byline", BYLINE.match(text)),
        ("source", "Source" in tail and SOURCE_LINE.search(tail)),
        ("contribution", any([words in tail for words in WITH_WORDS]) and WITH_LINE.search(tail)),
        ("contribution", " contributed " in tail and CONTRIBUTED.search(tail)),
    ]  # fmt: skip
    for place, match in matches:
        if match:
            yield place, next(filter(None, match.groups()), "")


def is_first_name(line, hit, lists):
    """Whether the name of a medium is the first name of a person: one word before a surname ("Marianne", "LANA"), no agency."""
    written, run = line[hit.start : hit.end], NAME.match(line, hit.start)
    if not run or hit.entry.source_type == "wire" or not line[hit.end : hit.end + 1].isspace() or " " in written:
        return False
    words, (_, name, _) = tuple(run.group().split()), bare_name(run.group(), lists)
    if not written.isupper():
        return len(name) > 1 and name[0] == written
    # "CNN Money", "NPR Ed": no first name has three letters in capitals.
    return len(words) == 2 and len(written) > 3 and (words[1].isupper() or name == words[1:])


def credited(articles, *, lists):
    """A table of article_id, credit, source_type, place and count (1), a row for each agency or medium that `articles` credit.

    `credit` is the gazetteer's full name, so that "AP" and "The Associated Press" are one; what the gazetteer does not know stays as it is
    written, with source_type "other". An outlet's credit to itself ("CNN's Ann Lee contributed") is left out.
    """
    rows = []
    for row in tables.rows_of(articles[["article_id", "outlet", "credits", "credit_places"]]):
        places = row.credit_places.split(";")
        seen = {row.outlet.casefold()}
        for number, written in enumerate(filter(None, row.credits.split(";"))):
            name, kind = canonical(written, lists)
            if name.casefold() not in seen and written.casefold() not in seen:
                rows.append((row.article_id, name, kind, places[number] if number < len(places) else "", 1))
            seen |= {name.casefold(), written.casefold()}
    return pd.DataFrame(rows, columns=["article_id", "credit", "source_type", "place", "count"])


def canonical(name, lists):
    """(full name, source type) of a credited name."""
    hits = [hit.entry for hit in lists.organisations.find(name)]
    return (hits[0].name, hits[0].source_type) if hits else (name, "other")
