"""How a source that names no person is called, and whether it is named, unnamed or anonymous."""

import re
from bisect import bisect_left

from .noun_phrase import POSSESSIVES
from .once import once
from .personal_names import NAME

ANONYMOUS = re.compile(
    r"anonym|not (?:to )?be (?:named|identified|quoted)|n['’]t be (?:named|identified)|declined to (?:be named|be identified|give (?:his|her|their) name)"
    r"|without (?:being|giving) (?:named|identified|(?:his|her|their) name)|(?:name|identity) (?:be )?withheld|on background"
    r"|did ?n[o'’]t want (?:his|her|their) name|n(?:o|['’])t (?:been )?(?:authori[sz]ed|allowed|cleared|permitted) to (?:speak|talk|comment|discuss)"
    r"|requested anonymity|withh(?:o|e)ld (?:his|her|their) names?|(?:printed|publish|use|give|gave)\w* (?:his|her|their) names?",
    re.IGNORECASE,
)
# Every wording above has one of these, which are found faster in a whole text.
ANONYMOUS_PARTS = (
    "anonym", "be named", "be identified", "be quoted", "without being", "without giving", "withh", "on background", "his name", "r name",
    "ed to speak", "ed to talk", "ed to comment", "ed to discuss",
)  # fmt: skip
# Who goes on to be spoken of at the beginning of the next sentence, and how much is read for it.
GOES_ON = re.compile(r"[\"“«]?(?:He|She|They|Both|Neither|All|The (?:man|woman|official|officer|source|person|employee)s?)\b")
SAID_RIGHT_THERE = re.compile(r",\s(?:who|whose|speaking)\b")
ABOUT_IT, RIGHT_THERE, SENTENCES = 700, 120, 4
# A capitalised word that may name who made a document; no month, no platform, nobody who only saw or signed it.
MAKER = re.compile(
    r"\b(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|I|Facebook|Twitter|Telegram|Instagram)\b)"
    r"[A-ZÀ-Þ]\w+"
)
NOT_ITS_MAKER = re.compile(r"(?:seen|obtained|signed) by")
LAWS = {
    "law", "constitution", "amendment", "treaty", "act", "convention", "statute", "charter", "first amendment", "second amendment",
    "referendum", "agreement",
}  # fmt: skip
GOVERNMENTS = {"government", "regime", "administration", "authorities"}
ORGANISATION_NOUNS = {
    "network", "company", "newspaper", "agency", "news agency", "group", "union", "party", "bank", "ministry", "department", "court",
    "committee", "commission", "council", "broadcaster", "paper", "magazine", "campaign", "organization", "organisation", "firm",
    "press service", "press office", "insurer", "airline", "carrier", "retailer", "manufacturer", "utility", "outlet", "publication", "station", "think tank",
    "pollster", "charity", "watchdog", "militia", "movement", "team", "operator", "airport", "hospital", "church", "police",
    "government", "administration", "website", "channel", "institute", "university", "foundation", "association", "office", "tribunal",
}  # fmt: skip
ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
THE = re.compile(r"[Tt]he\s")
# A name is cut here.
LONGEST_NAME = 160


