"""Reads the sources of one text in order, so that pronouns, surnames and descriptions find whom they stand for."""

import re

from ..reading import reading_of
from .deciding import MEDIA_TEXTS, SPEAKS_FOR, WEAK, Decider
from .naming import LONGEST_NAME, ORGANISATION_NOUNS, Naming, without_article
from .once import once
from .people import People
from .personal_names import CAPITAL
from .persons import UNDECIDED, Persons, as_noun
from .pronouns import HE_OR_SHE, SUBJECTS, Pronouns
from .said import NOBODY, Said, SaidInOrder, Source, moved
from .sides import Sides
from .tokens import key_of

# A source cut at the full stop of a title goes on after it.
TITLES = ("Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen")
TITLE_CUT = re.compile(rf"\b(?:{'|'.join(TITLES)})$")
AFTER_TITLE = re.compile(r"\.\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?")
# A source that goes on into its clause ("Clinton has delivered a mostly"): what stands before the verb.
VERBS = frozenset("has have had is are was were says said told will would could can does did may might must should".split())
FINITE = re.compile(rf"((?:(?!\b(?:who|that|which|whom|whose)\b)[^,;])+?)\s(?:{'|'.join(sorted(VERBS))})\b")
HOME = re.compile(r"(?:of|from|in)\s[A-Z][\w.-]+(?:\s[A-Z][\w.-]+)*(?:,\s[A-Z][\w.]+)?,?$")
ONE_NAME = re.compile(CAPITAL)
UPPER_CASE = re.compile(r"[A-Z]")
ARTICLES = {"the", "a", "an"}
# How many sentences before a description are read for a source that it means.
EARLIER = 25
# How many blocks of sentences before are read for an organisation; the longest of 4,900 real articles has 77.
BLOCKS = 300
FIRST_OF_SEVERAL = re.compile(r"([^,;]{3,60}?),?\s(?:and|or)\s(?=(?:the|its|his|her|their|an?)\s|[A-Z]\w+(?:\s[A-Z]\w+)*$)")
OF_SOMEBODY = re.compile(r"\b(?:of|for|between|by|from|at|in|with|who)\b")
NOUN_PHRASE = re.compile(r"(?:the|its|his|her|their|an?)\s|[A-Z]", re.IGNORECASE)


