"""An article as the instrument reads it, and keywords in context: HTML for a notebook or a page."""

import html
import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile

import pandas as pd

from . import tables

# Colours of the house palette, light enough under black text; each mark also differs by its line.
STYLES = """
.slantwise{font-family:Georgia,serif;font-size:1rem;line-height:1.7;max-width:46rem;color:#111;background:#fff;padding:1rem;white-space:pre-wrap}
.slantwise .content{background:#e8f1fa}
.slantwise .source{border-bottom:3px solid #0072b2}
.slantwise .cue{border-bottom:3px dotted #d55e00}
.slantwise .loaded{background:#f6c9a8;font-weight:bold}
.slantwise .neutral{background:#d5ecd4}
.slantwise .hedge{border-bottom:3px double #7a5195}
.slantwise-key span{margin-right:1.2em;padding:0 .2em}
"""
KEY = (
    ("source", "source"), ("cue", "cue"), ("content", "what is attributed"), ("loaded", "loaded label"),
    ("neutral", "neutral label"), ("hedge", "hedge"),
)  # fmt: skip


CONTEXT = ["article_id", "outlet", "part", "start", "left", "text", "right", "lexicon", "category", "voice", "referent", "referent_rule"]
CONTEXT_STYLES = """
.slantwise-context{max-width:none;white-space:normal}
.slantwise-context td{text-align:left;vertical-align:top;padding:0 .5em}
.slantwise-context td.left{text-align:right}
.slantwise .naming{border-bottom:3px solid #009e73}
"""


def article_html(articles, mentions, attributions, article_id):
    """One article as HTML: sources, cues, contents, framing terms and hedges marked, each with its labels on hovering."""
    parts = [(part, text) for one, part, text in tables.article_parts(articles) if one == article_id]
    if not parts:
        raise tables.InputError(f"article_html: no article {article_id!r} in the table")
    blocks = []
    for part, text in parts:
        marks = marks_of(mentions, attributions, article_id, part)
        body = marked(text, marks).strip()
        if body:
            blocks.append(f"<h2>{body}</h2>" if part == "title" else f"<div>{body}</div>")
    key = "".join(f'<span class="{name}">{label}</span>' for name, label in KEY)
    return f'<style>{STYLES}</style><div class="slantwise"><p class="slantwise-key">{key}</p>{"".join(blocks)}</div>'


def marks_of(mentions, attributions, article_id, part):
    """The (start, end, class, title) marks of one part of an article."""
    marks = []
    for row in attributions[(attributions["article_id"] == article_id) & (attributions["part"] == part)].itertuples():
        who = f"{row.source_name or 'no source'} · {row.source_type} · {row.source_naming} ({row.source_type_rule})"
        marks += [(a, b, "content", f"{who} · {row.stance}") for a, b in tables.read_spans(row.content_spans)]
        if row.source_text:
            marks.append((int(row.source_start), int(row.source_end), "source", who))
        if row.cue_text:
            marks.append((int(row.cue_start), int(row.cue_end), "cue", row.stance))
    for row in mentions[(mentions["article_id"] == article_id) & (mentions["part"] == part)].itertuples():
        kind = "hedge" if row.lexicon.startswith("hedg") else row.category
        marks.append((row.start, row.end, kind, f"{row.category} · voice: {row.voice} · {row.referent} ({row.referent_rule})"))
    return marks


def marked(text, marks):
    """`text` as HTML with the marks as spans; where marks overlap, each stretch carries all their classes."""
    cuts = sorted({0, len(text), *(m[0] for m in marks), *(m[1] for m in marks)})
    pieces = []
    for start, end in zip(cuts, cuts[1:]):
        over = [m for m in marks if m[0] <= start and end <= m[1]]
        piece = html.escape(text[start:end])
        if over:
            classes = " ".join(sorted({m[2] for m in over}))
            titles = html.escape(" | ".join(dict.fromkeys(m[3] for m in over)), quote=True)
            piece = f'<span class="{classes}" title="{titles}">{piece}</span>'
        pieces.append(piece)
    return "".join(pieces)


def write_page(articles, mentions, attributions, file):
    """The path of an HTML page of the first of `articles`, highlighted; written whole or not at all."""
    file = Path(file)
    if not file.parent.is_dir():
        raise tables.InputError(f"{file}: the folder {file.parent} does not exist")
    article_id = articles["article_id"].iloc[0]
    body = article_html(articles, mentions, attributions, article_id)
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(article_id)}</title><body>{body}</body></html>\n'
    with NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False, newline="\n") as stream:
        stream.write(page)
    os.replace(stream.name, file)
    return file