class Naming:
    """The names of the sources of a Reader that name no person."""

    def __init__(self, reader):
        self.text, self.people, self.layout, self.in_text = reader.text, reader.people, reader.layout, {}

    def name_of(self, phrase, owner, start):
        """The (name, rule) of a phrase that names no person: an organisation, a government, or its own words."""
        if phrase.organisation and not phrase.indefinite and (phrase.role is None or phrase.role.naming == "office"):
            return self.name_of_organisation(phrase), "organisation"
        place = phrase.place
        if place and phrase.role is None and " and " not in phrase.head:
            country = country_name(place.country)
            if place.kind == "seat":
                return f"{place.name} (government of {country})", "seat of a government"
            return f"government of {country}", "place for its government"
        if phrase.role and phrase.role.term in GOVERNMENTS and phrase.places:
            return f"government of {country_name(phrase.places[0].entry.country)}", "government"
        return self.own_words(phrase, owner, start)

    def own_words(self, phrase, owner, start):
        """The (name, rule) of a phrase by its own words, with the name of its owner where that is known."""
        words = without_article(phrase.text)
        if owner and phrase.determiner in POSSESSIVES and " " in words:
            return f"{owner.source.name}'s {words.split(None, 1)[-1]}"[:LONGEST_NAME], "possessive resolved"
        if owner and phrase.role:
            return f"{words} of {owner.source.name}"[:LONGEST_NAME], "spokesman of the organisation before"
        if phrase.possessor and (person := self.people.named(tuple(phrase.possessor.split()), start)):
            return words.replace(phrase.possessor, person.name, 1), "own words, with the full name"
        return words[:LONGEST_NAME], "own words"

    def name_of_organisation(self, phrase):
        """The organisation's name as the article writes it, in full where it does, with the short form in brackets."""
        written, full = (THE.sub("", name) if THE.match(name) else name for name in (phrase.written, phrase.organisation.name))
        if full not in self.in_text:
            self.in_text[full] = full in self.text
        if full != written and self.in_text[full]:
            return f"{full} ({written})" if written not in full else full
        return written

    def naming_of(self, phrase, owner, start):
        """The (naming, rule) of a phrase that names no person and stands for no earlier source."""
        role = phrase.role
        if phrase.organisation and (role is None or role.naming == "office"):
            return "named", "organisation"
        if phrase.place and role is None and phrase.place.kind != "demonym":
            return "named", "place"
        if self.is_withheld(phrase, start):
            return "anonymous", "name withheld"
        document = role is not None and role.source_type == "document"
        if phrase.indefinite and not document:
            return "unnamed", "role without a name"
        if document:
            return naming_of_document(phrase)
        if role is None:
            return self.naming_without_role(phrase, start)
        return self.naming_of_role(phrase, role, owner, start)

    def naming_of_role(self, phrase, role, owner, start):
        """As `naming_of`, for a definite phrase with a role that is no document."""
        if role.term in ORGANISATION_NOUNS and not phrase.plural:
            possessor = phrase.possessor and not owner and self.people.named(tuple(phrase.possessor.split()), start)
            if possessor or (owner and owner.source.naming == "named"):
                return "named", "office of a named person"
        if role.priority == 60:
            return "named", "proper name"
        if role.naming == "office" or role.term == "authorities":
            if phrase.definite or phrase.places or phrase.text[:1].isupper() and not self.layout.opens(start):
                return "named", "unique office"
        return "unnamed", "description"

    def naming_without_role(self, phrase, start):
        """As `naming_of`, for a definite phrase with no known role."""
        opens = phrase.head[:1].isupper() and self.layout.opens(start)
        if phrase.place is not None:
            return "named", "place"
        return ("named", "proper name") if NAME.search(phrase.head, 1 if opens else 0) else ("unnamed", "description")

    def is_withheld(self, phrase, start):
        """Whether a phrase or what follows it says that the name is withheld; of "the official" only what is said right there."""
        end = start + len(phrase.text)
        if self.text[start:end] != phrase.text:
            return withheld(phrase.text)
        first = bisect_left(self.hints, start)
        if first == len(self.hints) or self.hints[first] > end + ABOUT_IT:
            return False
        if withheld(phrase.text):
            return True
        if phrase.definite and not SAID_RIGHT_THERE.match(self.text, end):
            return False
        after = self.about_it(end)
        return withheld(after[:RIGHT_THERE] if phrase.definite else after)

    def about_it(self, start):
        """The rest of the line's sentence at `start`, and the next sentences where they go on about the same person; ABOUT_IT characters at most."""
        most = start + ABOUT_IT
        line = self.text.find("\n", start, most)
        most, number = line if line >= 0 else most, self.layout.sentence(start)
        end = self.layout.end_of(number, most)
        for _ in range(1, SENTENCES):
            if end == most or not GOES_ON.match(self.text, end, most):
                break
            number += 1
            end = self.layout.end_of(number, most)
        return self.text[start:end]

    @once
    def hints(self):
        """Where the text has a part that every wording of a withheld name has, in order; everywhere, if letters cannot be counted."""
        low, found = self.people.plain.lower(), []
        if len(low) != len(self.text):
            return range(len(self.text))
        for part in ANONYMOUS_PARTS:
            at = low.find(part)
            while at >= 0:
                found.append(at)
                at = low.find(part, at + 1)
        return sorted(found)


def naming_of_document(phrase):
    """The (naming, rule) of a document: named where its maker is, or where it is the law."""
    places = [(hit.start, hit.end) for hit in phrase.places]
    makers = (match.start() for match in MAKER.finditer(NOT_ITS_MAKER.split(phrase.text)[0], 1))
    if any(not any(begin <= at < end for begin, end in places) for at in makers):
        return "named", "document named by its maker"
    law = phrase.role.term in LAWS and (phrase.places or phrase.definite)
    return ("named", "document named by its maker") if law else ("unnamed", "description")


def withheld(text):
    """Whether a text says that a name is withheld."""
    return ANONYMOUS.search(text) is not None


def without_article(text):
    """`text` without "the" or "a" at its beginning."""
    match = ARTICLE.match(text)
    return text[match.end() :] if match else text


def country_name(country):
    """A country's id as a name ("united states" as "United States")."""
    small = {"of", "and", "the"}
    return " ".join(word if word in small else word[:1].upper() + word[1:] for word in country.split())
