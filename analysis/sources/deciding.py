"""What kind of source a description makes: type and side from the head noun, its owner, and the names beside it."""

import re

from .lists import on_date
from .noun_phrase import NAME_NOUN
from .phrases import complement, parse, proper_name

WEAK = 16
# Heads that speak for somebody else and take that one's type.
SPEAKS_FOR = {
    "lawyer", "attorney", "counsel", "press secretary", "official", "office", "team", "staff", "campaign manager", "executive",
    "founder", "co founder", "owner", "chief executive", "executive director", "communications director", "representative",
    "president", "vice president", "senior vice president", "secretary general", "general secretary",
    "delegation", "administration", "deputy", "secretary", "manager", "chairwoman", "chief of staff", "employee", "insider",
}  # fmt: skip
# What only a group of people does: "people who voted".
CITIZENS_DO = re.compile(r"\b(?:liv|vot|attend|gather|protest|march|wait|flee|fled|queu|stay|surviv|witness|resid|register)\w*", re.IGNORECASE)
# "Donald J. Trump", "Joe Biden Jr.": the gazetteer has the name without these.
INITIALS = re.compile(r"(?<=\w)\s(?:[A-Z]\.|[A-Z](?=\s)|[JS]r\.?|I{2,3}|IV)(?=\s|$)")
FORMER = re.compile(r"\b(?:former|ex|retired|then)\b(?! interim)", re.IGNORECASE)
MEDIA_TEXTS = {"report", "story", "article", "editorial", "coverage", "column", "broadcast", "dispatch", "interview", "news report"}
POSTS = re.compile(r"\b(?:tweets?|posts?|twitter|facebook|instagram)\b", re.IGNORECASE)
MEDIA = {"wire", "state_media", "other_media"}
# Bodies of private people that speak for themselves, whoever their members are.
UNIONS = {"union", "association", "federation", "coalition", "alliance"}
# "a researcher at Standard Bank": the name of whom the head belongs to.
TO_NAME = re.compile(r"^.*?\b(?:of|at|for|with|from|by)\s")
NAMES_OWNER = re.compile(r"\b(?:of|at|for|with|from|by)\s+(?:the\s)?(?:[\w-]+\s)?[A-Z]")
NO_OWNER = {"document", "other"}
NO_OWNER_OR_PRIVATE = NO_OWNER | {"citizen"}
# When what the gazetteer says of a person holds: on the article's date; perhaps, as the article has none; at another time, or it says nothing.
THEN, UNDATED, OTHERWISE = "then", "undated", "otherwise"
BEFORE_HEAD = re.compile(r"((?:[A-Z][\w.’'-]*\s)+)(?=[a-z])")


