"""The side of a source that names no person: its own words, its owner, or a country that the article names."""

import re
from bisect import bisect_right
from collections import Counter
from operator import itemgetter

from .naming import LAWS
from .once import once
from .personal_names import NAME, bare_name

WORD_AT_END = re.compile(r"([A-Z][\w-]+)(?:['’]s)?\Z")
# Private persons, and those whose organisation no rule found.
SPEAKS_FOR_ITSELF = {"citizen", "other", "expert", "document", "business", "civil_society"}
OWNED = {"official", "politician", "business", "civil_society", "document"}
# How far before a source a country counts as near, and for how many mentions; how much of a text is read for a country beside the same
# words, which is more than any article has.
NEAR, VOTES_NEAR, LONGEST_TEXT = 120, 20, 300_000
START = itemgetter(0)


class Sides:
    """The sides of the sources of a Reader."""

    def __init__(self, reader):
        self.reader, self.text, self.lists, self.people = reader, reader.text, reader.lists, reader.people
        self.elsewhere = {}

    def side_of(self, phrase, kind, owner, start):
        """The (side, rule) of a phrase that names no person."""
        if not kind:
            return "other", "unresolved"
        side, rule = self.reader.decider.side_of(phrase, kind)
        if side:
            return side, rule
        if kind in ("official", "politician") and (owning := self.person_owning(phrase, start)):
            theirs = self.reader.persons.decided(owning)[2]
            if theirs not in ("other", "none"):
                return theirs, "side of its owner"
        if owner and kind in OWNED and owner.source.side not in ("other", "none"):
            return owner.source.side, "side of its owner"
        if kind in ("official", "state_media"):
            return self.country_elsewhere(phrase.head) or self.country_near(start)
        if phrase.role and phrase.role.term in LAWS:
            return self.country_near(start)
        if kind in SPEAKS_FOR_ITSELF:
            return "none", "speaks for nobody"
        return "other", "unresolved"

    def person_owning(self, phrase, start):
        """The Person whose name begins the phrase ("Putin's spokesman", "McConnell aides"), or None."""
        for text in (phrase.possessor, self.reader.decider.name_before(phrase)):
            name = bare_name(text, self.lists)[1] if text and NAME.fullmatch(text) else ()
            if name and (person := self.people.named(name, start)):
                return person
        return None

    def country_elsewhere(self, head):
        """The (country, rule) that the article gives beside the same words elsewhere ("the Velmoran Interior Ministry"), or None."""
        if head not in self.elsewhere:
            place = self.place_beside(head) if head[:1].isalpha() and len(head) > 4 else None
            self.elsewhere[head] = place and (place.country, "place beside the same words")
        return self.elsewhere[head]

    def place_beside(self, head):
        """The Place of the first word of a place that stands before `head` in the article, or None."""
        free, at = 0, self.text.find(head, 0, LONGEST_TEXT)
        while at >= 0:
            before = self.word_before(at, free) if ends_word(self.text, at + len(head)) else None
            if before:
                free = at + len(head)
                places = self.lists.places.get(before)
                if places:
                    return places[0]
            at = self.text.find(head, max(at + 1, free), LONGEST_TEXT)
        return None

    def word_before(self, at, free):
        """The capitalised word before an offset and a space, without a possessive ending, from the offset `free` on; or ""."""
        if not self.text[at - 1 : at].isspace():
            return ""
        match = WORD_AT_END.search(self.text, max(free, at - 100), at - 1)
        return match[1] if match else ""

    @once
    def countries(self):
        """The (offset, country) of every place that the article names, in order, and how often it names each country."""
        runs = zip(self.people.starts, self.people.known)
        places = [(at, country) for at, (_, _, countries) in runs for country in countries]
        return places, Counter(country for _, country in places)

    def country_near(self, start):
        """The (country, rule) that the article names most, those near before `start` above all; for officials of no named country."""
        places, votes = self.countries
        if not places:
            return "other", "unresolved"
        first, end = (bisect_right(places, at, key=START) for at in (start - NEAR, start))
        near = [country for _, country in places[first:end]]
        # Of as many votes, the country named first in the article; the votes are in that order.
        return max(votes, key=lambda country: votes[country] + VOTES_NEAR * near.count(country)), "the country of the article"


def ends_word(text, at):
    """Whether a word ends or begins at an offset of `text`."""
    inside = lambda letter: letter.isalnum() or letter == "_"  # noqa: E731
    return inside(text[at - 1 : at]) != inside(text[at : at + 1])
