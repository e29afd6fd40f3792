"""From marked passages to counts: per article, a count and the total it is a share of.

The `measures` table is sparse. For every article, measure and split there is one row with an empty category whose count
is the total; rows of a category stand only where its count is above zero. `complete` gives the zeros back.
`framing_label`, `framing_label_bare` and `framing_density` have the one category `loaded`.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import repeat
from operator import attrgetter

import pandas as pd

from . import tables
from .reading import reading_of

NOT_QUOTED, QUOTED = b"\0", b"\1"  # a byte for each word of a text
NAMING_LEXICONS = ("spellings", "events")
NAMED_REFERENTS = ("term", "slot", "office")
BARE_REFERENTS = ("beside", "last named", "unresolved")
SPLITS = ("referent", "referent_kind", "voice", "part", "source_side")
# What is counted of an attribution and of a mention; the other columns of a wide table need not be copied.
ATTRIBUTED = ["article_id", "part", "nested_in", "source_text", "source_type", "source_naming", "source_side", "stance", "quoting", "content_spans"]
MENTIONED = ["article_id", "part", "lexicon", "referent", "referent_kind", "referent_rule", "category", "voice"]
REFERENT_SPLITS = ("article_id", "referent", "referent_kind", "voice", "part")
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
    ids = articles["article_id"].tolist()
    named = tables.rows_of(mentions, *MENTIONED)
    body = [said for said in tables.rows_of(attributions, *ATTRIBUTED) if said.part == "text"]
    sourced = [said for said in body if said.source_text != ""]
    rows = [
        *labels(ids, named),
        *densities(ids, sentences, named),
        *shares(ids, body, "stance", "stance", by_side=True),
        *shares(ids, sourced, "source_type", "source_type"),
        *shares(ids, sourced, "source_naming", "source_naming"),
        *shares(ids, body, "quoting", "quoting"),
        *quoted_words(articles, quotations, sourced),
        *naming_choice(ids, named),
    ]
    return tables.table_of(rows, "measures")


def label_choice(articles, mentions):
    """`measures` of named labels (framing_label) and of bare ones (framing_label_bare), from `articles` and `mentions`."""
    return tables.table_of(labels(articles["article_id"].tolist(), tables.rows_of(mentions, *MENTIONED)), "measures")


def row(article_id, measure, count, total, *, category="", referent="", referent_kind="", voice="", part="", source_side=""):
    """One row of `measures`; a split that a measure has not is empty."""
    return article_id, measure, category, referent, referent_kind, voice, part, source_side, count, total


def counted(rows, columns):
    """The (values of the `columns`, how many of the `rows` have them), sorted by the values."""
    return sorted(Counter(zip(*(map(attrgetter(column), rows) for column in columns))).items())


def totals_of(counts):
    """The `counts`, as `counted` gives them, summed over the last of their columns, in the same form."""
    totals = Counter()
    for values, count in counts:
        totals[values[:-1]] += count
    return list(totals.items())


def without(ids, found):
    """The article `ids` that have no entry among the `found`, as `counted` gives them, whose first value is an article's id."""
    having = {values[0] for values, _ in found}
    return [article_id for article_id in ids if article_id not in having]


def labels(ids, mentions):
    """The rows of `measures` of label choice in the rows of `mentions`, named labels and bare ones."""
    return [*framing_label(ids, mentions), *framing_label(ids, mentions, rules=BARE_REFERENTS, name="framing_label_bare")]


def framing_label(ids, mentions, *, rules=NAMED_REFERENTS, name="framing_label"):
    """The rows of `measures` of label choice: loaded labels among all that name a country, capital or leader, by referent, voice, part.

    With `BARE_REFERENTS`, of bare labels ("the regime"), whose referent is the government or leader named last, or unresolved. Nearly all of these
    are loaded, since the list has few bare neutral ones, so they are kept apart: a choice that a sensitivity analysis can make.
    """
    chosen = [
        mention for mention in mentions
        if mention.lexicon.startswith("framing") and mention.category in tables.FRAMING_CATEGORIES
        and mention.referent_rule in rules and mention.referent_kind in ("government", "leader", "group")
    ]  # fmt: skip
    totals, loaded = counted(chosen, REFERENT_SPLITS), dict(counted([m for m in chosen if m.category == "loaded"], REFERENT_SPLITS))
    rows = [row(values[0], name, loaded.get(values, 0), total, category="loaded", **splits_of(values)) for values, total in totals]
    return rows + [row(article_id, name, 0, 0, category="loaded") for article_id in without(ids, totals)]


def splits_of(values):
    """The splits of a row by the `values` of REFERENT_SPLITS."""
    return dict(zip(REFERENT_SPLITS[1:], values[1:]))


