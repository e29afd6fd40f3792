"""Coders against coders, and the instrument against coders."""

import re

import pandas as pd
from nltk.metrics.agreement import AnnotationTask

from .. import tables

DECIDED = ("stance", "source_type", "source_naming", "source_name", "source_side")
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
    """`attributions` with source_name, source_type, source_naming and source_side, as a coder marked them, from `labels`.

    `quoting` is not coded and is given as indirect.
    """
    marks = labels[labels["variable"].isin(("attribution", "source", "cue"))]
    decided = labels[labels["variable"].isin(DECIDED)]
    values = {(r.article_id, r.part, r.start, r.end, r.variable): r.value for r in decided.itertuples(index=False)}
    rows = []
    for (article_id, part, number), mine in marks.groupby(["article_id", "part", "value"], sort=False):
        spans = {v: [(r.start, r.end) for r in mine.itertuples() if r.variable == v] for v in ("attribution", "source", "cue")}
        anchor = (spans["cue"] or spans["attribution"])[0]
        row = {"article_id": article_id, "part": part, "attribution_id": f"{article_id}:{part}:{number}", "nested_in": "", "quoting": "indirect"}
        for role in ("source", "cue"):
            start, end = spans[role][0] if spans[role] else (None, None)
            row |= {f"{role}_start": start, f"{role}_end": end, f"{role}_text": role if spans[role] else ""}
        row |= {"content_spans": tables.write_spans(sorted(spans["attribution"]))}
        row |= {variable: values.get((article_id, part, *anchor, variable), "") for variable in DECIDED}
        rows.append(row)
    table = tables.table_of(rows, "attributions")
    return table if rows else table.assign(**{variable: "" for variable in DECIDED})


def found_beside_coded(coded):
    """A table of article_id, what, who, count and total, from the counts of `studies.found_and_coded`.

    what: `attributions` (over words), and of the attributions those `quoted` (with quotation marks) and `unsourced`; who:
    `found` or `hand-coded`.
    """
    parts = []
    for column, who in (("found", "found"), ("coded", "hand-coded")):
        pairs = {"attributions": (column, "n_words"), "quoted": (f"{column}_quoted", column), "unsourced": (f"{column}_unsourced", column)}
        for what, (count, total) in pairs.items():
            columns = {"article_id": coded["article_id"], "what": what, "who": who, "count": coded[count], "total": coded[total]}
            parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def found_with_coded(coded, *, sample=None):
    """A table of article_id, what, count, total, coded_count and coded_total, for `compare.correct`, from the counts of `studies.found_and_coded`.

    what as in `found_beside_coded`. Coded counts of articles outside `sample` (article_id) are emptied, as if no one had coded them.
    """
    table = found_beside_coded(coded)
    found, by_hand = (table[table["who"] == who].drop(columns="who") for who in ("found", "hand-coded"))
    by_hand = by_hand.rename(columns={"count": "coded_count", "total": "coded_total"})
    joined = found.merge(by_hand, on=["article_id", "what"], validate="1:1")
    assert len(joined) == len(found) == len(by_hand), "found and hand-coded counts are of the same articles"
    columns = ["coded_count", "coded_total"]
    if sample is not None:
        joined[columns] = joined[columns].where(joined["article_id"].isin(list(sample)))
    return joined


def attribution_scores(found, coded):
    """A table of article_id, score, count and total: how right the `found` attributions are against the `coded` ones.

    score `attribution` (count/total is the F1 of matching); and of matched attributions the share right: `source`
    (spans overlap or both absent), and stance, source_type, source_naming, source_name (the last word of the coded name
    is in the found one) where coded. One row an article and score; articles that neither side marks are left out.
    """
    ours, theirs = tables.rows_by_article(found), tables.rows_by_article(coded)
    rows = []
    for key in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(key, []), theirs.get(key, [])
        pairs = [(mine[i], other[k]) for i, k in paired(mine, other, OVERLAP)]
        rows.append((key[0], "attribution", 2 * len(pairs), len(mine) + len(other)))
        rows.append((key[0], "source", sum(same_source(a, b) for a, b in pairs), len(pairs)))
        for variable in ("stance", "source_type", "source_naming", "source_name"):
            decided = [(getattr(a, variable), value) for a, b in pairs if (value := getattr(b, variable, ""))]
            rows.append((key[0], variable, sum(is_right(variable, *pair) for pair in decided), len(decided)))
    return pd.DataFrame(rows, columns=["article_id", "score", "count", "total"])


def is_right(variable, found, coded):
    """Whether a found value is the coded one; of a name, whether it holds the coded name's last word."""
    if variable != "source_name":
        return found == coded
    last = re.findall(r"\w+", coded)[-1:]
    return not last or last[0].casefold() in found.casefold()


def mention_scores(found, labels):
    """A table as of `attribution_scores` for framing terms and hedges: loaded, neutral, hedge (F1), voice, referent, hedge_type.

    Of `found` mentions those count that the codebook's marks are about: framing terms, and hedges outside quotation
    marks. A referent is right where it names the same country or person (first five letters of a word).
    """
    framing = found[found["lexicon"].str.startswith("framing")]
    hedges = found[found["lexicon"].str.startswith("hedg") & ~found["voice"].isin(("quoted", "scare"))]
    coded = labels[labels["variable"] == "framing"]
    tables_of_scores = []
    for name in tables.FRAMING_CATEGORIES:
        tables_of_scores.append(mark_scores(name, framing[framing["category"] == name], coded[coded["value"] == name]))
    tables_of_scores.append(mark_scores("hedge", hedges, labels[labels["variable"] == "hedge"]))
    for name, variable, right in (("voice", "voice", str.__eq__), ("referent", "referent", same_referent)):
        tables_of_scores.append(value_scores(name, framing, labels[labels["variable"] == variable], framing_column=variable, right=right))
    tables_of_scores.append(value_scores("hedge_type", hedges, labels[labels["variable"] == "hedge"], framing_column="category", right=str.__eq__))
    return pd.concat(tables_of_scores, ignore_index=True)


