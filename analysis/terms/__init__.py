"""Lexicon hits in articles: what is named, by which word, and whose words they are.

Two steps that stay apart: `find_mentions` reads the text alone; `assign_voice` needs quotations and attributions too.
"""

from .. import tables
from ..reading import reading_of
from .referents import Context, referent_of, terms_by_country
from .voices import assign_voice

__all__ = ["assign_voice", "find_mentions"]


def find_mentions(articles, matchers, *, leaders):
    """`mentions` without voice, a row a lexicon hit in title or text, from `articles` and compiled `matchers`.

    `leaders` is the gazetteer's table of terms of office: who held the office named ("the Belarusian president") on the
    article's date. `referent_rule` says how the referent was found: `term` (the entry names one thing), `slot` (country,
    demonym, capital, seat or leader in the hit itself), `office` (the holder on that date), `beside` (a name in
    apposition, as subject or as owner of the label), `last named` (a bare label: what the article has established, see
    `Context`), `words` (the hit's own words), `unresolved`.
    """
    published = dict(zip(articles["article_id"], articles["published"]))
    home = homes(articles, matchers)
    holders = terms_by_country(leaders)
    rows = []
    for article_id, readings in read_articles(articles):
        contexts = [Context(matcher, readings, published[article_id], home[article_id], holders) for matcher in matchers]
        for part, reading in readings.items():
            places = matchers[0].places(reading, matchers[1:]) if matchers else ()
            for matcher, context in zip(matchers, contexts) if places else ():
                for hit in matcher.find(reading.text, reading, places):
                    entry = matcher.rows[hit.entry]
                    referent, rule = referent_of(entry, hit, part, context)
                    context.heed(entry, hit, part, referent, rule)
                    rows.append(
                        (article_id, part, hit.start, hit.end, reading.text[hit.start : hit.end], matcher.lexicon.name, entry["term"],
                         referent, entry.get("referent_kind", ""), rule, entry["category"], "outlet")
                    )  # fmt: skip
    return tables.table_of(rows, "mentions")


def read_articles(articles):
    """Yields (article_id, {"title": Reading, "text": Reading}) of each article."""
    parts = tables.article_parts(articles)
    for (article_id, _, title), (_, _, text) in zip(parts, parts):
        yield article_id, {"title": reading_of(title), "text": reading_of(text)}


def homes(articles, matchers):
    """A dictionary from article_id to the outlet's own country: the column `country`, else the gazetteer's, else ""."""
    known = matchers[0].homes if matchers else {}
    outlets = [known.get(outlet, "") for outlet in articles["outlet"]]
    given = articles["country"] if "country" in articles else [""] * len(articles)
    return {key: own or outlet for key, own, outlet in zip(articles["article_id"], given, outlets)}
