"""An article as the instrument reads it, and keywords in context: HTML for a notebook or a page."""

import html
import os
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


def show_in_context(mentions, articles, *, width=60):
    """A table of keywords in context, from `mentions` and `articles`: article_id, outlet, left, text, right, and the labels.

    `width` is the number of characters on either side, cut at the paragraph.
    """
    texts = {(a, part): text for a, part, text in tables.article_parts(articles)}
    outlets = dict(zip(articles["article_id"], articles["outlet"]))
    rows = []
    for row in mentions.itertuples(index=False):
        text = texts[row.article_id, row.part]
        left = text[max(0, row.start - width) : row.start].split("\n")[-1]
        right = text[row.end : row.end + width].split("\n")[0]
        rows.append((row.article_id, outlets[row.article_id], left, row.text, right, row.category, row.voice, row.referent, row.referent_rule))
    columns = ["article_id", "outlet", "left", "text", "right", "category", "voice", "referent", "referent_rule"]
    return pd.DataFrame(rows, columns=columns)
