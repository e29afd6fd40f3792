"""Which attributions the instrument misses and which it makes up, by what they look like and by their cue.

Tables here hold kinds, counts and single words, no passages.
"""

import re

import pandas as pd

from .. import tables
from ..words import normal, words
from .coders import OVERLAP, characters, paired

# The closed class of words that stand alone for a source; what is longer, or not here, is a name or a description.
PRONOUNS = frozenset(
    "i you he she it we they me him her us them who whom which that this these those one ones someone somebody anyone everybody everyone "
    "nobody mine yours his hers ours theirs himself herself itself themselves myself ourselves yourself "
    "others both all some many most".split()
)
DETERMINERS = frozenset("the a an this that these those his her its their my your our no any such".split())  # before a cue: it is a noun
LETTERS = re.compile(r"[\W_]+")
DIMENSIONS = {
    "quoting": tables.QUOTINGS,
    "source": ("name or description", "pronoun", "none"),
    "nesting": ("not nested", "nested"),
    "cue": ("verb", "passive", "noun", "preposition", "adverb", "adjective", "punctuation", "other words", "none"),
    "pattern": ("right", "other limits", "in another's content", "same cue, other content", "nothing there"),
}
COUNTS = ["coded", "found", "coded_right", "found_right", "both"]


def attribution_errors(found, coded, *, articles, quotations, entries):
    """A table, a row an attribution that is found, coded or both, from two `attributions` tables and their `articles` and `quotations`.

    Columns: article_id; outcome: right (matched one to one by `coders.paired` at an overlap of contents of 0.3), missed (coded
    only), extra (found only); and for each of DIMENSIONS coded_ and found_ with the kind, empty on the side that lacks it;
    coded_lemma and found_lemma. quoting: direct where all letters of the content stand in quotation marks, indirect where none
    do, else mixed. source: by the words of its span. nesting: nested where the content lies in a longer content of the same
    side. cue: the part of speech that `entries` (from the comparable words of a form, a tuple, to an entry with lemma and
    part_of_speech) gives the longest form in the cue. lemma: that entry's, else the cue's longest word. pattern: what the other
    side has there: contents that overlap too little and match nothing else (other limits) or belong to another attribution's
    match (in another's content), an unmatched attribution with an overlapping cue (same cue, other content), or nothing there.
    """
    texts = {(key, part): text for key, part, text in tables.article_parts(articles)}
    outer = tables.rows_by_article(quotations[quotations["level"] == 0])
    ours, theirs, rows = tables.rows_by_article(found), tables.rows_by_article(coded), []
    for key in sorted(ours.keys() | theirs.keys()):
        quoted = {place for q in outer.get(key, []) for place in range(q.start, q.end)}
        sides = [described(side.get(key, []), texts[key], quoted, entries) for side in (theirs, ours)]
        pairs = paired([one["row"] for one in sides[0]], [one["row"] for one in sides[1]], OVERLAP)
        rows += [(key[0], *row) for row in outcomes(*sides, pairs)]
    kinds = [f"{who}_{what}" for who in ("coded", "found") for what in (*DIMENSIONS, "lemma")]
    return pd.DataFrame(rows, columns=["article_id", "outcome", *kinds])


def outcomes(coded, found, pairs):
    """Yields the outcome and the kinds of the attributions of one article: matched, missed, extra."""
    empty = [""] * (len(DIMENSIONS) + 1)
    of_coded, of_found = {i for i, _ in pairs}, {k for _, k in pairs}
    for i, k in pairs:
        yield ("right", *kinds_of(coded[i], "right"), *kinds_of(found[k], "right"))
    for i, one in enumerate(coded):
        if i not in of_coded:
            yield ("missed", *kinds_of(one, pattern_of(one, found, of_found)), *empty)
    for k, one in enumerate(found):
        if k not in of_found:
            yield ("extra", *empty, *kinds_of(one, pattern_of(one, coded, of_coded)))