def mark_scores(name, found, coded):
    """The rows of one F1 by article."""
    matched = coded.iloc[match_mentions(found, coded)["coded"]]
    counts = pd.DataFrame({"found": found.groupby("article_id").size(), "coded": coded.groupby("article_id").size()})
    counts["matched"] = matched.groupby("article_id").size()
    counts = counts.fillna(0).astype("int64").reset_index(names="article_id")
    total = counts["found"] + counts["coded"]
    return pd.DataFrame({"article_id": counts["article_id"], "score": name, "count": 2 * counts["matched"], "total": total})


def value_scores(name, found, coded, *, framing_column, right):
    """The rows of one share right among matched marks, by article."""
    matched = match_mentions(found, coded)
    values = found[framing_column].to_numpy()[matched["found"]]
    hits = [right(str(ours), str(theirs)) for ours, theirs in zip(values, coded["value"].to_numpy()[matched["coded"]])]
    table = pd.DataFrame({"article_id": coded["article_id"].to_numpy()[matched["coded"]], "count": hits, "total": 1})
    return table.groupby("article_id", as_index=False).sum().assign(score=name)[["article_id", "score", "count", "total"]]


def same_referent(found, coded):
    """Whether a found referent names the same country or person: the first five letters of the coded one's first word."""
    first = re.findall(r"[a-z]+", coded.lower())[:1]
    return bool(first) and any(word.startswith(first[0][:5]) for word in re.findall(r"[a-z]+", found.lower()))


def coders_agree(labels):
    """A table of variable, statistic, value and n: how far two coders agree on the articles that both coded, from `labels`.

    F1 of attributions at an overlap of 0.3 and 0.8, of loaded and neutral framing terms and of hedges (n: the first
    coder's marks); Krippendorff's alpha of what is decided of marks that both made (n: such marks). Raises InputError
    where there are not two coders or they have no article in common.
    """
    coders = sorted(labels["coder"].unique())
    if len(coders) != 2:
        raise tables.InputError(f"coders_agree: found {len(coders)} coders ({', '.join(coders) or 'none'}); needed: two")
    both = set.intersection(*(set(labels.loc[labels["coder"] == coder, "article_id"]) for coder in coders))
    if not both:
        raise tables.InputError(f"coders_agree: no article that both {coders[0]} and {coders[1]} coded")
    one, two = (labels[(labels["coder"] == coder) & labels["article_id"].isin(both)] for coder in coders)
    return pd.DataFrame(attribution_rows(one, two) + mark_rows(one, two), columns=["variable", "statistic", "value", "n"])


def attribution_rows(one, two):
    """The rows of `coders_agree` about attributions."""
    first, second = coded_attributions(one), coded_attributions(two)
    rows = []
    for overlap in (0.3, 0.8):
        counts = f1_counts(match_attributions(first, second, overlap=overlap))
        rows.append(("attribution", f"F1, overlap {overlap}", counts["count"].sum() / counts["total"].sum(), len(first)))
    ours, theirs = tables.rows_by_article(first), tables.rows_by_article(second)
    pairs = [(ours[k][i], theirs[k][j]) for k in ours.keys() & theirs.keys() for i, j in paired(ours[k], theirs[k], OVERLAP)]
    rows.append(("source span", "share alike", sum(same_source(a, b) for a, b in pairs) / max(len(pairs), 1), len(pairs)))
    for variable in ("stance", "source_type", "source_naming"):
        rows.append((variable, "alpha", alpha(decisions([(getattr(a, variable), getattr(b, variable)) for a, b in pairs])), len(pairs)))
    return rows


def mark_rows(one, two):
    """The rows of `coders_agree` about framing terms and hedges."""
    rows = []
    for name, variable, value in (("loaded", "framing", "loaded"), ("neutral", "framing", "neutral"), ("hedge", "hedge", None)):
        mine, other = (t[(t["variable"] == variable) & ((t["value"] == value) | (value is None))] for t in (one, two))
        matched = match_mentions(other, mine)
        rows.append((name, "F1", 2 * len(matched) / max(len(mine) + len(other), 1), len(mine)))
        if variable == "hedge":
            rows.append(("hedge type", "alpha", alpha(decisions(values_of(matched, other, mine))), len(matched)))
    for variable in ("voice", "referent"):
        mine, other = (t[t["variable"] == variable] for t in (one, two))
        matched = match_mentions(other, mine)
        rows.append((variable, "alpha", alpha(decisions(values_of(matched, other, mine))), len(matched)))
    return rows


def values_of(matched, found, coded):
    """The pairs of values of matched labels."""
    return list(zip(found["value"].to_numpy()[matched["found"]], coded["value"].to_numpy()[matched["coded"]]))


def decisions(pairs):
    """A table of coder, unit and value from pairs of two coders' values."""
    rows = [(coder, unit, value) for unit, pair in enumerate(pairs) for coder, value in zip("AB", pair)]
    return pd.DataFrame(rows, columns=["coder", "unit", "value"])


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
