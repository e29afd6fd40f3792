"""What an article and the gazetteer say of the persons whom the article names: type, side, roles, and whom a description means."""

import re

from .deciding import OTHERWISE, THEN, WEAK, side_of_known
from .personal_names import NAME, bare_name
from .phrases import parse
from .said import CHAIN
from .sides import SPEAKS_FOR_ITSELF

# "who heads the Center": head of the Center; "who is a painter": a painter.
WHO_IS = re.compile(
    r"^who\s(?:also\s)?(?:(?:is|was|has been|works as|worked as|serves as|served as|became)\s"
    r"|(heads|leads|runs|directs|chairs|represents|owns|teaches|studies|works|worked)\s(?:for\s|at\s)?)"
)
VERB_NOUNS = {
    "heads": "head of ", "leads": "leader of ", "runs": "manager of ", "directs": "director of ", "chairs": "chairman of ",
    "represents": "lawyer for ", "owns": "owner of ", "teaches": "teacher of ", "studies": "researcher of ",
    "works": "employee of ", "worked": "employee of ",
}  # fmt: skip
AGE = re.compile(r"\W*\d\d\W*")
HEADS_OF_STATE = {"president", "prime minister", "chancellor"}
WORDS_FOR_THEM = {"leader", "head of state", "ruler", "strongman", "dictator", "autocrat", "tyrant"}
UNDECIDED = ("other", "unresolved", "other", "unresolved")
# Private persons whose side is their office's.
OF_AN_OFFICE = {"business", "expert", "civil_society", "other_media", "wire"}


