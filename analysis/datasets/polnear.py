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
    """`attributions` as PolNeAR's first coder of each article marked them (source, cue and content spans only).

    An entry broken by a newline is joined; a span that points outside the text is left out.
    """
    rows = []
    for part in compartments:
        for file in sorted((folder / "data" / part / "text").glob("*.txt")):
            coded = sorted((folder / "data" / part / "attributions").glob(f"{file.stem}_*.ann"))
            text = file.read_bytes().decode("utf-8")
            if coded:
                rows += read_brat(coded[0].read_text(encoding="utf-8"), file.stem, text)
    return tables.table_of(rows, "attributions")


def read_brat(annotation, article_id, text):
    """The attribution rows of one brat stand-off file."""
    spans, rows = {}, []
    entries = [match.groups() for line in annotation.split("\n") if (match := ENTRY.match(line))]
    for kind, number, rest in entries:
        if kind == "T":
            places = rest.split("\t")[0].split(" ", 1)[1].split(";")
            pieces = [tuple(map(int, place.split())) for place in places]
            spans["T" + number] = [piece for piece in pieces if piece[1] <= len(text)]
    for kind, number, rest in entries:
        if kind != "E":
            continue
        roles = {"Source": [], "Cue": [], "Content": []}
        for field in rest.split():
            role, key = field.split(":")
            if (role := re.sub(r"\d+$", "", role)) in roles:  # an event also names its own anchor, which repeats one of these
                roles[role] += spans.get(key, [])
        if roles["Content"]:
            rows.append(brat_row(article_id, f"{article_id}:text:E{number}", text, roles))
    return rows


def brat_row(article_id, attribution_id, text, roles):
    """One attribution row; a source or cue of several pieces is given by the span that holds them."""
    hull = {role: (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None for role, spans in roles.items()}
    cells = [(None, None, "") if hull[r] is None else (*hull[r], text[slice(*hull[r])]) for r in ("Source", "Cue")]
    return (article_id, "text", attribution_id, "", *cells[0], *cells[1], tables.write_spans(sorted(roles["Content"])), "indirect", "neutral")
