"""Lexicon hits in articles: what is named, by which word, and whose words they are.

Two steps that stay apart: `find_mentions` reads the text alone; `assign_voice` needs quotations and attributions too.
"""

import re

import pandas as pd

from . import tables
from .words import normal, words

OFFICES = ("prime minister", "president", "chancellor", "premier", "king", "queen", "emir", "sultan", "supreme leader")
HEADS = ("supreme leader", "leader", "general secretary", "president", "prime minister", "king", "chancellor")
SCARE_WORDS = 5  # a quotation of at most so many words that reports nobody marks distance
SO_CALLED = re.compile(r"\b(?:so[- ]called|self[- ](?:styled|proclaimed))\s+(?:[\w’'-]+\s+){0,2}[\"'“‘«„`]*\s*$", re.IGNORECASE)


def find_mentions(articles, matchers, *, leaders):
    """`mentions` without voice, a row a lexicon hit in title or text, from `articles` and compiled `matchers`.

    `leaders` is the gazetteer's table of terms of office: who held the office named ("the Belarusian president") on the
    article's date. `referent_rule` says how the referent was found: `term` (the entry names one thing), `slot` (country,
    demonym, capital, seat or leader in the hit itself), `office` (the holder on that date), `last named` (a bare
    label: see `Named`), `words` (the hit's own words), `unresolved`.
    """
    published = dict(zip(articles["article_id"], articles["published"]))
    home = dict(zip(articles["article_id"], articles["country"])) if "country" in articles else {}
    holders = terms_by_country(leaders)
    rows = []
    for article_id, part, text in tables.article_parts(articles):
        spans = words(text)
        keys = [normal(text[start:end]) for start, end in spans]
        for matcher in matchers:
            hits = matcher.find(text, spans, keys)
            named = Named(matcher, text, spans, published[article_id], home.get(article_id, ""))
            for hit in hits:
                entry = matcher.rows[hit.entry]
                referent, rule = referent_of(entry, hit, text, published[article_id], holders, named)
                named.heed(entry, hit, referent, rule)
                rows.append(
                    (article_id, part, hit.start, hit.end, text[hit.start : hit.end], matcher.lexicon.name, entry["term"],
                     referent, entry.get("referent_kind", ""), rule, entry["category"], "outlet")
                )  # fmt: skip
    return tables.table_of(rows, "mentions")


class Named:
    """Whom a bare label ("the regime", "the strongman") stands for: what the article has named before it.

    A referent that the article has called by a loaded label comes first; then the country or leader named last before the
    label, the outlet's own country passed over where another is named; then the first one named after it.
    """

    def __init__(self, matcher, text, spans, published, home):
        self.matcher, self.text, self.spans, self.published, self.home = matcher, text, spans, published, home
        self.loaded, self._names = {}, None

    def heed(self, entry, hit, referent, rule):
        """Remembers a loaded label that names its referent itself."""
        if entry["category"] == "loaded" and rule in ("term", "slot", "office") and entry.get("referent_kind") in ("government", "leader"):
            self.loaded[entry["referent_kind"]] = referent
            country = country_of(hit, self.published)
            if country:
                self.loaded["government"] = identifier(country) + "_government"

    def names(self):
        """The (start, country, surname or "") of all names of countries and leaders in the text."""
        if self._names is None:
            self._names = []
            for start, slot, value in self.matcher.names_in(self.text, self.spans):
                country, surname = term_on(value, self.published)[:2] if slot == "leader" else (value, "")
                self._names.append((start, country, surname))
        return self._names

    def before(self, start, kind):
        """The (referent, rule) of a bare label of `kind` that begins at `start`."""
        if kind in self.loaded:
            return self.loaded[kind], "last named"
        names = [name for name in self.names() if kind == "government" or name[2]]
        names = [name for name in names if name[1] != self.home] or names
        near = [name for name in names if name[0] < start][-1:] or names[:1]
        if not near:
            return "", "unresolved"
        _, country, surname = near[0]
        return (identifier(country) + "_government" if kind == "government" else identifier(surname)), "last named"


def terms_by_country(leaders):
    """A dictionary from a country to its terms of office, (surname, office, start, end)."""
    held = {}
    for row in leaders.itertuples(index=False):
        held.setdefault(row.country, []).append((row.surname, row.office, row.start, row.end))
    return held