def kinds_of(one, pattern):
    """The kinds of one attribution in the order of DIMENSIONS, and its lemma."""
    return (*(one[name] for name in DIMENSIONS if name != "pattern"), pattern, one["lemma"])


def described(rows, text, quoted, entries):
    """A list of dictionaries, one an attribution of one article: its row, the characters of its content, its kinds."""
    made = []
    for row in rows:
        content, cue = characters(row), span_of(row.cue_start, row.cue_end)
        lemma, kind = cue_kind(text[slice(*cue)] if cue else "", entries)
        source = span_of(row.source_start, row.source_end)
        made.append({
            "row": row, "content": content, "cue_span": cue, "quoting": quoting_of(content, text, quoted),
            "source": source_kind(text[slice(*source)] if source else ""), "cue": kind, "lemma": lemma,
        })  # fmt: skip
    for one in made:
        inside = any(one["content"] < other["content"] for other in made)
        one["nesting"] = "nested" if inside else "not nested"
    return made


def span_of(start, end):
    """(start, end), or None where there is no such part."""
    return None if pd.isna(start) else (int(start), int(end))


def quoting_of(content, text, quoted):
    """direct, indirect or mixed, by where the letters and digits of the content stand."""
    letters = {place for place in content if not LETTERS.fullmatch(text[place])}
    if not letters & quoted:
        return "indirect"
    return "direct" if letters <= quoted else "mixed"


def source_kind(source):
    """none, pronoun (of one word) or name or description."""
    said = [normal(source[start:end]) for start, end in words(source)]
    if not said:
        return "none"
    return "pronoun" if len(said) == 1 and said[0] in PRONOUNS else "name or description"


def cue_kind(cue, entries):
    """(lemma, part of speech) of the longest listed form in the words of a cue, verbs first; of an unlisted cue its longest word.

    A form that is listed as a verb counts as a noun after a determiner ("the claim").
    """
    keys = tuple(normal(cue[start:end]) for start, end in words(cue))
    for length in range(min(4, len(keys)), 0, -1):
        listed = [entries[keys[k : k + length]] for k in range(len(keys) - length + 1) if keys[k : k + length] in entries]
        if listed:
            first = next((entry for entry in listed if entry.part_of_speech == "verb"), listed[0])
            is_noun = first.part_of_speech == "verb" and keys[0] in DETERMINERS
            return first.lemma, "noun" if is_noun else first.part_of_speech
    if keys:
        return max(keys, key=len), "other words"
    return ("(mark)", "punctuation") if cue.strip() else ("(none)", "none")


def pattern_of(one, others, matched):
    """What the other side has where this attribution is unmatched, by the place of those of the other side that are matched."""
    overlapping = [k for k, other in enumerate(others) if one["content"] & other["content"]]
    if any(k not in matched for k in overlapping):
        return "other limits"
    if overlapping:
        return "in another's content"
    cue = one["cue_span"]
    spans = [other["cue_span"] for k, other in enumerate(others) if k not in matched and other["cue_span"]]
    same_cue = cue and any(cue[0] < end and start < cue[1] for start, end in spans)
    return "same cue, other content" if same_cue else "nothing there"


def kind_counts(errors):
    """A table of article_id, dimension, kind and the COUNTS, from `attribution_errors`; kinds that an article lacks have no row.

    coded, found: attributions of the kind, as their own side has it; coded_right, found_right: those of them that match one of the
    other side; both: matched ones that are of the kind on both sides.
    """
    right, parts = errors["outcome"] == "right", []
    for name in DIMENSIONS:
        coded, found = errors[f"coded_{name}"], errors[f"found_{name}"]
        same = coded[right & (coded == found)]
        chosen = {"coded": coded, "found": found, "coded_right": coded[right], "found_right": found[right], "both": same}
        for what, kinds in chosen.items():
            kinds = kinds[kinds != ""]
            columns = {"article_id": errors.loc[kinds.index, "article_id"], "dimension": name, "kind": kinds, "what": what}
            parts.append(pd.DataFrame(columns))
    table = pd.concat(parts).groupby(["article_id", "dimension", "kind", "what"]).size().unstack("what", fill_value=0)
    table = table.reindex(columns=COUNTS, fill_value=0).astype("int64")
    return table.rename_axis(columns=None).reset_index()


