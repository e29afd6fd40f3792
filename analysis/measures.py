"""From marked passages to counts: per article, a count and the total it is a share of.

The `measures` table is sparse. For every article, measure and split there is one row with an empty category whose count
is the total; rows of a category stand only where its count is above zero. `complete` gives the zeros back.
`framing_label`, `framing_label_bare` and `framing_density` have the one category `loaded`.
"""

from bisect import bisect_left

import pandas as pd

from . import tables
from .words import words

NAMING_LEXICONS = ("spellings", "events")
NAMED_REFERENTS = ("term", "slot", "office")
BARE_REFERENTS = ("beside", "last named", "unresolved")
SPLITS = ("referent", "referent_kind", "voice", "part", "source_side")
CATEGORIES = {
    "framing_label": ("loaded",),
    "framing_label_bare": ("loaded",),
    "framing_density": ("loaded",),
    "stance": tables.STANCES,
    "hedge_density": tables.HEDGE_TYPES,
    "source_type": tuple(t for t in tables.SOURCE_TYPES if t != "none"),
    "source_naming": tuple(n for n in tables.SOURCE_NAMINGS if n != "none"),
    "quoting": tables.QUOTINGS,
    "quoted_words": tuple(t for t in tables.SOURCE_TYPES if t != "none"),
    "naming_choice": (),  # the variants of what is named, which the word lists hold
}


def measure(articles, sentences, quotations, mentions, attributions):
    """`measures` of every article, from the tables of its sentences, quotations, mentions and labelled attributions.

    Measures of attribution and of hedges are of the text, not of the title; framing is split by `part`.
    """
    body = attributions[attributions["part"] == "text"]
    sourced = body[body["source_text"] != ""]
    words = sentences.groupby(["article_id", "part"], as_index=False)["n_words"].sum()
    tables_of_measures = [
        label_choice(articles, mentions),
        densities(articles, words, mentions),
        shares(articles, body, "stance", "stance", split="source_side"),
        shares(articles, sourced, "source_type", "source_type"),
        shares(articles, sourced, "source_naming", "source_naming"),
        shares(articles, body, "quoting", "quoting"),
        quoted_words(articles, quotations, body),
        naming_choice(articles, mentions),
    ]
    return in_schema(pd.concat(tables_of_measures, ignore_index=True))


def in_schema(table):
    """The rows of a new table with all columns of `measures`, in order; a split that a measure has not is empty."""
    splits = {column: table[column].fillna("") if column in table else "" for column in SPLITS}
    return table.assign(**splits)[list(tables.SCHEMAS["measures"])].astype({"count": "int64", "total": "int64"})


def label_choice(articles, mentions):
    """`measures` of named labels (framing_label) and of bare ones (framing_label_bare), from `articles` and `mentions`."""
    bare = framing_label(articles, mentions, rules=BARE_REFERENTS, name="framing_label_bare")
    return in_schema(pd.concat([framing_label(articles, mentions), bare], ignore_index=True))


def framing_label(articles, mentions, *, rules=NAMED_REFERENTS, name="framing_label"):
    """`measures` of label choice: loaded labels among all that name a country, capital or leader, by referent, voice, part.

    With `BARE_REFERENTS`, of bare labels ("the regime"), whose referent is the government or leader named last, or unresolved. Nearly all of these
    are loaded, since the list has few bare neutral ones, so they are kept apart: a choice that a sensitivity analysis can make.
    """
    chosen = mentions[
        mentions["lexicon"].str.startswith("framing")
        & mentions["category"].isin(tables.FRAMING_CATEGORIES)
        & mentions["referent_rule"].isin(rules)
        & mentions["referent_kind"].isin(("government", "leader", "group"))
    ]
    keys = ["article_id", "referent", "referent_kind", "voice", "part"]
    counted = (
        chosen.assign(loaded=(chosen["category"] == "loaded").astype("int64"))
        .groupby(keys, as_index=False)
        .agg(count=("loaded", "sum"), total=("loaded", "size"))
    )
    none = without(articles, counted).assign(count=0, total=0)
    return pd.concat([counted, none], ignore_index=True).assign(measure=name, category="loaded")


def naming_choice(articles, mentions):
    """`measures` of spellings and names of one thing: each variant among the mentions of what is named, by referent, voice, part."""
    chosen = mentions[mentions["lexicon"].str.startswith(NAMING_LEXICONS)]
    keys = ["article_id", "referent", "referent_kind", "voice", "part"]
    totals = chosen.groupby(keys, as_index=False).size().rename(columns={"size": "total"})
    counts = chosen.groupby([*keys, "category"], as_index=False).size().rename(columns={"size": "count"})
    counts = counts.merge(totals, on=keys, validate="m:1")
    assert counts["count"].sum() == totals["total"].sum(), "every mention is one variant"
    every = pd.concat([totals.assign(count=totals["total"]), without(articles, totals).assign(count=0, total=0)])
    return pd.concat([every.assign(category=""), counts], ignore_index=True).assign(measure="naming_choice")


def without(articles, table):
    """The article_id column of the `articles` that have no row in `table`."""
    return articles.loc[~articles["article_id"].isin(table["article_id"]), ["article_id"]]