class Reader:
    """Reads the sources of one text; `published` and `outlet` are the article's."""

    def __init__(self, text, published, outlet, lists, layout):
        self.text, self.outlet, self.lists = text, outlet, lists
        self.layout, self.people, self.said = layout, People(text, lists), SaidInOrder()
        self.organisations = {}
        self.decider = Decider(lists, published, self.type_of_owner)
        self.pronouns, self.naming, self.sides, self.persons = Pronouns(self), Naming(self), Sides(self), Persons(self)

    @once
    def reading(self):
        """The words of the text as every stage has them."""
        return reading_of(self.text)

    def read(self, attributions):
        """The Source of each attribution, in the order given; they are resolved in the order of the text."""
        self.by_id = {one.attribution_id: one for one in attributions}
        self.decided = {}
        for one in sorted(attributions, key=lambda a: (a.source_start if a.source_text else 0, len(a.nested_in))):
            self.decide(one)
        return [self.decided[one.attribution_id].source for one in attributions]

    def close(self):
        """Lets go of everything read: the parts know their reader, so that the memory would wait for the garbage collector."""
        vars(self).clear()

    def decide(self, one):
        """The Said of one attribution, decided once; a quoted speaker before what is inside the quotation."""
        if one.attribution_id in self.decided:
            return self.decided[one.attribution_id]
        if not one.source_text:
            said = Said(0, NOBODY, "none")
        else:
            said = self.resolve(int(one.source_start), one.source_text, one.nested_in)
            self.said.add(said)
        self.decided[one.attribution_id] = said
        return said

    def resolve(self, start, text, nested_in):
        """The Said of a source's text: a pronoun, a relative, or a noun phrase."""
        key = key_of(text)
        word = key[0] if len(key) == 1 or key and key[0] in SUBJECTS else ""
        # A title is at most four letters long, so that only the end is looked at.
        if text.endswith(TITLES) and TITLE_CUT.search(text, max(0, len(text) - 5)) and (more := AFTER_TITLE.match(self.text, start + len(text))):
            text += more.group()
        if not word and not VERBS.isdisjoint(key) and (verb := FINITE.match(text)):
            text = verb[1]
        if len(key) > 1 and text.isupper():
            text = self.in_small_letters(text)
        said = self.pronouns.stands_for(word, start, nested_in) if word else self.pronouns.some_of_them(text, start)
        return said or self.described(text, start)

    def in_small_letters(self, text):
        """A name in capitals as the text writes it elsewhere ("ADA RASK" in a transcript whose guest is Ada Rask); itself where it does not."""
        words = text.title().split()
        return " ".join(words) if all(pair in self.pairs for pair in zip(words, words[1:])) else text

    @once
    def pairs(self):
        """The words that follow each other in the names of the text, two by two."""
        return {pair for words in map(str.split, self.people.runs) for pair in zip(words, words[1:])}

    def described(self, text, start):
        """The Said of a noun phrase."""
        first = first_of_several(text) if " " in text else ""
        if first:
            said = self.described(first, start)
            name = without_article(text.strip())[:LONGEST_NAME]
            return said._replace(source=said.source._replace(name=name, name_rule="several sources"), sort="plural")
        phrase = self.decider.read(text)
        person, title = self.person_in(phrase, start)
        if person is not None:
            return self.said_of(person, start, "full name" if person.name in text else "surname", phrase)
        if title:
            return self.said_of_public(title, start, phrase)
        return self.bearer(phrase, start) or self.said_of_phrase(phrase, start)

    def said_of_phrase(self, phrase, start):
        """The Said of a phrase that names no person and means no earlier source."""
        owner = self.owner_of(phrase, start)
        kind, type_rule = self.type_of(phrase, owner)
        name, name_rule = self.naming.name_of(phrase, owner, start)
        naming, naming_rule = self.naming.naming_of(phrase, owner, start)
        side, side_rule = self.sides.side_of(phrase, kind, owner, start)
        source = Source(name, kind or "other", naming, side, name_rule, type_rule or "unresolved", naming_rule, side_rule)
        return Said(start, source, sort_of(phrase), phrase)

    def owner_of(self, phrase, start):
        """The Said of whom "his", "her", "its" or "their" means, or for whom a bare "spokesman" speaks; else None."""
        if phrase.determiner in HE_OR_SHE and not phrase.possessor:
            return self.pronouns.person_before(start, HE_OR_SHE[phrase.determiner])
        if phrase.determiner in ("its", "their") and not phrase.possessor:
            return self.pronouns.group_before(start, plural=phrase.determiner == "their")
        alone = not (phrase.possessor or phrase.modifiers or phrase.organisations or phrase.rest or phrase.places)
        if alone and phrase.role and phrase.role.term.startswith("spokes"):
            return self.pronouns.group_before(start, plural=False)
        return None

    def type_of(self, phrase, owner):
        """The (type, rule) of a phrase that names no person; who speaks for an owner takes the owner's type."""
        kind, rule = self.decider.type_of(phrase)
        role = phrase.role
        if not owner or not role or " of " in rule:
            return kind, rule
        theirs, weak = owner.source.source_type, role.priority <= WEAK and role.source_type not in ("citizen", "document")
        if (weak or role.term in SPEAKS_FOR) and theirs not in ("other", "none", "document"):
            return theirs, f"role: {role.term} of {owner.source.name}"
        return kind, rule

    def type_of_owner(self, text):
        """As Persons has it; the Decider is made before them."""
        return self.persons.type_of_owner(text)

    def person_in(self, phrase, start):
        """(the Person that a phrase names, None), or (None, the full name the gazetteer gives), or (None, None)."""
        name = phrase.name
        if not name and phrase.determiner not in ARTICLES and ONE_NAME.fullmatch(phrase.head):
            name = self.people.surname_at_end(phrase.head)
        if not name:
            return None, None
        person = self.people.named(name, start)
        if person is not None:
            return person, None
        known, _ = self.decider.known(" ".join(name))
        # Words before a name that say nothing of an organisation are a title or a role.
        titled = phrase.before_name and phrase.organisation is None
        return None, known or (" ".join(name) if len(name) > 1 or titled else None)

    def said_of(self, person, start, rule, phrase=None):
        """The Said of a Person; the phrase's own words may say more than what is known."""
        decided = self.persons.decided(person)
        if phrase is not None:
            decided = self.with_phrase(phrase, decided, certain=self.persons.is_certain(person))
        kind, type_rule, side, side_rule = decided
        if side == "other" and kind in ("official", "state_media"):
            side, side_rule = self.sides.country_near(start)
        source = Source(person.name, kind, "named", side, rule, type_rule, "person named", side_rule)
        return Said(start, source, "person", phrase, person)

    def with_phrase(self, phrase, decided, *, certain):
        """What is `decided` of a person, (type, rule, side, rule), with what the words around the name in this phrase decide, unless that is `certain`."""
        kind, type_rule, side, side_rule = decided
        if not certain:
            own, rule = self.own_type(phrase, kind)
            if own and (own != "other" or kind == "other"):
                kind, type_rule = own, rule
        own_side, rule = self.decider.side_of(phrase, kind)
        if own_side and (side in ("other", "none") or not certain):
            side, side_rule = own_side, rule
        if kind in ("citizen", "other") and not type_rule.startswith("unresolved") and not certain:
            side, side_rule = "none", "speaks for nobody"
        elif side == "none" and kind in ("official", "state_media"):
            side, side_rule = "other", "unresolved"
        return kind, type_rule, side, side_rule

    def own_type(self, phrase, kind):
        """The (type, rule) that the words around a name give a person of whom a `kind` is known, or ("", "")."""
        own, rule = self.decider.type_of(phrase)
        if not own and phrase.rest:
            own, rule = self.persons.type_of_texts(map(as_noun, phrase.rest.split(", ")))
            if not own and kind == "other" and HOME.match(phrase.rest):
                return "citizen", "home town"
        return own, rule

    def said_of_public(self, known, start, phrase):
        """The Said of a person whom only the gazetteer names in full, or whom the phrase alone names."""
        if isinstance(known, str):
            kind, type_rule, side, side_rule = self.with_phrase(phrase, UNDECIDED, certain=False)
            name, rule = known, "name in the source"
            if side == "other" and kind == "official":
                side, side_rule = self.sides.country_near(start)
        else:
            kind, type_rule = known.source_type, f"{known.rule}: {known.name}"
            (side, side_rule), name, rule = self.persons.known_side(known), known.name, "gazetteer"
        source = Source(name, kind, "named", side, rule, type_rule, "person named", side_rule)
        return Said(start, source, "person", phrase)

    def bearer(self, phrase, start):
        """The Said of whom a definite description means: an earlier source or a person described so, or None."""
        role = phrase.role
        if role is None or phrase.indefinite or not phrase.definite or phrase.organisation:
            return None
        if role.source_type == "document" and role.term != "report" or role.priority <= 6 and role.term not in ("source", "person"):
            return None
        body = role.term in ORGANISATION_NOUNS
        # "the Kommersant newspaper" has a name of its own.
        if body and role.source_type != "official" and UPPER_CASE.search(phrase.head):
            return None
        countries = dict.fromkeys(hit.entry.country for hit in phrase.places).keys()  # in their order: of several the first decides
        bare = phrase.determiner in ("the", "this", "that") and not phrase.possessor and not phrase.rest
        found = self.earlier_source(phrase, countries, start) if bare else None
        if found is None and not phrase.plural and role.source_type != "document" and sort_of(phrase) == "person":
            found = self.described_person(phrase, countries, start)
        if found is None and body and bare and not phrase.plural and len(phrase.head) <= len(role.term) + 1:
            found = self.organisation_before(role, start)
        return found

    def earlier_source(self, phrase, countries, start):
        """The Said of the last source before of the same sort, number and role, moved to `start`; or None."""
        first = self.layout.sentences[max(self.layout.sentence(start) - EARLIER, 0)]
        person, plural, term = sort_of(phrase) == "person", phrase.plural, phrase.role.term
        for said in self.said.backwards(first, start):
            same = (said.sort == "person") == person and (said.sort == "plural") == plural
            if same and (not countries or said.source.side in countries) and self.persons.has_term(said, term):
                return moved(said, start, "description of an earlier source")
        return None

    def described_person(self, phrase, countries, start):
        """The Said of the person whom the article describes by the phrase's role, or who held that office; or None."""
        person = self.persons.described_so(phrase.role.term, countries, start)
        if person is not None:
            said = self.said_of(person, start, "description")
            return said._replace(source=said.source._replace(naming_rule="description of a named person"))
        holder = self.decider.holder(phrase.role.term, countries)
        if holder:
            said = self.said_of_public(holder, start, phrase)
            return said._replace(source=said.source._replace(name_rule="office"))
        return None

    def organisation_before(self, role, start):
        """The Said of the last organisation of the role's type that the text names before `start`, or None."""
        here = self.layout.block(start)
        for block in range(here, max(here - BLOCKS, -1), -1):
            for hit in reversed(self.organisations_in(block)):
                if hit.start < start and hit.entry.source_type == role.source_type:
                    said = self.described(self.text[hit.start : hit.end], hit.start)
                    return moved(said, start, "description of an organisation named before")
        return None

    def organisations_in(self, block):
        """The Hits of the organisations that a block of the text names, read once."""
        if block not in self.organisations:
            begin, end = self.layout.blocks[block : block + 2]
            self.organisations[block] = self.lists.organisations.find_between(self.reading, begin, end)
        return self.organisations[block]


def sort_of(phrase):
    """person, plural, group (an organisation) or thing: which pronouns may stand for a phrase."""
    role = phrase.role
    if phrase.organisation or (role is None and phrase.place) or (role and role.term in ORGANISATION_NOUNS and not phrase.plural):
        return "group"
    if phrase.plural:
        return "plural"
    if role and (role.source_type == "document" or role.term in MEDIA_TEXTS):
        return "thing"
    if role and role.priority in (40, 60):
        return "group"
    return "person" if role and phrase.last_word else "thing"


def first_of_several(text):
    """The first of several sources joined by "and", where each is a noun phrase of its own; else ""."""
    match = FIRST_OF_SEVERAL.match(text) if "and" in text or "or" in text else None
    if not match or OF_SOMEBODY.search(match[1]):
        return ""
    # "the Ministry of Trade and the Economy", "Johnson and Johnson" stay whole.
    return match[1] if NOUN_PHRASE.match(match[1]) else ""
