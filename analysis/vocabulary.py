"""Words counted where a government or a leader is named, by whose words they are; no order, no sentence is kept."""

from bisect import bisect_right
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from . import tables
from .words import normal, words

NAMED_RULES = ("term", "slot", "office")
KINDS = ("government", "leader")
WHOLE = ""  # the referent of counts over whole articles
LEAST_ARTICLES, LEAST_OF_SMALL, LEAST_OUTLETS = 20, 5, 5
SMALL = 1000  # articles; a corpus of fewer keeps words of LEAST_OF_SMALL articles
MOST_REFERENTS = 24
BAG = ["article_id", "referent", "voice", "part"]


def word_counts(articles, sentences, quotations, mentions, attributions, *, function_words, whole=False):
    """`word counts`, a row a word of an article, referent, voice and part, from what `pipeline` found in the `articles`.

    Columns: article_id, referent, voice, part, word (comparable form), count, inner and capitalised. Counted are the words of
    the sentences that name a government or leader (framing mentions that name it themselves), once for each one named, and with
    `whole` those of all sentences, under the referent "". voice: `quoted` in quotation marks, else `attributed` in an
    attribution's content, else `outlet`. inner: how many of `count` neither begin a sentence nor stand in a title; capitalised: how many of those begin
    with a capital. Left out: `function_words` (a set), numbers, single letters, possessive endings.
    """
    naming = {key: [(row.start, row.referent) for row in rows] for key, rows in tables.rows_by_article(naming_mentions(mentions)).items()}
    sentences_of, quotes_of, said_of = map(tables.rows_by_article, (sentences, quotations, attributions))
    counted = {}
    for article_id, part, text in tables.article_parts(articles):
        key = (article_id, part)
        if not whole and key not in naming:
            continue
        voices = Voices(quotes_of.get(key, []), said_of.get(key, []))
        for sentence in sentences_of.get(key, []):
            named = {referent for start, referent in naming.get(key, []) if sentence.start <= start < sentence.end} | ({WHOLE} if whole else set())
            if named:
                count_sentence(counted, article_id, part, text, sentence, named, voices, function_words)
    rows = [(*place, *numbers) for place, numbers in counted.items()]
    table = pd.DataFrame(rows, columns=[*BAG, "word", "count", "inner", "capitalised"])
    return table.astype({"count": "int32", "inner": "int32", "capitalised": "int32"} | {column: "str" for column in [*BAG, "word"]})


def naming_mentions(mentions):
    """The `mentions` of the framing lists that name a government or leader themselves."""
    framing = mentions["lexicon"].str.startswith("framing") & mentions["referent_kind"].isin(KINDS)
    return mentions[framing & mentions["referent_rule"].isin(NAMED_RULES) & (mentions["referent"] != "")]


def count_sentence(counted, article_id, part, text, sentence, named, voices, function_words):
    """Adds the words of one sentence to `counted`: (article_id, referent, voice, part, word) to [count, inner, capitalised]."""
    passage = text[sentence.start : sentence.end]
    for place, (start, end) in enumerate(words(passage)):
        word = normal(passage[start:end])
        if len(word) < 2 or word in function_words or word == "'s" or not any(map(str.isalpha, word)):
            continue
        inner = place > 0 and part == "text"
        voice = voices.at(sentence.start + start)
        for referent in named:
            numbers = counted.setdefault((article_id, referent, voice, part, word), [0, 0, 0])
            numbers[0] += 1
            numbers[1] += inner
            numbers[2] += inner and passage[start].isupper()


class Voices:
    """Whose words stand at a place of one title or text, from its `quotations` and `attributions` rows."""

    def __init__(self, quotations, attributions):
        self.quoted = edges([(row.start, row.end) for row in quotations])
        self.attributed = edges([span for row in attributions for span in tables.read_spans(row.content_spans)])

    def at(self, place):
        """`quoted`, `attributed` or `outlet`."""
        if bisect_right(self.quoted, place) % 2:
            return "quoted"
        return "attributed" if bisect_right(self.attributed, place) % 2 else "outlet"


def edges(spans):
    """The flat list start, end, start, end ... of the union of `spans`: an odd number of edges before a place means inside."""
    flat = []
    for start, end in sorted(spans):
        if flat and start <= flat[-1]:
            flat[-1] = max(flat[-1], end)
        else:
            flat += [start, end]
    return flat


def vocabulary(counts, articles):
    """A table of every word of `word counts`: word, count, articles, outlets (that have it), capitalised (share 0 to 1, of its `inner` places)."""
    outlets = counts["article_id"].map(dict(zip(articles["article_id"], articles["outlet"])))
    return described(counts.assign(outlet=outlets), "article_id").reset_index()


