"""Read and validate articles, and coders' labels, from files."""

import csv
import datetime
import io
import json
import re
import sys
from pathlib import Path

from . import tables
from .tables import InputError

SUFFIXES = (".txt", ".csv", ".jsonl")
HEADER = re.compile(r"\s*date (\d{4}-\d{2}-\d{2})\s+")
SURROGATE = re.compile("[\ud800-\udfff]")
DEFAULTS = {"outlet": "unknown", "published": "", "title": "", "credits": "", "genre": "unknown"}


def read_articles(paths, *, encoding="utf-8"):
    """`articles` from files and folders of articles: .txt, .csv or .jsonl.

    A text is kept exactly as the file has it; of a .txt file a leading `date YYYY-MM-DD` is metadata, and `text_start` is
    the offset behind it. A lone surrogate, which no encoding can write, becomes U+FFFD, so offsets stay. Raises
    InputError for a missing column, a repeated article_id, an impossible date, a wrong encoding, no article at all.
    """
    files = [file for path in paths for file in files_of(Path(path))]
    rows, origin = [], {}
    for file in files:
        for where, row in READERS[file.suffix.lower()](file, encoding):
            row = clean_row(row, where)
            if row["article_id"] in origin:
                raise InputError(
                    f"{where}: article_id {row['article_id']!r} stands in {origin[row['article_id']]} already; "
                    "each article needs its own id"
                )
            origin[row["article_id"]] = where
            rows.append(row)
    if not rows:
        raise InputError(f"no article in {', '.join(map(str, paths))}; allowed: {', '.join(SUFFIXES)} files, or folders of them")
    return articles_table(rows)


def articles_table(rows):
    """`articles` from dictionaries that hold at least article_id and text; what a column lacks is its default."""
    named = list(dict.fromkeys([*tables.SCHEMAS["articles"], *(key for row in rows for key in row)]))
    full = [{column: row.get(column, DEFAULTS.get(column, "")) for column in named} | {"text_start": row.get("text_start", 0)} for row in rows]
    return tables.check_table(tables.table_of(full, "articles")[named], "articles")


def files_of(path):
    """The article files that `path` names, in order: itself, or those of the folder."""
    if not path.exists():
        raise InputError(f"{path}: no such file or folder, and no known corpus of that name; see `slantwise corpora`")
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"{path}: cannot read a {path.suffix or 'nameless'} file; allowed: {', '.join(SUFFIXES)}")
    return [path]


def read_exactly(file, encoding):
    """The text of a file, line ends included; InputError where it is not in the `encoding`."""
    try:
        return file.read_bytes().decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{file}: byte {error.start} is not {encoding}; name the file's encoding, for instance --encoding cp1252"
        ) from None
    except LookupError:
        raise InputError(f"unknown encoding {encoding!r}; allowed: Python's names, for instance utf-8, cp1252, latin-1") from None


def read_text_file(file, encoding):
    """Yields the one article of a .txt file."""
    text = read_exactly(file, encoding).removeprefix("\ufeff")
    header = HEADER.match(text)
    row = {"article_id": file.stem, "text": text}
    if header:
        row |= {"published": header[1], "text_start": header.end()}
    yield str(file), row


def read_csv_file(file, encoding):
    """Yields the articles of a .csv file."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    lines = read_exactly(file, encoding).removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(lines, newline=""), strict=True)
    try:
        check_columns(reader.fieldnames or [], file)
        for row in reader:
            yield f"{file}: line {reader.line_num}", {k: v or "" for k, v in row.items() if k is not None}
    except csv.Error as error:
        raise InputError(f"{file}: line {reader.reader.line_num}: not CSV: {error}") from None


def check_columns(found, file):
    """Nothing, where an article's needed columns are `found`; else InputError."""
    for column in ("article_id", "text"):
        if column not in found:
            raise InputError(tables.missing_column(column, found, str(file)))