def show_in_context(mentions, articles, *, width=60, sentences=None, sort=None, outlet=None, voice=None, referent=None):
    """A table of keywords in context, a row a mention, from `mentions` and `articles`.

    Columns: article_id, outlet, part, start, left, text, right, lexicon, category, voice, referent, referent_rule. Context is
    `width` characters on either side, cut at the paragraph; with the table `sentences`, the whole sentence around. `sort`: "left" or "right", by the neighbouring
    words (from the passage outwards), else the order of the mentions. `outlet`, `voice`, `referent`: keep these values, one or a list.
    Raises InputError for another `sort`, a width below 1, and an outlet, voice or referent that no mention has.
    """
    if sort not in (None, "left", "right"):
        raise tables.InputError(f"show_in_context: sort is {sort!r}; allowed: 'left', 'right' or None")
    if width < 1:
        raise tables.InputError(f"show_in_context: width is {width}; allowed: a number of characters from 1")
    texts = {(a, part): text for a, part, text in tables.article_parts(articles)}
    outlets = dict(zip(articles["article_id"], articles["outlet"]))
    bounds = None if sentences is None else tables.rows_by_article(sentences)
    rows = []
    for row in tables.rows_of(mentions):
        text = texts[row.article_id, row.part]
        first, last = around(text, row, width) if bounds is None else sentence_around(bounds, row)
        left, right = text[first : row.start], text[row.end : last]
        rows.append((row.article_id, outlets[row.article_id], row.part, row.start, left, text[row.start : row.end], right, row.lexicon, row.category, row.voice,
                     row.referent, row.referent_rule))  # fmt: skip
    table = pd.DataFrame(rows, columns=CONTEXT)
    for column, wanted in (("outlet", outlet), ("voice", voice), ("referent", referent)):
        table = kept(table, column, wanted)
    if sort:
        table = table.iloc[sorted(range(len(table)), key=[neighbours(row, sort) for row in tables.rows_of(table)].__getitem__)]
    return table.reset_index(drop=True)


def around(text, mention, width):
    """The (start, end) of `width` characters on either side of a mention, cut at the paragraph."""
    left = text[max(0, mention.start - width) : mention.start].split("\n")[-1]
    right = text[mention.end : mention.end + width].split("\n")[0]
    return mention.start - len(left), mention.end + len(right)


def sentence_around(sentences, mention):
    """The (start, end) of the sentences that a mention touches; the mention's own where none does."""
    touched = [s for s in sentences.get((mention.article_id, mention.part), []) if s.start < mention.end and mention.start < s.end]
    return min([mention.start, *(s.start for s in touched)]), max([mention.end, *(s.end for s in touched)])


def kept(table, column, wanted):
    """The rows of `table` whose `column` is `wanted` (a value or a list of them; all where None)."""
    if wanted is None:
        return table
    wanted = [wanted] if isinstance(wanted, str) else list(wanted)
    unknown = [value for value in wanted if value not in set(table[column])]
    if unknown:
        found = ", ".join(sorted(set(table[column]))[:12]) or "no mention"
        raise tables.InputError(f"show_in_context: no mention with {column} {unknown[0]!r}; found {found}")
    return table[table[column].isin(wanted)]


def neighbours(row, side):
    """The words beside a passage in lower case, the nearest first."""
    words = re.findall(r"\w+", row.left if side == "left" else row.right)
    return [word.casefold() for word in (reversed(words) if side == "left" else words)]


def context_html(context, *, limit=200):
    """Keywords in context as HTML for a notebook, from a table of `show_in_context`: the passages under each other, labels beside.

    At most `limit` rows are drawn; a line below says how many there are. Text of real news belongs in notebooks that are not committed.
    """
    rows = []
    for row in tables.rows_of(context.head(limit)):
        kind = "hedge" if row.lexicon.startswith("hedg") else row.category if row.category in tables.FRAMING_CATEGORIES else "naming"
        labels = " · ".join(part for part in (row.category, row.voice, row.referent, row.referent_rule) if part)
        cells = [html.escape(cell) for cell in (row.outlet, row.left, row.text, row.right, labels)]
        rows.append(
            f'<tr><td>{cells[0]}</td><td class="left">{cells[1]}</td><td><span class="{kind}" title="{html.escape(row.article_id, quote=True)}">{cells[2]}</span></td>'
            f"<td>{cells[3]}</td><td>{cells[4]}</td></tr>"
        )
    head = "<tr><th>outlet</th><th>before</th><th>passage</th><th>after</th><th>labels</th></tr>"
    below = f"<p>{len(rows)} of {len(context)} mentions</p>"
    return f'<style>{STYLES}{CONTEXT_STYLES}</style><div class="slantwise slantwise-context"><table><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>{below}</div>'