def referent_of(entry, hit, text, published, holders, named):
    """The (referent, rule) of one hit; see `find_mentions` for the rules."""
    kind = entry.get("referent_kind", "")
    if not kind:
        return "", ""
    if entry.get("referent"):
        return entry["referent"], "term"
    if kind not in ("government", "leader"):
        return identifier(text[hit.start : hit.end]), "words"
    country = country_of(hit, published)
    if kind == "government":
        return (identifier(country) + "_government", "slot") if country else named.before(hit.start, kind)
    person = leader_of(hit, published)
    if person:
        return identifier(person), "slot"
    return office_holder(country, text[hit.start : hit.end], published, holders) if country else named.before(hit.start, kind)


def identifier(name):
    """A name in lower case with underscores for spaces and hyphens."""
    return re.sub(r"[\s\-‐‑]+", "_", name.strip().lower())


def country_of(hit, published):
    """The country that a hit's slots name, or "": the place named first, else the leader's country."""
    for slot, value in hit.filled:
        if slot != "leader":
            return value
    for slot, value in hit.filled:
        if slot == "leader":
            return term_on(value, published)[0]
    return ""


def leader_of(hit, published):
    """The surname of the leader that a hit names, or ""; a place in the same hit decides between namesakes."""
    places = {value for slot, value in hit.filled if slot != "leader"}
    for slot, value in hit.filled:
        if slot == "leader":
            at_home = tuple(term for term in value if term[0] in places) or value
            return term_on(at_home, published)[1]
    return ""


def term_on(terms, published):
    """Of the (country, surname, office, start, end) `terms`, the one held on the date; else the last begun before it."""
    date = date_text(published)
    if not date:
        return max(terms, key=lambda t: t[3])
    in_office = [t for t in terms if t[3] <= date and (not t[4] or date <= t[4] + "~")]
    before = [t for t in terms if t[3] <= date]
    return max(in_office or before or terms, key=lambda t: t[3])


def date_text(published):
    """A date as YYYY-MM-DD, or "" for none."""
    if published is None or published is pd.NaT or published == "":
        return ""
    return str(published)[:10]


def office_holder(country, label, published, holders):
    """The (surname, "office") of who held the office that `label` names; (country_leader, "slot") where nobody is known."""
    date = date_text(published)
    terms = [t for t in holders.get(country, []) if date and t[2] <= date and (not t[3] or date <= t[3] + "~")]
    named = next((office for office in OFFICES if office in label.lower()), None)
    wanted = ("prime minister",) if named == "premier" else (named,) if named else HEADS
    for office in wanted:
        for term in terms:
            if office in term[1].lower() and not ("deputy" in term[1].lower() or "vice" in term[1].lower()):
                return identifier(term[0]), "office"
    return identifier(country) + "_leader", "slot"


def assign_voice(mentions, quotations, attributions, articles):
    """`mentions` with `voice`, from `quotations`, `attributions` and the articles' own text.

    In quotation marks: `quoted` where the span lies in what a named or described source says, or is longer than five
    words; `scare` where it is short and reports nobody. Outside: `scare` under "so-called", `attributed` inside an
    attribution's content, else `outlet`.
    """
    texts = {(article_id, part): text for article_id, part, text in tables.article_parts(articles)}
    quotes_of = tables.rows_by_article(quotations)
    said = {}
    for key, rows in tables.rows_by_article(attributions).items():
        said[key] = [(span, bool(row.source_text)) for row in rows for span in tables.read_spans(row.content_spans)]
    voices = [
        voice_of(row, texts[row.article_id, row.part], quotes_of.get((row.article_id, row.part), []),
                 said.get((row.article_id, row.part), []))
        for row in mentions.itertuples(index=False)
    ]  # fmt: skip
    return mentions.assign(voice=pd.Series(voices, index=mentions.index, dtype="str"))


def voice_of(mention, text, quotations, said):
    """The voice of one mention; `said` lists (content span, whether a source is expressed)."""
    around = [q for q in quotations if q.start <= mention.start and mention.end <= q.end]
    # A content that is no more than the label itself ("a critic of the Russian president") is named by the outlet.
    holding = [
        sourced for (start, end), sourced in said
        if start < mention.end and mention.start < end and (end - start) - (mention.end - mention.start) > len("the ")
    ]  # fmt: skip
    if around:
        outer = min(around, key=lambda q: q.start)
        under = SO_CALLED.search(text, max(0, outer.start - 60), outer.start) is not None
        reports = any(sourced and start < outer.end and outer.start < end for (start, end), sourced in said)
        if under or (not reports and outer.closing == "closed" and len(text[outer.start : outer.end].split()) <= SCARE_WORDS):
            return "scare"
        return "quoted"
    if SO_CALLED.search(text, max(0, mention.start - 60), mention.start):
        return "scare"
    return "attributed" if holding else "outlet"