def described(counts, article):
    """The columns of `vocabulary`, by word, from `counts` with the column `article` and outlet."""
    found = counts.groupby("word", observed=True).agg(
        count=("count", "sum"), articles=(article, "nunique"), outlets=("outlet", "nunique"), inner=("inner", "sum"), capitalised=("capitalised", "sum")
    )  # fmt: skip
    return found.assign(capitalised=(found["capitalised"] / found["inner"].clip(lower=1)).round(3)).drop(columns="inner")


@dataclass
class KeptWords:
    """Word counts of many chunks, held as whole numbers until `tables` keeps what may be published."""

    bags: dict = field(default_factory=dict)
    words: dict = field(default_factory=dict)
    parts: list = field(default_factory=list)
    outlets: list = field(default_factory=list)

    def add(self, articles, counts):
        """Takes in the `word counts` of the next `articles`."""
        places = dict(zip(articles["article_id"], range(len(self.outlets), len(self.outlets) + len(articles))))
        self.outlets += list(articles["outlet"])
        columns = [
            [places[article] for article in counts["article_id"]],
            [self.bags.setdefault(bag, len(self.bags)) for bag in zip(counts["referent"], counts["voice"], counts["part"])],
            [self.words.setdefault(word, len(self.words)) for word in counts["word"]],
            *(counts[name] for name in ("count", "inner", "capitalised")),
        ]
        names = ("article", "bag", "word", "count", "inner", "capitalised")
        self.parts.append(pd.DataFrame({name: np.asarray(column, dtype="int32") for name, column in zip(names, columns)}))

    def tables(self, *, least_articles=None, least_outlets=None, most_referents=MOST_REFERENTS):
        """(vocabulary, counts): what may be published. counts: article (its number, from 0), referent, voice, part, word (its row in vocabulary), count.

        Kept are the words of at least `least_articles` articles (else 20, or 5 in a corpus of under 1,000) and `least_outlets` outlets (else 5; all,
        in a corpus of fewer), about the `most_referents` referents that most articles name; titles, which are short, only in a corpus that is mostly titles (the text
        has at most three times their words). No order is kept: no sentence can be put together again.
        """
        least_outlets = least_outlets or LEAST_OUTLETS
        least_articles = least_articles or (LEAST_ARTICLES if len(self.outlets) >= SMALL else LEAST_OF_SMALL)
        every = pd.concat(self.parts, ignore_index=True)
        bags = pd.DataFrame(list(self.bags), columns=["referent", "voice", "part"])
        every = every if few_texts(every, bags) else every[bags["part"].to_numpy()[every["bag"]] == "text"]
        outlet = pd.factorize(np.asarray(self.outlets, dtype=object))[0]
        known = described(every.assign(outlet=outlet[every["article"]]), "article")
        known.insert(0, "name", np.asarray(list(self.words), dtype=object)[known.index])
        enough = (known["articles"] >= least_articles) & (known["outlets"] >= min(least_outlets, outlet.max() + 1))
        known = known[enough].sort_values("name")
        referent = bags["referent"].to_numpy()[every["bag"]]
        named = every.assign(referent=referent).drop_duplicates(["article", "referent"])["referent"].value_counts(sort=False)
        top = named.sort_index().sort_values(ascending=False, kind="stable").index[:most_referents]
        kept = every[every["word"].isin(known.index) & np.isin(referent, top)]
        place = pd.Series(range(len(known)), index=known.index)
        table = bags.iloc[kept["bag"]].reset_index(drop=True)
        table.insert(0, "article", kept["article"].to_numpy())
        table = table.assign(word=place[kept["word"]].to_numpy(), count=kept["count"].to_numpy())
        return known.rename(columns={"name": "word"}).reset_index(drop=True), table.sort_values(list(table.columns[:-1])).reset_index(drop=True)


def few_texts(every, bags):
    """Whether the words of texts are at most three times those of titles."""
    words = every.groupby(bags["part"].to_numpy()[every["bag"]])["count"].sum()
    return words.get("text", 0) <= 3 * words.get("title", 0)


def named_counts(numbers, known, article_ids):
    """`word counts` from derived `numbers` (article, referent, voice, part, word, count), the vocabulary and the articles' ids in order."""
    ids, names = np.asarray(article_ids, dtype=object), known["word"].to_numpy(dtype=object)
    named = numbers.assign(article_id=ids[numbers["article"]], word=names[numbers["word"]])
    return named[[*BAG, "word", "count"]].astype({"article_id": "str", "word": "str"})