def with_all_kinds(kinds, article_ids):
    """The table of `kind_counts` with a row for every article of `article_ids` and every kind that occurs, zero counts included."""
    if kinds.empty:
        return kinds
    used = kinds[["dimension", "kind"]].drop_duplicates()
    every = pd.DataFrame({"article_id": list(article_ids)}).merge(used, how="cross")
    full = every.merge(kinds, on=["article_id", "dimension", "kind"], how="left", validate="1:1")
    full[COUNTS] = full[COUNTS].fillna(0).astype("int64")
    assert len(full) == len(every) and full[COUNTS].sum().equals(kinds[COUNTS].sum()), "every count is of one of the articles"
    return full


def kind_scores(kinds):
    """A table of article_id, dimension, kind, score, count and total, from `kind_counts`: two shares of each kind, for `compare.estimate`.

    score `found of the coded`: coded ones of the kind that the instrument matches, of all coded ones (recall); `right of the
    found`: found ones of the kind that match a coded one, of all found ones (precision). The unit is an attribution; higher is
    better.
    """
    parts = []
    for score, count, total in (("found of the coded", "coded_right", "coded"), ("right of the found", "found_right", "found")):
        renamed = kinds[["article_id", "dimension", "kind"]].assign(score=score, count=kinds[count], total=kinds[total])
        parts.append(renamed)
    return pd.concat(parts, ignore_index=True)


def validation_of(kinds, dimension, kind, *, positive=True):
    """A table of article_id, positives, right_positives, negatives, right_negatives for `compare.rogan_gladen`, from `kind_counts`.

    The units are matched attributions. Positive are those of the `kind` of a dimension by hand (with `positive` false, all
    others); right are those that the instrument calls so too. Sum it by what the validation is to hold for.
    """
    mine = kinds[kinds["dimension"] == dimension]
    pairs = mine.groupby("article_id")["coded_right"].sum()
    chosen = mine[mine["kind"] == kind].set_index("article_id").reindex(pairs.index, fill_value=0)
    others = pairs - chosen["coded_right"]
    sides = [(chosen["coded_right"], chosen["both"]), (others, others - (chosen["found_right"] - chosen["both"]))]
    (first, first_right), (second, second_right) = sides if positive else sides[::-1]
    columns = {"positives": first, "right_positives": first_right, "negatives": second, "right_negatives": second_right}
    return pd.DataFrame(columns).reset_index()


def cue_counts(errors, *, least=5):
    """A table of cue (a lemma), part_of_speech, right, missed and extra, from `attribution_errors`, most errors first.

    Cues with `least` or more in all. right and missed are counted by the coded cue, extra by the found one.
    """
    side = errors["outcome"].map({"right": "coded", "missed": "coded", "extra": "found"})
    columns = {"cue": "lemma", "part_of_speech": "cue"}
    table = pd.DataFrame({
        name: errors[f"coded_{of}"].where(side == "coded", errors[f"found_{of}"]) for name, of in columns.items()
    }).assign(outcome=errors["outcome"])  # fmt: skip
    counted = table.groupby(["cue", "part_of_speech", "outcome"]).size().unstack("outcome", fill_value=0)
    counted = counted.reindex(columns=["right", "missed", "extra"], fill_value=0).rename_axis(columns=None).reset_index()
    kept = counted[counted[["right", "missed", "extra"]].sum(axis=1) >= least]
    order = (-(kept["missed"] + kept["extra"])).sort_values(kind="stable").index
    return kept.loc[order].reset_index(drop=True)