def naming_choice(ids, mentions):
    """The rows of `measures` of spellings and names of one thing: each variant among the mentions of what is named, by referent, voice, part."""
    counts = counted([mention for mention in mentions if mention.lexicon.startswith(NAMING_LEXICONS)], (*REFERENT_SPLITS, "category"))
    totals = totals_of(counts)
    of_all, name = dict(totals), "naming_choice"
    return [
        *(row(values[0], name, total, total, **splits_of(values)) for values, total in totals),
        *(row(article_id, name, 0, 0) for article_id in without(ids, totals)),
        *(row(values[0], name, count, of_all[values[:-1]], category=values[-1], **splits_of(values)) for values, count in counts),
    ]


def densities(ids, sentences, mentions):
    """The rows of `measures` of loaded mentions and of hedges outside quotation marks, each over the words of its part."""
    words = Counter()
    for article_id, part, n_words in tables.values_of(sentences, "article_id", "part", "n_words"):
        words[article_id, part] += n_words
    titles = sorted(key for key in words if key[1] == "title")
    loaded = [m for m in mentions if m.category == "loaded" and m.lexicon.startswith("framing")]
    hedges = [m for m in mentions if m.part == "text" and m.voice in ("outlet", "attributed") and m.lexicon.startswith("hedg")]
    return [
        *(row(key[0], "framing_density", words[key], words[key], part=key[1]) for key in [*((article_id, "text") for article_id in ids), *titles]),
        *(
            row(article_id, "framing_density", count, words[article_id, part], category=category, voice=voice, part=part)
            for (article_id, category, voice, part), count in counted(loaded, ("article_id", "category", "voice", "part"))
        ),
        *(row(article_id, "hedge_density", words[article_id, "text"], words[article_id, "text"]) for article_id in ids),
        *(
            row(article_id, "hedge_density", count, words[article_id, "text"], category=category)
            for (article_id, category), count in counted(hedges, ("article_id", "category"))
        ),
    ]


def shares(ids, attributions, column, name, *, by_side=False):
    """The rows of `measures` named `name`: how many `attributions`, which are rows, have each value of `column`, of each source_side where `by_side`."""
    sides = map(attrgetter("source_side"), attributions) if by_side else repeat("")
    counts = sorted(Counter(zip(map(attrgetter("article_id"), attributions), sides, map(attrgetter(column), attributions))).items())
    totals = totals_of(counts)
    of_all = dict(totals)
    return [
        *(row(article_id, name, total, total, source_side=side) for (article_id, side), total in totals),
        *(row(article_id, name, 0, 0) for article_id in without(ids, totals)),
        *(row(article_id, name, n, of_all[article_id, side], category=value, source_side=side) for (article_id, side, value), n in counts),
    ]


def quoted_words(articles, quotations, sourced):
    """The rows of `measures` of words inside quotation marks of the text, by the type of the source that is quoted.

    Nested attributions are left out, since the one that holds them has their words.
    """
    quotes_of = tables.values_by_text(quotations[quotations["level"] == 0], "start", "end")
    own, rows = defaultdict(list), []
    for said in sourced:
        if said.nested_in == "":
            own[said.article_id].append(said)
    for article_id, part, text in tables.article_parts(articles):
        if part == "text":
            total, by_type = words_by_type(text, quotes_of.get((article_id, part), ()), own.get(article_id, ()))
            rows.append(row(article_id, "quoted_words", total, total))
            rows += [row(article_id, "quoted_words", count, total, category=kind) for kind, count in sorted(by_type.items())]
    return rows


def words_by_type(text, quotes, attributions):
    """How many words of `text` stand in `quotes`, and how many of them in what each source type says; a word counts once, for the first."""
    counts = Counter()
    if not quotes:
        return 0, counts
    starts, ends = zip(*quotes)
    kinds, spans = [], list(quotes)
    for said in attributions:
        for start, end in tables.read_spans(said.content_spans):
            place = bisect_right(ends, start)
            if place < len(ends) and end > starts[place]:  # most contents have no quotation
                kinds.append(said.source_type)
                spans.append((start, end))
    reading = reading_of(text)
    quoted, edges = bytearray(len(reading.types)), reading.begun(spans).tolist()
    for first, last in edges[: len(quotes)]:
        quoted[first:last] = QUOTED * (last - first)
    total = quoted.count(QUOTED)
    for kind, (first, last) in zip(kinds, edges[len(quotes) :]):
        counts[kind] += quoted.count(QUOTED, first, last)
        quoted[first:last] = NOT_QUOTED * (last - first)
    return total, +counts


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