class Decider:
    """Decides types and sides of descriptions on an article's date."""

    def __init__(self, lists, published, type_of_person):
        self.lists, self.published, self.type_of_person = lists, published, type_of_person
        # `read` gives the Phrase of a text.
        self.read, self.entries, self.known_of = lists.remembered(parse).__getitem__, lists.remembered(people_named), {}

    def known(self, name):
        """(what the gazetteer says of a person of that name, or None; when that holds: THEN, UNDATED or OTHERWISE)."""
        if name not in self.known_of:
            self.known_of[name] = self.find_known(name)
        return self.known_of[name]

    def find_known(self, name):
        """As `known`."""
        entries = self.entries[name]
        now = on_date(entries, self.published)
        if now:
            # A surname alone is the leader's or the candidate's; who is both an official and a candidate, the later.
            surest = max(now, key=lambda k: (" " not in name and (k.rule == "leader" or "candidate" in k.office), k.start))
            return surest, THEN if self.published else UNDATED
        return max(entries, key=lambda k: k.start, default=None), OTHERWISE

    def holder(self, office, countries):
        """The Known who held an office of the first of the `countries` that has one on the date, or None."""
        for country in countries:
            held = on_date(self.lists.holders.get((country, office), []), self.published) if self.published else []
            if held:
                return held[-1]
        return None

    def type_of(self, phrase, depth=0):
        """The (type, rule) that the phrase's own words decide, or ("", "")."""
        role, organisation = phrase.role, phrase.organisation
        if organisation and not (role and role.priority > WEAK and role.naming != "office"):
            return organisation.source_type, f"organisation: {organisation.name}"
        if role is None:
            if phrase.place:
                return "official", "place for its government"
            return ("", "") if depth > 1 else self.type_of_possession(phrase, depth)
        if role.source_type == "document":
            return self.type_of_document(phrase, role)
        if role.source_type == "official" and FORMER.search(phrase.head):
            return "expert", f"role: former {role.term}"
        if role.priority <= WEAK or role.term in SPEAKS_FOR:
            owner = self.owner_type(phrase, depth)
            private = owner[0] == "citizen" and not role.term.startswith(("spokes", "lawyer", "attorney", "group"))
            if owner[0] and not private and role.term not in UNIONS and (role.source_type != "citizen" or role.term in SPEAKS_FOR):
                return owner[0], f"role: {role.term} of {owner[1]}"
        if role.source_type == "other" and role.priority <= 6 and CITIZENS_DO.search(phrase.rest):
            return "citizen", "what the people did"
        if role.source_type == "citizen" and role.term.startswith("colleague") and self.owner_type(phrase, depth)[0] == "politician":
            return "politician", "role: colleague of a politician"
        return role.source_type, f"role: {role.term}"

    def type_of_possession(self, phrase, depth):
        """The type of what has no known head noun: of its possessor's government, or of an organisation beside it."""
        if phrase.organisations and not phrase.name:
            known = phrase.organisations[0].entry
            return known.source_type, f"organisation: {known.name}"
        if depth < 2 and phrase.is_quantity and (of_what := complement(phrase)):
            return self.type_of(self.read(of_what), depth + 1)
        return phrase.kind_by_form

    def type_of_document(self, phrase, role):
        """The type of a document: a media report takes its outlet's type, a post its author's."""
        named = [hit.entry for hit in phrase.organisations if hit.entry.source_type in MEDIA]
        alone = not (phrase.rest or phrase.possessor or phrase.organisations)
        # "Russian" is a modifier that says nothing of the author.
        if role.term == "report" and phrase.plural and alone and all(m.source_type == "citizen" for m in phrase.modifiers):
            return "other_media", "reports without an author"
        if named and role.term in MEDIA_TEXTS and "seen by" not in phrase.rest:
            return named[0].source_type, f"report of {named[0].name}"
        if POSTS.search(role.term):
            owner = self.owner_type(phrase, 0)
            if owner[0]:
                return owner[0], f"post of {owner[1]}"
        return "document", f"role: {role.term}"

    def owner_type(self, phrase, depth):
        """The (type, whose) of whom a head noun belongs to: the words before it, the possessor, then what follows "of"."""
        for role in reversed(phrase.modifiers):
            if role.source_type not in NO_OWNER_OR_PRIVATE and role.priority > WEAK:
                return role.source_type, role.term
        inside = [hit for hit in phrase.organisations if hit.start < len(phrase.text) - len(phrase.rest)]
        if inside:
            return inside[-1].entry.source_type, inside[-1].entry.name
        for text in (phrase.possessor, self.name_before(phrase), complement(phrase)):
            if text and depth < 2:
                kind, whose = self.type_of_owner(text, depth)
                if kind and kind not in NO_OWNER:
                    return kind, whose
        if phrase.organisations:
            return phrase.organisations[0].entry.source_type, phrase.organisations[0].entry.name
        match = NAME_NOUN.search(phrase.rest)
        return (match.lastgroup, f"a name with {match.group()}") if match else ("", "")

    def name_before(self, phrase):
        """The capitalised words that begin the head ("Clinton" of "Clinton aides"), or ""."""
        match = BEFORE_HEAD.match(phrase.head)
        return match[1].strip() if match else ""

    def type_of_owner(self, text, depth):
        """The (type, name) of an owner: a person the article or the gazetteer knows, else a description."""
        kind, name = self.type_of_person(text)
        if kind:
            return kind, name
        inner = self.read(text)
        kind, rule = self.type_of(inner, depth + 1)
        return kind, rule.partition(": ")[2] or text

    def side_of(self, phrase, kind):
        """The (side, rule) that the phrase's own words give for a source of that type, or ("", "")."""
        if not (phrase.organisations or phrase.places or phrase.rest):
            return "", ""
        organisations = [hit.entry for hit in phrase.organisations if "seen by" not in phrase.rest]
        same = [k for k in organisations if k.source_type == kind] or (organisations if kind in ("expert", "document", "citizen") else [])
        if same and kind != "citizen":
            return side_of_known(same[0], kind), "organisation"
        if kind in ("official", "state_media", "politician", "armed_group", "document", "other_media") and phrase.places:
            if kind in ("official", "state_media", "document", "other_media"):
                return phrase.places[0].entry.country, "place in the source"
        if kind in ("expert", "business", "civil_society", "document"):
            name = proper_name(TO_NAME.sub("", phrase.rest)) if NAMES_OWNER.search(phrase.rest) else ""
            if len(name.split()) > 1:
                return name.lower(), "name of an organisation in the source"
        return "", ""


def people_named(name, lists):
    """The Knowns of the gazetteer under a person's name, with or without its initials."""
    return lists.people.get(name) or lists.people.get(INITIALS.sub("", name))


def side_of_known(known, kind):
    """The side of an organisation: the country for who speaks for a state, else its own name."""
    if kind in ("official", "state_media", "politician") or known.rule != "organisation":
        side = known.side if known.side != "none" else known.name
    else:
        side = known.name
    side = side.lower()
    return side[4:] if side.startswith("the ") else side