def read_jsonl_file(file, encoding):
    """Yields the articles of a .jsonl file, one JSON object a line."""
    for number, line in enumerate(read_exactly(file, encoding).removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{file}: line {number}: not JSON: {error.msg}") from None
        if not isinstance(row, dict):
            raise InputError(f"{file}: line {number}: found a {type(row).__name__}; allowed: one JSON object a line")
        check_columns(list(row), f"{file}: line {number}")
        yield f"{file}: line {number}", {k: "" if v is None else v if k == "text_start" else str(v) for k, v in row.items()}


READERS = {".txt": read_text_file, ".csv": read_csv_file, ".jsonl": read_jsonl_file}


def clean_row(row, where):
    """A row with a checked date, genre, text_start and id, and with text that can be written."""
    if not row["article_id"].strip():
        raise InputError(f"{where}: empty article_id; each article needs its own id")
    row = {k: SURROGATE.sub("\ufffd", v) if isinstance(v, str) else v for k, v in row.items()}
    try:
        start = int(row.get("text_start") or 0)
    except (TypeError, ValueError):
        start = -1
    if not 0 <= start <= len(row["text"]):
        raise InputError(f"{where}: text_start is {row['text_start']!r}; allowed: a whole number from 0 to the text's length")
    row["genre"] = row.get("genre") or "unknown"
    if row["genre"] not in tables.GENRES:
        raise InputError(f"{where}: genre is {row['genre']!r}; allowed: {', '.join(tables.GENRES)}")
    return row | {"text_start": start, "published": checked_date(row.get("published", ""), where)}


def checked_date(value, where):
    """A date as YYYY-MM-DD, or "" for none; InputError for what is no date or lies in the future or before 1700."""
    value = value.strip()
    if not value:
        return ""
    try:
        date = datetime.date.fromisoformat(value[:10])
        if not value[10:11].strip("T ") == "":
            raise ValueError
    except ValueError:
        raise InputError(f"{where}: published is {value!r}, which is no date; allowed: YYYY-MM-DD, or empty") from None
    if date.year < 1700 or date > datetime.date.today():
        raise InputError(f"{where}: published is {value!r}; allowed: from 1700 to today, or empty")
    return date.isoformat()


def read_gold(folder, *, coder):
    """`labels` of one coder from a folder of <article_id>.json, hand-coded after the codebook.

    Variables: `attribution` (value: the mark's number, one row a content span), `source`, `cue`, `stance`,
    `source_type`, `source_naming`, `source_name`, `source_side` (at the cue, or the content where no cue is marked),
    `framing` (category), `referent`, `voice`, `hedge` (type). `title_` lists are of the part title.
    """
    rows = []
    for file in sorted(Path(folder).glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        for part, prefix in (("text", ""), ("title", "title_")):
            for number, mark in enumerate(gold.get(prefix + "attributions", [])):
                rows += [(file.stem, part, *row[:2], coder, *row[2:]) for row in attribution_labels(mark, number)]
            for mark in gold.get(prefix + "framing", []):
                for variable, field in (("framing", "category"), ("referent", "referent"), ("voice", "voice")):
                    rows.append((file.stem, part, *mark["span"], coder, variable, mark[field]))
            rows += [(file.stem, part, *m["span"], coder, "hedge", m["hedge_type"]) for m in gold.get(prefix + "hedges", [])]
    return tables.table_of(rows, "labels")


def attribution_labels(mark, number):
    """Yields (start, end, variable, value) of one hand-coded attribution."""
    anchor = mark["cue"] or mark["content"][0]
    for span in mark["content"]:
        yield (*span, "attribution", str(number))
    for role in ("source", "cue"):
        if mark[role]:
            yield (*mark[role], role, str(number))
    fields = {"source_name": "resolved", "source_side": "side"}
    for variable in ("stance", "source_type", "source_naming", "source_name", "source_side"):
        value = mark.get(fields.get(variable, variable))
        if value:
            yield (*anchor, variable, value)
