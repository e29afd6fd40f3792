"""PolNeAR: 924 articles on the campaign of 2016 with hand-coded attributions."""

import csv
import re

from .. import tables
from .fields import possible_date


def read(folder):
    """Yields the rows of PolNeAR's train and dev parts; `wire` names the agency where the metadata does."""
    with open(folder / "data" / "metadata.tsv", encoding="utf-8", newline="") as stream:
        described = {row["filename"]: row for row in csv.DictReader(stream, delimiter="\t")}
    for part in ("dev", "train"):
        for file in sorted((folder / "data" / part / "text").glob("*.txt")):
            row = described[file.stem]
            wire = row["wire"] if row["wire"] not in ("None", "NA", "") else ""
            yield {
                "article_id": file.stem, "outlet": row["publisher"], "published": possible_date(row["publication_date"]),
                "title": "", "text": file.read_bytes().decode("utf-8"), "genre": "unknown", "wire": wire.replace("reuters", "Reuters"),
                "compartment": part, "language": "en",
            }  # fmt: skip


ENTRY = re.compile(r"^([TE])(\d+)\t(.*)$")


def attributions(folder, *, compartments=("dev", "train")):
    """`attributions` as PolNeAR's first coder of each article marked them (source, cue and content spans only)."""
    rows = [
        brat_row(article_id, f"{article_id}:text:E{number}", text, roles)
        for part in compartments
        for article_id, text, coded in coded_articles(folder, part)
        for number, roles in coded.items()
    ]
    return tables.table_of(rows, "attributions")


def coded_articles(folder, compartment):
    """Yields (article_id, text, coded) of each article of a compartment; `coded` maps an event's number to its roles, see `read_brat`.

    Of several coders the first by the file's name.
    """
    for file in sorted((folder / "data" / compartment / "text").glob("*.txt")):
        files = sorted((folder / "data" / compartment / "attributions").glob(f"{file.stem}_*.ann"))
        text = file.read_bytes().decode("utf-8")
        yield file.stem, text, read_brat(files[0].read_text(encoding="utf-8"), text) if files else {}


def read_brat(annotation, text):
    """A dictionary from an event's number to its roles (Source, Cue, Content: lists of (start, end)), of one brat stand-off file.

    An entry broken by a newline is joined; a span that points outside the text, and an event without content, are left out.
    """
    entries = [match.groups() for line in annotation.split("\n") if (match := ENTRY.match(line))]
    spans = {"T" + number: pieces_of(rest, len(text)) for kind, number, rest in entries if kind == "T"}
    events = {number: roles_of(rest, spans) for kind, number, rest in entries if kind == "E"}
    return {number: roles for number, roles in events.items() if roles["Content"]}


def pieces_of(entry, length):
    """The (start, end) pieces of a text-bound entry that lie within a text of this length."""
    places = entry.split("\t")[0].split(" ", 1)[1].split(";")
    return [piece for piece in (tuple(map(int, place.split())) for place in places) if piece[1] <= length]


def roles_of(event, spans):
    """The pieces of an event's roles, in order; an event also names its own anchor, which repeats one of these."""
    roles = {"Source": [], "Cue": [], "Content": []}
    for field in event.split():
        role, key = field.split(":")
        if (role := re.sub(r"\d+$", "", role)) in roles:
            roles[role] += spans.get(key, [])
    return {role: sorted(pieces) for role, pieces in roles.items()}


def brat_row(article_id, attribution_id, text, roles):
    """One attribution row; a source or cue of several pieces is given by the span that holds them."""
    hull = {role: (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None for role, spans in roles.items()}
    cells = [(None, None, "") if hull[r] is None else (*hull[r], text[slice(*hull[r])]) for r in ("Source", "Cue")]
    return (article_id, "text", attribution_id, "", *cells[0], *cells[1], tables.write_spans(roles["Content"]), "indirect", "neutral")
