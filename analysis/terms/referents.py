"""Who is meant by a label: from the label itself, from the office on a date, or from what the article has named."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

import pandas as pd

from . import beside
from .layout import ANY, NEXT_AFTER, NEXT_BEFORE, OWNED, POINTING, TITLED

OFFICES = ("prime minister", "president", "chancellor", "premier", "king", "queen", "emir", "sultan", "supreme leader")
HEADS = (
    "supreme leader", "leader", "general secretary", "military ruler", "de facto ruler", "junta", "military council", "president", "prime minister", "king",
    "chancellor", "emir", "sultan", "prince", "pope", "chairman", "head of",
)  # fmt: skip
# Where the president has no government to lead, "the German leader" is the chancellor or prime minister.
CEREMONIAL = (
    "albania", "austria", "bangladesh", "bulgaria", "croatia", "czech republic", "estonia", "ethiopia", "fiji", "germany", "greece", "hungary", "iceland", "india",
    "iraq", "ireland", "israel", "italy", "kosovo", "latvia", "malta", "mauritius", "montenegro", "nepal", "north macedonia", "singapore", "slovakia", "slovenia",
    "trinidad and tobago",
)  # fmt: skip
NEAR = 60  # characters within which a name can stand beside a label
HALF = 2000  # characters at which a name counts half as much for a bare label as one beside it
FAR = 40 * HALF  # where it counts a millionth of a millionth, and is looked at only if no other is nearer
GROUP_NAMED = re.compile(r"terror|jihad|extremis|militia|rebel", re.IGNORECASE)
RULERS = re.compile(r"\brulers$", re.IGNORECASE)
SEVERAL = re.compile(r"(?:regimes|dictatorships|juntas|tyrannies|theocracies|autocracies|kleptocracies|oligarchies|states|governments|countries)$", re.IGNORECASE)


def terms_by_country(leaders):
    """A dictionary from a country to its terms of office, (surname, office, start, end)."""
    held, columns = {}, (leaders[column].tolist() for column in ("country", "surname", "office", "start", "end"))
    for country, *term in zip(*columns):
        held.setdefault(country, []).append(tuple(term))
    return held


def referent_of(entry, hit, part, context):
    """The (referent, rule) of one hit in the `part` of an article; see `find_mentions` for the rules."""
    kind = entry.get("referent_kind", "")
    if not kind:
        return "", ""
    if entry.get("referent"):
        return entry["referent"], "term"
    if kind in ("event", "status"):
        place = places_of(hit)
        return (f"{identifier(place)}_{'war' if kind == 'event' else kind}", "slot") if place else (identifier(context.label(hit, part)), "words")
    if kind not in ("government", "leader"):
        return context.group(hit, part)
    country = country_of(hit, context.published)
    if kind == "government":
        return (identifier(country) + "_government", "slot") if country else context.government(hit, part)
    person = leader_of(hit, context.published)
    if person:
        return identifier(person), "slot"
    if not country:
        return context.leader(hit, part)
    return office_holder(country, context.label(hit, part), context.published, context.holders)


class Context:
    """What one article names, for labels that name nobody themselves ("the regime", "the strongman", "the thugs").

    In this order: a name that stands beside the label; the referent that the article has called by a loaded label before;
    the country or leader that the article names most, a name counting half as much at every 2,000 characters of
    distance, the outlet's own country passed over where another is named. Title and text are one passage here.
    """

    def __init__(self, matcher, readings, published, home, holders):
        self.matcher, self.readings, self.published, self.home, self.holders = matcher, readings, published, home, holders
        self.shift = {"title": 0, "text": len(readings["title"].text) + 1}
        self.loaded, self.previous = {}, ("", 0, "")

    def label(self, hit, part):
        """The words of a hit."""
        return self.readings[part].text[hit.start : hit.end]

    def heed(self, entry, hit, part, referent, rule):
        """Remembers a loaded label that names its referent itself, and the last hit."""
        self.previous = (part, hit.end, referent)
        if entry["category"] == "loaded" and rule in ("term", "slot", "office") and entry.get("referent_kind") in ("government", "leader"):
            self.loaded[entry["referent_kind"]] = referent
            country = country_of(hit, self.published)
            if country:
                self.loaded["country"] = country
                self.loaded["government"] = identifier(country) + "_government"

    @cached_property
    def names(self):
        """The (start, end, country, surname, group) of all names; a surname alone counts under a title or where its country is named."""
        found = [
            (start + self.shift[part], end + self.shift[part], slot, value, spelling)
            for part, reading in self.readings.items()
            for start, end, slot, value, spelling in self.matcher.names_in(reading)
        ]
        places = {value for _, _, slot, value, _ in found if slot not in ("leader", "group")}
        names = []
        for start, end, slot, value, spelling in found:
            if slot == "group":
                names.append((start, end, "", "", value))
            elif slot != "leader":
                names.append((start, end, value, "", ""))
            else:
                country, surname = term_on(value, self.published)[:2]
                if " " in spelling or country in places or self.is_titled(start):
                    names.append((start, end, country, surname, ""))
        return names

    def is_titled(self, start):
        """Whether a title ("President") stands before the name at `start`."""
        at, part = (start, "title") if start < self.shift["text"] else (start - self.shift["text"], "text")
        return TITLED.search(self.readings[part].text, max(0, at - 20), at) is not None

    def government(self, hit, part):
        """The (referent, rule) of a label of a government that names no country."""
        label, before = self.label(hit, part), self.readings[part].text[max(0, hit.start - 40) : hit.start]
        country = self.place_beside(hit, part)
        if country:
            return identifier(country) + "_government", "beside"
        if SEVERAL.search(label) or ANY.search(before):
            return "", "unresolved"
        if "government" in self.loaded:
            return self.loaded["government"], "last named"
        country = self.most_named(hit.start + self.shift[part], of=2)
        return (identifier(country) + "_government", "last named") if country else ("", "unresolved")

    def leader(self, hit, part):
        """The (referent, rule) of a label of a head of state or government that names nobody."""
        label, text = self.label(hit, part), self.readings[part].text
        person = self.person_beside(hit, part) or identifier(self.place_beside(hit, part))
        if person and person in map(identifier, self.places.values()):
            several = beside.is_plural(label)
            person = person + "_government" if several else identifier(self.head_of(person.replace("_", " "))) or person + "_leader"
        if person:
            return person, "beside"
        if (beside.is_plural(label) and not RULERS.search(label)) or ANY.search(text[max(0, hit.start - 40) : hit.start]):
            return "", "unresolved"
        if "leader" in self.loaded:
            return self.loaded["leader"], "last named"
        at = hit.start + self.shift[part]
        person = self.head_of(self.loaded.get("country", "")) or self.most_named(at, of=3) or self.head_of(self.most_named(at, of=2))
        return (identifier(person), "last named") if person else ("", "unresolved")

    def group(self, hit, part):
        """The (referent, rule) of a label of a group, a person without office, a medium or a territory."""
        label, text = self.label(hit, part), self.readings[part].text
        words = identifier(label)
        person = self.person_beside(hit, part)
        if person:
            return person, "beside"
        owner = self.owner(hit, part)
        if owner:
            return f"{owner}_{identifier(OWNED.sub('', label))}", "words"
        if hit.filled:
            return words, "words"
        if GROUP_NAMED.search(label) and beside.COLLECTIVE.search(label) and POINTING.search(text[max(0, hit.start - 40) : hit.start]):
            before = bisect_left(self.groups, (hit.start + self.shift[part],))
            if before:
                return identifier(self.groups[before - 1][1]), "last named"
        return words, "words"

    def owner(self, hit, part):
        """Who owns a label in the possessive ("the Citadel's cronies", "the regime's thugs", "Vask's thugs"), "" for none."""
        text = self.readings[part].text
        if OWNED.search(self.label(hit, part)) and hit.filled:
            return identifier(leader_of(hit, self.published) or country_of(hit, self.published))
        where, end, referent = self.previous
        if where == part and referent and re.fullmatch(r"(?:’s|'s|’|')\s(?:[\w-]+\s)?", text[end : hit.start]):
            return re.sub(r"_(?:government|leader)$", "", referent)
        name = beside.owner_before(text, hit.start)
        return identifier(self.places.get(name) or beside.short_name(name, False)) if name else ""

    @cached_property
    def groups(self):
        """The (start, name) of the armed groups named."""
        return [(start, group) for start, _, _, _, group in self.names if group]

    @cached_property
    def of_countries(self):
        """The names that say a country, without the outlet's own where there is another."""
        return self.abroad([name for name in self.names if name[2]])

    @cached_property
    def of_leaders(self):
        """The names that say a leader, without those of the outlet's own country where there is another."""
        return self.abroad([name for name in self.names if name[3]])

    def abroad(self, names):
        """Those of the `names` that are of another country than the outlet's, all where none is."""
        return [name for name in names if name[2] != self.home] or names

    @cached_property
    def longest_name(self):
        """The length in characters of the longest name."""
        return max((end - start for start, end, *_ in self.names), default=0)

    def names_near(self, start, end):
        """The names that may stand within NEAR characters of a label from `start` to `end`."""
        return self.names[bisect_left(self.names, (start - NEAR - self.longest_name,)) : bisect_right(self.names, (end + NEAR,))]

    @cached_property
    def places(self):
        """A dictionary from the names of places and leaders in the article, as they stand there, to their country."""
        whole = self.readings["title"].text + "\n" + self.readings["text"].text
        return {whole[start:end]: country for start, end, country, surname, _ in self.names if country and not surname}

    def place_beside(self, hit, part):
        """The country whose name stands right before or after a label, or is said to be it, "" for none."""
        text, shift = self.readings[part].text, self.shift[part]
        for start, end, country, _, _ in self.names_near(hit.start + shift, hit.end + shift):
            start, end = start - shift, end - shift
            if country and 0 <= hit.start - end < NEAR and NEXT_BEFORE.fullmatch(text, end, hit.start):
                return country
            if country and 0 <= start - hit.end < NEAR and NEXT_AFTER.fullmatch(text, hit.end, start):
                return country
        return self.places.get(beside.named_beside(text, hit.start, hit.end), "")

    def person_beside(self, hit, part):
        """The person, group or country that stands beside a label, as a referent, "" for none."""
        text = self.readings[part].text
        name = beside.named_beside(text, hit.start, hit.end)
        if name.lower() in beside.PRONOUNS:
            name = beside.last_person(text, hit.start)
        if not name or name in self.places:
            return identifier(self.places[name]) if name else ""
        label = text[hit.start : hit.end]
        whole = beside.is_plural(label) or beside.COLLECTIVE.search(label) or beside.COLLECTIVE.search(name)
        return identifier(beside.short_name(name, bool(whole)))

    def most_named(self, at, of):
        """The country (`of` 2) or leader (`of` 3) named most, near names counting more, "" where none is named."""
        names = self.of_countries if of == 2 else self.of_leaders
        near = names[bisect_left(names, (at - FAR,)) : bisect_right(names, (at + FAR,))]
        weights = {}
        for name in near or names:
            weights[name[of]] = weights.get(name[of], 0.0) + 0.5 ** (abs(at - name[0]) / HALF)
        return max(weights, key=weights.get, default="")

    def head_of(self, country):
        """The surname of who headed the `country` on the article's date, "" where nobody is known."""
        person, rule = office_holder(country, "", self.published, self.holders) if country else ("", "")
        return person if rule == "office" else ""


def places_of(hit):
    """The country named last in a hit ("Dorvanese-occupied Velmora" is of Velmora), "" for none."""
    return next((value for slot, value in reversed(hit.filled) if slot != "leader"), "")


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
    heads = ("chancellor", "prime minister", *HEADS) if country in CEREMONIAL else HEADS
    wanted = ("prime minister",) if named == "premier" else (named,) if named else heads
    for office in wanted:
        for term in terms:
            if office in term[1].lower() and not ("deputy" in term[1].lower() or "vice" in term[1].lower()):
                return identifier(term[0]), "office"
    return identifier(country) + "_leader", "slot"
