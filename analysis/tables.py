"""The tables that the stages exchange: their columns, their values, and one check that names what is wrong.

Every stage takes tables and returns a new one; these schemas are the only interface between stages. A column that
a schema does not name is allowed and carried along.
"""

import difflib
from collections import defaultdict, namedtuple
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import repeat

import numpy as np
import pandas as pd

from .words import Remembered

VOICES = ("outlet", "attributed", "quoted", "scare")
FRAMING_CATEGORIES = ("loaded", "neutral")
STANCES = ("neutral", "endorsing", "doubting", "emphatic", "denying", "mental", "other")
SOURCE_TYPES = (
    "official", "politician", "state_media", "wire", "other_media", "armed_group", "expert", "business",
    "civil_society", "citizen", "document", "other", "none",
)  # fmt: skip
SOURCE_NAMINGS = ("named", "unnamed", "anonymous", "none")
HEDGE_TYPES = ("modal", "evidential", "shield", "disclaimer")
QUOTINGS = ("direct", "indirect", "mixed")
PARTS = ("title", "text")
GENRES = ("news", "opinion", "unknown")


class InputError(ValueError):
    """Bad input, told in one line: what was wrong, what was found, what is allowed, where to look."""


@dataclass(frozen=True)
class Column:
    """One column of a schema: `kind` is text, offset, count, number, date or spans; `allowed` lists its values."""

    kind: str = "text"
    required: bool = True
    allowed: tuple = ()


TEXT, OFFSET, COUNT = Column(), Column("offset"), Column("count")
OPTIONAL_OFFSET = Column("offset", required=False)
PART = Column(allowed=PARTS)

SCHEMAS = {
    "articles": {
        "article_id": TEXT, "outlet": TEXT, "published": Column("date"), "title": TEXT, "text": TEXT,
        "text_start": OFFSET, "credits": TEXT, "genre": Column(allowed=GENRES),
    },
    "sentences": {
        "article_id": TEXT, "part": PART, "paragraph": COUNT, "start": OFFSET, "end": OFFSET, "n_words": COUNT,
    },
    "quotations": {
        "article_id": TEXT, "part": PART, "start": OFFSET, "end": OFFSET, "level": COUNT,
        "closing": Column(allowed=("closed", "continued", "unclosed")),
    },
    "mentions": {
        "article_id": TEXT, "part": PART, "start": OFFSET, "end": OFFSET, "text": TEXT, "lexicon": TEXT,
        "term": TEXT, "referent": TEXT, "referent_kind": TEXT, "referent_rule": TEXT, "category": TEXT,
        "voice": Column(allowed=VOICES),
    },
    "attributions": {
        "article_id": TEXT, "part": PART, "attribution_id": TEXT, "nested_in": TEXT,
        "source_start": OPTIONAL_OFFSET, "source_end": OPTIONAL_OFFSET, "source_text": TEXT,
        "cue_start": OPTIONAL_OFFSET, "cue_end": OPTIONAL_OFFSET, "cue_text": TEXT,
        "content_spans": Column("spans"), "quoting": Column(allowed=QUOTINGS), "stance": Column(allowed=STANCES),
    },
    "sources": {
        "article_id": TEXT, "attribution_id": TEXT, "source_name": TEXT,
        "source_type": Column(allowed=SOURCE_TYPES), "source_naming": Column(allowed=SOURCE_NAMINGS),
        "source_side": TEXT, "source_name_rule": TEXT, "source_type_rule": TEXT, "source_naming_rule": TEXT,
        "source_side_rule": TEXT,
    },
    "labels": {
        "article_id": TEXT, "part": PART, "start": OFFSET, "end": OFFSET, "coder": TEXT, "variable": TEXT,
        "value": TEXT,
    },
    "measures": {
        "article_id": TEXT, "measure": TEXT, "category": TEXT, "referent": TEXT, "referent_kind": TEXT,
        "voice": TEXT, "part": TEXT, "source_side": TEXT, "count": COUNT, "total": COUNT,
    },
    "estimates": {
        "measure": TEXT, "n_articles": COUNT, "n_stories": COUNT, "count": COUNT, "total": COUNT,
        "estimate": Column("number"), "low": Column("number"), "high": Column("number"), "method": TEXT,
    },
}  # fmt: skip

# One row of `attributions.csv` holds what was said and who said it.
SCHEMAS["attributions.csv"] = SCHEMAS["attributions"] | SCHEMAS["sources"]


def empty_table(name):
    """The table `name` with its columns and no row."""
    return table_of([], name)


def table_of(rows, name):
    """The table `name` from `rows`, dictionaries or tuples in the schema's order; the schema's types, even when empty."""
    schema = SCHEMAS[name]
    if rows and not isinstance(rows[0], tuple):
        table = pd.DataFrame(rows)
        return table.assign(**{column: typed(table[column], rule) for column, rule in schema.items() if column in table})
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pd.DataFrame({column: typed(values, rule) for (column, rule), values in zip(schema.items(), columns, strict=True)})


def typed(values, rule):
    """The `values` of a column, a tuple or a Series, in the type of its `rule`; missing text is empty text."""
    kinds = set(map(type, values)) if isinstance(values, tuple) else {None}
    # The plain cases are most often, and many times faster where pandas need not look for others.
    if rule.kind in ("offset", "count") and kinds <= {int, type(None)} and (not rule.required or kinds <= {int}):
        return whole_numbers(values, rule)
    if rule.kind in ("offset", "count"):
        return pd.Series(values, dtype="int64" if rule.required else "Int64")
    if rule.kind == "number":
        return pd.Series(values, dtype="float64")
    if rule.kind == "date":
        return pd.Series(values, dtype=None if len(values) else "object")
    if kinds <= {str}:
        return pd.array(np.fromiter(values, dtype=object, count=len(values)), dtype="str")
    return pd.Series(values).fillna("").astype("str")


