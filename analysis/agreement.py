"""Coders against coders, and the instrument against coders."""

import pandas as pd
from nltk.metrics.agreement import AnnotationTask

from . import tables

OVERLAP = 0.3  # of the contents' characters, shared over all: what counts as the same attribution


def match_attributions(found, coded, *, overlap=OVERLAP):
    """A table of article_id, matched, only_found, only_coded, source_right, from two `attributions` tables.

    One to one: pairs in order of falling overlap (intersection over union of the contents' characters), at least
    `overlap`. `source_right` counts matched pairs whose sources overlap or are both absent. One row an article of either.
    """
    found_of, coded_of = tables.rows_by_article(found), tables.rows_by_article(coded)
    rows = []
    for key in sorted(found_of.keys() | coded_of.keys()):
        ours, theirs = found_of.get(key, []), coded_of.get(key, [])
        pairs = paired(ours, theirs, overlap)
        right = sum(same_source(ours[i], theirs[k]) for i, k in pairs)
        rows.append((*key, len(pairs), len(ours) - len(pairs), len(theirs) - len(pairs), right))
    return pd.DataFrame(rows, columns=["article_id", "part", "matched", "only_found", "only_coded", "source_right"])


def paired(ours, theirs, overlap):
    """The index pairs of attributions that match, one to one, best first."""
    mine, other = ([characters(one) for one in side] for side in (ours, theirs))
    scored = sorted(
        ((len(a & b) / len(a | b), i, k) for i, a in enumerate(mine) for k, b in enumerate(other) if a & b), reverse=True
    )
    pairs, used = [], (set(), set())
    for score, i, k in scored:
        if score >= overlap and i not in used[0] and k not in used[1]:
            pairs.append((i, k))
            used[0].add(i), used[1].add(k)
    return pairs


def characters(one):
    """The set of offsets of an attribution's content."""
    return {place for start, end in tables.read_spans(one.content_spans) for place in range(start, end)}


def same_source(ours, theirs):
    """Whether two sources overlap, or both are absent."""
    if not ours.source_text or not theirs.source_text:
        return not ours.source_text and not theirs.source_text
    return ours.source_start < theirs.source_end and theirs.source_start < ours.source_end


def f1_counts(matches):
    """A table of article_id, count and total whose ratio of sums is the F1 of matching: 2 matched over both sides' sizes."""
    both = 2 * matches["matched"]
    total = both + matches["only_found"] + matches["only_coded"]
    return pd.DataFrame({"article_id": matches["article_id"], "count": both, "total": total})


def match_mentions(found, coded):
    """A table of matched pairs of `mentions` (or labels with article_id, part, start, end): the rows' positions, found and coded.

    Two mentions match where they overlap; one to one, the largest overlap first for each coded mention in order.
    """
    ours, pairs = tables.rows_by_article(found.assign(place=range(len(found)))), []
    for key, theirs in tables.rows_by_article(coded.assign(place=range(len(coded)))).items():
        used = set()
        for one in theirs:
            over = [(min(one.end, o.end) - max(one.start, o.start), -o.place) for o in ours.get(key, []) if o.place not in used]
            best = max(over, default=(0, 0))
            if best[0] > 0:
                used.add(-best[1])
                pairs.append((-best[1], one.place))
    return pd.DataFrame(pairs, columns=["found", "coded"])


def coded_attributions(labels):
    """`attributions` as a coder marked them, from `labels` (spans, source and cue; quoting and stance as default values)."""
    marks = labels[labels["variable"].isin(("attribution", "source", "cue"))]
    rows = []
    for (article_id, part, number), mine in marks.groupby(["article_id", "part", "value"], sort=False):
        span = {v: [(r.start, r.end) for r in mine.itertuples() if r.variable == v] for v in ("attribution", "source", "cue")}
        cells = [(*span[v][0], v) if span[v] else (None, None, "") for v in ("source", "cue")]
        rows.append(
            (article_id, part, f"{article_id}:{part}:{number}", "", *cells[0], *cells[1], tables.write_spans(sorted(span["attribution"])),
             "indirect", "neutral")
        )  # fmt: skip
    return tables.table_of(rows, "attributions")


def alpha(decisions):
    """Krippendorff's alpha (nominal) of a table of coder, unit and value: 1 is perfect, 0 what chance gives.

    Krippendorff (2004), Content Analysis, chapter 11, by NLTK. Units that one coder alone decided are left out. Raises
    InputError where fewer than two units have two decisions.
    """
    twice = decisions[decisions.groupby("unit")["coder"].transform("nunique") > 1]
    if twice["unit"].nunique() < 2:
        raise tables.InputError(f"alpha: {twice['unit'].nunique()} units have two coders; needed: at least 2")
    if twice["value"].nunique() == 1:
        return 1.0
    return float(AnnotationTask(list(twice[["coder", "unit", "value"]].itertuples(index=False, name=None))).alpha())