def densities(articles, words, mentions):
    """`measures` of loaded mentions and of hedges outside quotation marks, each over the words of its part."""
    loaded = mentions[mentions["lexicon"].str.startswith("framing") & (mentions["category"] == "loaded")]
    hedges = mentions[
        mentions["lexicon"].str.startswith("hedg")
        & mentions["voice"].isin(("outlet", "attributed"))
        & (mentions["part"] == "text")
    ]
    in_text = words[words["part"] == "text"]
    every = articles[["article_id"]].merge(in_text, on="article_id", how="left")
    every = every.assign(part="text", n_words=every["n_words"].fillna(0))
    titles = words[words["part"] == "title"]
    return pd.concat(
        [
            over_words(pd.concat([every, titles]), loaded, "framing_density", ["category", "voice", "part"]),
            over_words(every, hedges, "hedge_density", ["category"]),
        ],
        ignore_index=True,
    )


def over_words(words, mentions, name, splits):
    """`measures` named `name`: the total rows of `words`, and counts of `mentions` by `splits`."""
    totals = words.assign(category="", count=words["n_words"], total=words["n_words"])
    keys = ["article_id", *splits, *([] if "part" in splits else ["part"])]
    counts = mentions.groupby(keys, as_index=False).size().rename(columns={"size": "count"})
    rows = len(counts)
    counts = counts.merge(words[["article_id", "part", "n_words"]], on=["article_id", "part"])
    assert len(counts) == rows, "every counted mention stands in a part whose words are known"
    table = pd.concat([totals, counts.assign(total=counts["n_words"])], ignore_index=True).assign(measure=name)
    return table if "part" in splits else table.assign(part="")


def shares(articles, attributions, column, name, *, split=None):
    """`measures` named `name`: how many attributions have each value of `column`, within `split` where given."""
    keys = ["article_id", *([split] if split else [])]
    totals = attributions.groupby(keys, as_index=False).size().rename(columns={"size": "total"})
    counts = attributions.groupby([*keys, column], as_index=False).size()
    counts = counts.rename(columns={"size": "count", column: "category"}).merge(totals, on=keys)
    every = pd.concat([totals.assign(count=totals["total"]), without(articles, totals).assign(count=0, total=0)])
    return pd.concat([every.assign(category=""), counts], ignore_index=True).assign(measure=name)


def quoted_words(articles, quotations, attributions):
    """`measures` of words inside quotation marks of the text, by the type of the source that is quoted.

    Nested attributions are left out, since the one that holds them has their words.
    """
    outer = quotations[(quotations["level"] == 0) & (quotations["part"] == "text")]
    quotes_of = tables.rows_by_article(outer)
    own = tables.rows_by_article(attributions[(attributions["nested_in"] == "") & (attributions["source_text"] != "")])
    rows = []
    for article_id, part, text in tables.article_parts(articles):
        if part == "text":
            places = [start + a for start, end in quote_spans(quotes_of, article_id) for a, b in words(text[start:end])]
            rows.append((article_id, "", len(places), len(places)))
            by_type = words_by_type(places, own.get((article_id, "text"), []))
            rows += [(article_id, kind, count, len(places)) for kind, count in sorted(by_type.items())]
    return pd.DataFrame(rows, columns=["article_id", "category", "count", "total"]).assign(measure="quoted_words")


def quote_spans(quotes_of, article_id):
    """The (start, end) of an article's outermost quotations."""
    return [(quote.start, quote.end) for quote in quotes_of.get((article_id, "text"), [])]


def words_by_type(places, attributions):
    """How many of the words at `places`, in order, stand in what each source type says; a word counts once, for the first."""
    left, counts = dict.fromkeys(range(len(places))), {}
    for row in attributions if places else ():
        for start, end in tables.read_spans(row.content_spans):
            said = [left.pop(at, 0) for at in range(bisect_left(places, start), bisect_left(places, end))].count(None)
            if said:
                counts[row.source_type] = counts.get(row.source_type, 0) + said
    return counts


def complete(measures, measure):
    """`measures` of one `measure` with a row for every category of every article and split, zero counts included."""
    table = measures[measures["measure"] == measure]
    if measure in ("framing_label", "framing_label_bare"):
        return table.reset_index(drop=True)
    if measure == "naming_choice":
        return complete_choices(table)
    split = "source_side" if measure == "stance" else "part"
    totals = table.loc[table["category"] == "", ["article_id", split, "total"]]
    categories = pd.DataFrame({"category": CATEGORIES[measure]})
    every = totals.merge(categories, how="cross")
    keys = ["article_id", split, "category"]
    voices = table[table["category"] != ""].groupby(keys, as_index=False)["count"].sum()
    full = every.merge(voices, on=keys, how="left")
    assert len(full) == len(every), "one count for each article, split and category"
    return full.assign(measure=measure, count=full["count"].fillna(0).astype("int64"))


def complete_choices(table):
    """`measures` of naming_choice with a row for every variant that the `table` has of a referent, in every article and split that names it."""
    splits = ["article_id", "referent", "referent_kind", "voice", "part"]
    variants = table.loc[table["category"] != "", ["referent", "category"]].drop_duplicates()
    every = table.loc[table["category"] == "", [*splits, "total"]].merge(variants, on="referent")
    counts = table.loc[table["category"] != "", [*splits, "category", "count"]]
    full = every.merge(counts, on=[*splits, "category"], how="left", validate="1:1")
    return full.assign(measure="naming_choice", source_side="", count=full["count"].fillna(0).astype("int64"))