def whole_numbers(values, rule):
    """An array of whole numbers, None for a missing one where the `rule` lets some be missing."""
    if rule.required:
        return np.fromiter(values, dtype="int64", count=len(values))
    missing = np.fromiter([value is None for value in values], dtype=bool, count=len(values))
    return pd.arrays.IntegerArray(np.fromiter([value or 0 for value in values], dtype="int64", count=len(values)), missing)


def check_table(table, name):
    """The `table`, unchanged, once it is known to be a sound table `name`.

    Raises InputError where a required column is missing, a value is outside its column's list, an offset is
    negative or ends before it starts, or article_id repeats in `articles`.
    """
    schema = SCHEMAS[name]
    for column, rule in schema.items():
        if column not in table.columns:
            if not rule.required:
                continue
            raise InputError(missing_column(column, table.columns, name))
        check_values(table[column], rule, column, name)
    if {"start", "end"} <= set(schema):
        wrong = table.index[(table["start"] < 0) | (table["end"] < table["start"])]
        if len(wrong):
            row = table.loc[wrong[0]]
            raise InputError(f"{name}: row {wrong[0]}: span {row['start']}-{row['end']} is not start <= end from 0 on")
    if name == "articles":
        check_unique(table["article_id"], name)
    return table


def missing_column(column, found, name):
    """The sentence that says which column is missing and which of the `found` ones may have been meant."""
    near = difflib.get_close_matches(column, [str(c) for c in found], n=1, cutoff=0.5)
    hint = f"; nearest: {near[0]!r}" if near else ""
    return f"{name}: missing column {column!r}; found {', '.join(map(str, found)) or 'no column'}{hint}"


def check_values(values, rule, column, name):
    """Nothing, where `values` are all allowed by the column's `rule`; else InputError with the first wrong one."""
    if rule.allowed:
        wrong = values[~values.isin(rule.allowed)]
        if len(wrong):
            raise InputError(
                f"{name}: row {wrong.index[0]}: {column} is {wrong.iloc[0]!r}; allowed: {', '.join(rule.allowed)}"
            )
    if rule.kind in ("offset", "count") and rule.required and values.isna().any():
        raise InputError(f"{name}: row {values.index[values.isna()][0]}: {column} is empty; allowed: a whole number from 0")


def check_unique(ids, name):
    """Nothing, where no id repeats; else InputError with the first that does and its rows."""
    twice = ids[ids.duplicated(keep=False)]
    if len(twice):
        rows = ", ".join(str(i) for i in twice.index[twice == twice.iloc[0]][:3])
        raise InputError(f"{name}: article_id {twice.iloc[0]!r} stands in rows {rows}; each article needs its own id")


def read_spans(spans):
    """The list of (start, end) pairs that a `content_spans` cell such as "3-9;14-20" names; not to be changed, since the next to ask gets the same."""
    return spans_read[spans]


# Several stages read the same cells, of some 5,000 attributions in a chunk of articles.
spans_read = Remembered(lambda spans: [(int(start), int(end)) for start, end in (span.split("-") for span in spans.split(";") if span)], limit=20_000)


def write_spans(spans):
    """The `content_spans` cell of a list of (start, end) pairs."""
    if len(spans) == 1:  # most often
        start, end = spans[0]
        return f"{start}-{end}"
    return ";".join(f"{start}-{end}" for start, end in spans)


def rows_by_article(table):
    """A dictionary from (article_id, part) to the list of that article's rows, as named tuples, in the table's order."""
    groups = defaultdict(list)
    parts = plain_list(table["part"]) if "part" in table else repeat("text")
    for article_id, part, row in zip(plain_list(table["article_id"]), parts, rows_of(table)):
        groups[article_id, part].append(row)
    return dict(groups)


def values_by_text(table, *columns):
    """A dictionary from (article_id, part) to the values of these columns in each of its rows, as tuples, in the table's order."""
    groups = defaultdict(list)
    for key, row in zip(values_of(table, "article_id", "part"), values_of(table, *columns)):
        groups[key].append(row)
    return groups


def values_of(table, *columns):
    """The values of these columns in each row of `table`, as tuples of Python's own types."""
    return zip(*(plain_list(table[column]) for column in columns))


def rows_of(table, *columns):
    """The rows of `table` as named tuples, of all columns where none is named; columns are turned to plain lists first, which pandas' own rows are not."""
    columns = columns or tuple(table.columns)
    # Past the checks of the named tuple's own maker, which take longer than the making.
    return list(map(partial(tuple.__new__, row_type(columns)), values_of(table, *columns)))


@lru_cache(maxsize=64)
def row_type(columns):
    """The named tuple of rows with these `columns`: a class, which takes as long to make as hundreds of rows."""
    return namedtuple("Row", columns)


def plain_list(column):
    """The values of a `column` as a list of Python's own types."""
    return column.to_numpy(dtype=object).tolist()


def article_parts(articles):
    """Yields (article_id, part, text) of each article's title and text; a metadata header before the text is blanked.

    The header is replaced by as many spaces, so that every offset still indexes the article's own text.
    """
    for article_id, title, text, start in values_of(articles, "article_id", "title", "text", "text_start"):
        yield article_id, "title", title
        yield article_id, "text", " " * start + text[start:]