class Persons:
    """What is decided of the Persons in the text of a Reader, each once."""

    def __init__(self, reader):
        self.text, self.lists, self.people, self.decider = reader.text, reader.lists, reader.people, reader.decider
        self.decided_of, self.roles_of, self.with_term, self.nobody_until, self.open = {}, {}, {}, {}, 0

    def decided(self, person):
        """(type, rule, side, rule) of a Person: the gazetteer on the date, then the article's own descriptions."""
        if person not in self.decided_of and self.open < CHAIN:
            # Two persons may describe each other ("A, brother of B"); the one asked for first stays open meanwhile.
            self.decided_of[person] = UNDECIDED
            self.open += 1
            self.decided_of[person] = self.decide(person)
            self.open -= 1
        return self.decided_of.get(person, UNDECIDED)

    def decide(self, person):
        """As `decided`."""
        known, when = self.decider.known(person.name)
        # Of an article without a date the gazetteer cannot tell whether somebody held an office then; the article may.
        if when == THEN:
            return known.source_type, f"{known.rule}: {known.name}", *self.known_side(known)
        kind, rule = self.type_of_texts(person.descriptions)
        if kind and not (known and kind in ("other", known.source_type)):
            return kind, f"description: {rule}", *self.described_side(person, kind)
        if known:
            return known.source_type, f"{known.rule}: {known.name}", *self.known_side(known)
        return UNDECIDED

    def is_certain(self, person):
        """Whether what is decided of a person is the gazetteer's, in an article with a date: words beside the name do not change it then."""
        return bool(self.decider.published) and self.decided(person)[1].startswith(("leader", "public figure"))

    def described_side(self, person, kind):
        """The (side, rule) that the descriptions of a person of that type give."""
        for text in person.descriptions:
            side, rule = self.decider.side_of(self.decider.read(text), kind)
            if side and side != "other":
                return side, f"description: {rule}"
        return ("none", "speaks for nobody") if kind in SPEAKS_FOR_ITSELF else ("other", "unresolved")

    def known_side(self, known):
        """The (side, rule) of a public figure; a private person speaks for nobody."""
        if known.source_type == "citizen":
            return "none", "speaks for nobody"
        if known.source_type in OF_AN_OFFICE:
            for hit in self.decider.read(known.office).organisations if known.office else ():
                return side_of_known(hit.entry, known.source_type), f"office of {known.name}"
        return (known.side.lower(), known.rule) if known.side not in ("", "none") else ("none", "speaks for nobody")

    def type_of_texts(self, texts):
        """The (type, rule) of the first of some descriptions that says it; weak words and ages only where no other does."""
        weak = ("", "")
        for text in texts:
            phrase = self.decider.read(as_noun(text)) if text else None
            if phrase is None or (phrase.role and phrase.role.priority <= 6):
                continue
            kind, rule = self.decider.type_of(phrase)
            strong = phrase.role is None or phrase.role.priority > WEAK or " of " in rule
            if kind and kind != "other" and strong and kind != "document":
                return kind, rule
            if kind and kind != "document" and not weak[0]:
                weak = kind, rule
            if weak[0] in ("", "other") and AGE.fullmatch(text):
                weak = "citizen", "age"
        return weak

    def type_of_owner(self, text):
        """The (type, name) of a person whom `text` names; ("", "") where it names none."""
        match = NAME.fullmatch(text.strip())
        name = bare_name(match.group(), self.lists)[1] if match else ()
        if not name:
            return "", ""
        person = self.people.named(name, len(self.text))
        if person is not None:
            return self.decided(person)[0], person.name
        known, _ = self.decider.known(" ".join(name))
        return (known.source_type, known.name) if known else ("", "")

    def described_so(self, term, countries, start):
        """The person named last before `start` whom the article describes with a role of that `term`, of one of the countries; or None."""
        key, runs = (term, frozenset(countries)), self.runs_with(term)
        found, nobody, first = None, self.nobody_until.get(key, -1), None
        for at, person in self.people.named_before(start, runs):
            if at <= nobody:
                break
            first = at if first is None else first
            if self.has_role(person, term) and (not countries or countries & self.countries_of(person)):
                found = person
                break
        if found is None and first is not None:
            self.nobody_until[key] = first  # a thousand descriptions of nobody cost no more than the text's length
        return found

    def runs_with(self, term):
        """Where the text may name in full those whom it may describe with a role of that `term`, as of `People.runs_ending`."""
        if term not in self.with_term:
            lasts = self.people.lasts_beside(self.lists.words_of_term(term), known=term in terms_of_offices(self.lists))
            self.with_term[term] = self.people.runs_ending(lasts)
        return self.with_term[term]

    def has_role(self, person, term):
        """Whether the article or the gazetteer gives a person a role of that `term`."""
        if (person, term) not in self.roles_of:
            self.roles_of[person, term] = self.decide_role(person, term)
        return self.roles_of[person, term]

    def decide_role(self, person, term):
        """As `has_role`; only what has a word of the role is read."""
        words = self.lists.words_of_term(term)
        if term in self.terms(text for text in person.descriptions if may_have(text, words)):
            return True
        known, when = self.decider.known(person.name) if term in terms_of_offices(self.lists) else (None, OTHERWISE)
        if known is None:
            return False
        office = self.terms([known.office] if when != OTHERWISE and known.office else ())
        leads = term in WORDS_FOR_THEM and known.rule == "leader"
        return term in office or (leads and not HEADS_OF_STATE.isdisjoint(office | self.terms(person.descriptions)))

    def terms(self, texts):
        """The terms of the roles that some texts give."""
        return terms_in(map(self.decider.read, texts))

    def has_term(self, said, term):
        """Whether one of the roles of a Said, or of the person it names, has that `term`."""
        if said.phrase is not None and term in said.phrase.terms:
            return True
        return said.person is not None and self.has_role(said.person, term)

    def countries_of(self, person):
        """The countries that the article or the gazetteer gives a person."""
        known, _ = self.decider.known(person.name)
        named = {hit.entry.country for text in person.descriptions for hit in self.decider.read(text).places}
        return named | ({known.side} if known else set())


def may_have(text, words):
    """Whether one of some comparable words may stand in a text; a first, fast look."""
    low = text.casefold()
    return not low.isascii() or any([word in low for word in words])


def terms_in(phrases):
    """The terms of the roles of some phrases; a "press secretary" is a secretary too: the last word of a term is a term."""
    found = {phrase.role.term for phrase in phrases if phrase.role}
    return found | {term.split()[-1] for term in found}


def terms_of_offices(lists):
    """The terms of all roles that an office of the gazetteer gives."""
    return lists.remembered(read_offices)[""]


def read_offices(_, lists):
    """As `terms_of_offices`."""
    offices = {known.office for held in lists.people.entries.values() for _, known in held if known.office}
    return terms_in(parse(office, lists) for office in offices) | WORDS_FOR_THEM


def as_noun(text):
    """A description, where it is a relative clause as a noun phrase ("who heads": "head of")."""
    return WHO_IS.sub(lambda match: VERB_NOUNS.get(match[1], ""), text) if text.startswith("who") else text
