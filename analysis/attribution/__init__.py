"""Who said what: source, cue and content of every attribution, and the stance of its cue."""

import re
from dataclasses import dataclass

from .. import tables
from . import rules
from .stance import Modifiers, read_cues, read_modifiers, stance_of

METHODS = ("rules",)
NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Cues:
    """The word lists that attribution reads: cue forms with their stance, what modifies a stance, and their names."""

    entries: dict
    first_words: frozenset
    modifiers: Modifiers
    versions: tuple


def compile_cues(stance, modifiers, *, versions):
    """The Cues of two tables, the `stance` list and the list of its `modifiers`; `versions` are the lists' names."""
    entries = read_cues(stance)
    return Cues(entries, frozenset(key[0] for key in entries), read_modifiers(modifiers), tuple(versions))


def find_attributions(articles, sentences, quotations, *, cues, method="rules"):
    """`attributions`, a row an attribution, from `articles`, their `sentences` and their `quotations`.

    Columns as in the schema: spans in code points of the article's own text; `quoting` direct (all content in quotation
    marks), indirect (none) or mixed; `stance` of the cue. An attribution_id is article, part and position.
    Raises InputError for an unknown method.
    """
    if method not in METHODS:
        raise tables.InputError(f"attribution: unknown method {method!r}; allowed: {', '.join(METHODS)}")
    spans_of = tables.rows_by_article(sentences)
    quotes_of = tables.rows_by_article(quotations)
    rows = []
    for article_id, part, text in tables.article_parts(articles):
        key = (article_id, part)
        sentence_spans = [(s.start, s.end) for s in spans_of.get(key, [])]
        quote_spans = [(q.start, q.end) for q in quotes_of.get(key, []) if q.level == 0]
        found = rules.find_in_text(text, sentence_spans, quote_spans, cues)
        rows += attribution_rows(article_id, part, text, found, quote_spans, cues)
    return tables.table_of(rows, "attributions")


def attribution_rows(article_id, part, text, found, quote_spans, cues):
    """The rows of one text's Found attributions, in the schema's order of columns."""
    name = lambda place: f"{article_id}:{part}:{place}"  # noqa: E731
    rows = []
    for place, one in enumerate(found):
        nested_in = "" if one.nested_in is None else name(one.nested_in)
        stance = stance_of(text, one.cue, one.source, one.content, cues=cues.entries, modifiers=cues.modifiers)
        rows.append(
            (article_id, part, name(place), nested_in, *span_cells(text, one.source), *span_cells(text, one.cue),
             tables.write_spans(one.content), quoting_of(text, one.content, quote_spans), stance)
        )  # fmt: skip
    return rows


def span_cells(text, span):
    """The cells start, end and text of a span; empty ones where there is none."""
    return (None, None, "") if span is None else (*span, text[span[0] : span[1]])


def quoting_of(text, content, quote_spans):
    """How the content is given: direct where all its words stand in quotation marks, indirect where none do, else mixed."""
    letters = "".join(text[start:end] for start, end in content)
    quoted = "".join(text[max(a, x) : min(b, y)] for a, b in content for x, y in quote_spans if a < y and x < b)
    inside, outside = count_letters(quoted), count_letters(letters) - count_letters(quoted)
    if not inside:
        return "indirect"
    return "direct" if not outside else "mixed"


def count_letters(text):
    """How many letters and digits are in `text`."""
    return len(NO_LETTER.sub("", text))
