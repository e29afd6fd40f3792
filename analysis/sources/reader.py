"""Reads the sources of one text in order, so that pronouns, surnames and descriptions find whom they stand for."""

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import NamedTuple

from .deciding import MEDIA_TEXTS, SPEAKS_FOR, WEAK, Decider, side_of_known
from .lists import key_of
from .people import CAPITAL, MAN_WORDS, NAME, WOMAN_WORDS, People, bare_name
from .phrases import POSSESSIVES, last_word

HE_OR_SHE = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
THEY = {"they", "them", "their", "theirs", "themselves", "these", "those", "both"}
IT = {"it", "its", "itself", "this"}
SPEAKERS = {"i", "we", "me", "us", "my", "our", "ours", "myself", "ourselves"}
# Pronouns that are no determiner, so that whatever follows them is no part of the source.
SUBJECTS = {"he", "she", "they", "i", "we", "who"}
# A source cut at the full stop of a title goes on after it.
TITLE_CUT = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen)$")
AFTER_TITLE = re.compile(r"\.\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?")
PART_OF_THEM = re.compile(
    r"(?:one|two|three|four|both|all|each|any|some|many|most|several|none|neither|either|half|a few|another)"
    r" of (?:them|these|those|the (?:two|three|four))",
    re.IGNORECASE,
)
# A source that goes on into its clause ("Clinton has delivered a mostly"): what stands before the verb.
VERB = re.compile(r"\s(?:has|have|had|is|are|was|were|says|said|told|will|would|could|can|does|did|may|might|must|should)\b")
FINITE = re.compile(r"((?:(?!\b(?:who|that|which|whom|whose)\b)[^,;])+?)" + VERB.pattern)
RELATIVES = {"who", "which", "that", "whom", "whose"}
ANONYMOUS = re.compile(
    r"anonym|not (?:to )?be (?:named|identified|quoted)|n['’]t be (?:named|identified)|declined to (?:be named|be identified|give (?:his|her|their) name)"
    r"|without (?:being|giving) (?:named|identified|(?:his|her|their) name)|(?:name|identity) (?:be )?withheld|on background"
    r"|did ?n[o'’]t want (?:his|her|their) name|n(?:o|['’])t (?:been )?(?:authori[sz]ed|allowed|cleared|permitted) to (?:speak|talk|comment|discuss)"
    r"|requested anonymity|withh(?:o|e)ld (?:his|her|their) names?|(?:printed|publish|use|give|gave)\w* (?:his|her|their) names?",
    re.IGNORECASE,
)
# Every wording above has one of these, which are found faster.
ANONYMOUS_PARTS = ("anonym", "name", "dent", "quoted", "backgr", "author", "allowed", "cleared", "perm")
SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)\n*|(?<!\n)(?<![.!?][.!?])[.!?]*[\"”’'»“)]*\s+(?=[A-Z\"“«„‘'(]))")
ABBREVIATED = re.compile(r"(?:\b(?:M[rs]|Mrs|Dr|Sen|Rep|Gov|Gen|St|Lt|Col|Prof|Rev)|\b[A-Z])$")
QUOTED = re.compile(
    r"(?=[“«„\"'‘])(?:“[^”\n]*(?:”|\n|$)|«[^»\n]*(?:»|\n|$)|„[^“”\n]*(?:“|”|\n|$)|(?<!\w)\"[^\"\n]*(?:\"|\n|$)"
    r"|(?<!\w)''[^\n]*?''|(?<![\w’])‘[^\n]{0,5000}?[,.?!]’)"
)
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
HOME = re.compile(r"(?:of|from|in)\s[A-Z][\w.-]+(?:\s[A-Z][\w.-]+)*(?:,\s[A-Z][\w.]+)?,?$")
# A capitalised word that may name who made a document; no month, no platform, nobody who only saw or signed it.
MAKER = re.compile(
    r"\b(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|I|Facebook|Twitter|Telegram|Instagram)\b)"
    r"[A-ZÀ-Þ]\w+"
)
SAID_RIGHT_THERE = re.compile(r",\s(?:who|whose|speaking)\b")
WORD_AT_END = re.compile(r"([A-Z][\w-]+)(?:['’]s)?\Z")
NOT_ITS_MAKER = re.compile(r"(?:seen|obtained|signed) by")
FAR = 7
START = attrgetter("start")
# No article is so: the longest sentence of 5,500 real ones has 2,544 characters, the longest text 76,553, and no 25 sentences have 200 sources.
LONGEST, LONGEST_TEXT, MANY = 5_000, 300_000, 200


class Source(NamedTuple):
    """What is decided of one source; the schema's columns in their order."""

    name: str
    source_type: str
    naming: str
    side: str
    name_rule: str
    type_rule: str
    naming_rule: str
    side_rule: str


NOBODY = Source("", "none", "none", "none", "no source", "no source", "no source", "no source")
UNRESOLVED = Source("", "other", "unnamed", "other", *["unresolved"] * 4)


@dataclass
class Said:
    """A source where it stands in the text, and what tells whether a pronoun or a description may mean it."""

    start: int
    source: Source
    sort: str
    gender: str = ""
    terms: object = frozenset  # a function that gives the terms of the source's roles, since few are asked for
    person: object = None


class SaidInOrder:
    """The Saids of one text in the order of their places, all and by sort."""

    def __init__(self):
        self.of_sort = {"": []}

    def add(self, said):
        """Files a Said after those that start where it does."""
        insort(self.of_sort[""], said, key=START)
        insort(self.of_sort.setdefault(said.sort, []), said, key=START)

    def between(self, first, end, sort=""):
        """The Saids of a `sort` that start from `first` to before `end`."""
        places = self.of_sort.get(sort, [])
        return places[bisect_left(places, first, key=START) : bisect_left(places, end, key=START)]

    def last(self, first, end, sort=""):
        """The last Said of a `sort` that starts from `first` to before `end`, or None."""
        places = self.of_sort.get(sort, [])
        before = bisect_left(places, end, key=START)
        return places[before - 1] if before and places[before - 1].start >= first else None

    def backwards(self, first, end):
        """The Saids that start from `first` to before `end`, the last first; at most `MANY` of them."""
        places = self.of_sort[""]
        before = bisect_left(places, end, key=START)
        for place in range(before - 1, max(before - MANY, 0) - 1, -1):
            if places[place].start < first:
                return
            yield places[place]


class Reader:
    """Reads the sources of one text; `published` and `outlet` are the article's."""

    def __init__(self, text, published, outlet, lists):
        self.text, self.outlet, self.lists = text, outlet, lists
        self.people = People(text, lists)
        self.decider = Decider(lists, published, self.type_of_owner)
        self.said, self.persons_decided, self.terms_decided = SaidInOrder(), {}, {}
        self.places, self.elsewhere, self.named_so, self.in_text = None, {}, {}, {}

    @cached_property
    def sentences(self):
        """Where the sentences of the text begin, roughly."""
        return [0, *sentence_ends(self.text)]

    @cached_property
    def quotes(self):
        """The (start, end) of each quotation."""
        return [match.span() for match in QUOTED.finditer(self.text)]

    def read(self, attributions):
        """The Source of each attribution, in the order given; they are resolved in the order of the text."""
        self.by_id = {one.attribution_id: one for one in attributions}
        self.decided = {}
        for one in sorted(attributions, key=lambda a: (a.source_start if a.source_text else 0, len(a.nested_in))):
            self.decide(one)
        return [self.decided[one.attribution_id].source for one in attributions]

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
        if TITLE_CUT.search(text, max(0, len(text) - 5)) and (more := AFTER_TITLE.match(self.text, start + len(text))):
            text += more.group()
        if not word and VERB.search(text) and (verb := FINITE.match(text)):
            text = verb[1]
        if word in SPEAKERS:
            return self.speaker(start, nested_in)
        if word in HE_OR_SHE:
            found = self.person_before(start, HE_OR_SHE[word])
            return moved(found, start, "pronoun: the person named before")
        if word in THEY | IT:
            return moved(self.group_before(start, plural=word in THEY), start, "pronoun: the group named before")
        if word in RELATIVES:
            return self.head_before(start)
        if PART_OF_THEM.fullmatch(text.strip()):
            return moved(self.group_before(start, plural=True), start, "pronoun: some of the group named before")
        return self.described(text, start)

    # Pronouns

    def speaker(self, start, nested_in):
        """Whom "I" or "we" stands for: who is quoted, or outside quotations the outlet."""
        parent = self.by_id.get(nested_in)
        if parent is not None and parent.source_text and int(parent.source_start) != start:
            return moved(self.decide(parent), start, "pronoun: the quoted speaker")
        if self.quoted(start):
            return moved(self.said.last(0, self.sentence_end(start)), start, "pronoun: the speaker named before")
        if not self.outlet:
            return moved(None, start, "")
        known = self.lists.organisations.get(self.outlet)
        kind = known[0].source_type if known else "other_media"
        name, side = (known[0].name, side_of_known(known[0], kind)) if known else (self.outlet, self.outlet.lower())
        return Said(start, Source(name, kind, "named", side, *["pronoun: the outlet"] * 4), "group")

    def person_before(self, start, gender):
        """The Said of the person that "he" or "she" stands for, or None.

        Sentence by sentence backwards: a source before a name that begins its sentence, that before any other name.
        """
        here = self.sentence(start)
        for number in range(here, max(here - FAR, 0) - 1, -1):
            best = self.person_in_sentence(number, start, gender)
            if best is not None:
                said = best if isinstance(best, Said) else self.said_of(best.person, best.start, "full name")
                if said.person is not None and not said.person.gender:
                    said.person.gender = gender
                return said
        return None

    def person_in_sentence(self, number, start, gender):
        """The Said or the Mention before `start` that best fits a pronoun's gender in the sentence of that number, or None."""
        end = start if number + 1 == len(self.sentences) else min(start, self.sentences[number + 1])
        first = max(self.sentences[number], end - LONGEST)
        candidates = [(2, s.start, s, s.gender) for s in self.said.between(first, end, "person")]
        candidates += [(int(m.leads), m.start, m, m.person.gender) for m in self.people.mentions(first, end)]
        inside = self.quoted(start)
        fitting = [one for one in candidates if one[3] in ("", gender) and (inside or not self.quoted(one[1]))]
        return max(fitting, key=lambda one: one[:2])[2] if fitting else None

    def group_before(self, start, *, plural):
        """The Said that "they" or "it" stands for: a source of that number, else an organisation or place before it."""
        here = self.sentence(start)
        better, other = ("plural", "group") if plural else ("group", "thing")
        for number in range(here, max(here - FAR, -1), -1):
            begin, end = self.sentences[number], start if number == here else self.sentences[number + 1]
            found = self.said.last(begin, end, better) or self.said.last(begin, end, other) or self.group_named(begin, min(end, begin + 400), plural)
            if found:
                return found
        return None

    def group_named(self, begin, end, plural):
        """The first organisation or country, or plural role, that a stretch of the text names, as a Said, or None."""
        piece = self.text[begin:end]
        if plural:
            for hit in self.lists.roles.find(piece):
                word = piece[hit.start : hit.end]
                if word.lower().endswith("s") and word.lower() != hit.entry.term and hit.entry.source_type not in ("document", "other"):
                    left = re.search(r"(?:\b(?:the|some|two|three|many|several|other)\s)?(?:[\w-]+\s)?$", piece[: hit.start])
                    return self.described((left[0] if left else "") + word, begin + hit.start)
            return None
        for hit in self.lists.organisations.find(piece):
            return self.described(piece[hit.start : hit.end], begin + hit.start)
        for hit in self.lists.places.find(piece):
            if hit.entry.kind != "demonym":
                return self.described(piece[hit.start : hit.end], begin + hit.start)
        return None

    def head_before(self, start):
        """Whom a relative pronoun stands for: the noun phrase right before it."""
        left = max(self.text.rfind(mark, max(0, start - 161), start) for mark in ".;!?\n“”\":«»„")
        phrase = self.text[max(left + 1, start - 160) : start].strip(" ,—–-")
        pieces = re.split(r"(,\s|\s(?:and|but|that|by|said|says|told|as|is|was|were|are|has|have|had|who|where|when|not)\s)", phrase)
        tail = pieces[-1]
        if len(pieces) > 2 and pieces[-2] == ", " and not NAME.search(tail[:3]):
            before = NAME.search(pieces[-3])
            if before and before.end() >= len(pieces[-3]) - 1:
                tail = before.group() + ", " + tail
        for index in (self.lists.organisations, self.lists.places):
            hits = index.find(tail)
            if hits and hits[-1].end >= len(tail) - 1 and (index is self.lists.organisations or hits[-1].entry.kind != "demonym"):
                if self.text[start : start + 3].lower() != "who":
                    tail = tail[hits[-1].start :]
                    break
        found = self.described(tail or phrase, start)
        if found.source.type_rule.startswith("organisation") and found.source.name_rule == "own words":
            hits = self.lists.organisations.find(tail)
            found = self.described(tail[hits[-1].start : hits[-1].end], start) if hits else found
        last = re.split(r"\s(?:of|for|at|from|with|in|on|to|among|about|against|under|by)\s", tail)[-1]
        if found.source.type_rule == "unresolved" and last != tail and last:
            found = self.described(last, start)
        # After a verb or a preposition the nearest noun phrase is meant: its name or its role is the last one.
        return moved(found, start, "relative: the words before it")

    # Noun phrases

    def described(self, text, start):
        """The Said of a noun phrase."""
        first = first_of_several(text)
        if first:
            said = self.described(first, start)
            name = re.sub(r"^(?:the|an?)\s+", "", text.strip(), flags=re.IGNORECASE)[:160]
            return replace(said, source=said.source._replace(name=name, name_rule="several sources"), sort="plural", person=None)
        phrase = self.decider.read(text)
        person, title = self.person_in(phrase, start)
        if person is not None:
            return self.said_of(person, start, "full name" if person.name in text else "surname", phrase)
        if title:
            return self.said_of_public(title, start, phrase)
        bearer = self.bearer(phrase, start)
        if bearer:
            return bearer
        owner = self.owner_of(phrase, start)
        kind, type_rule = self.type_of(phrase, owner)
        name, name_rule = self.name_of(phrase, owner, start)
        naming, naming_rule = self.naming_of(phrase, owner, start)
        side, side_rule = self.side_of(phrase, kind, owner, start)
        source = Source(name, kind or "other", naming, side, name_rule, type_rule or "unresolved", naming_rule, side_rule)
        return Said(start, source, self.sort_of(phrase), self.gender_in(phrase), lambda: self.terms_of(phrase))

    def owner_of(self, phrase, start):
        """The Said of whom "his", "her", "its" or "their" means, or for whom a bare "spokesman" speaks; else None."""
        if phrase.determiner in HE_OR_SHE and not phrase.possessor:
            return self.person_before(start, HE_OR_SHE[phrase.determiner])
        if phrase.determiner in ("its", "their") and not phrase.possessor:
            return self.group_before(start, plural=phrase.determiner == "their")
        alone = not (phrase.possessor or phrase.modifiers or phrase.organisations or phrase.rest or phrase.places)
        if phrase.role and phrase.role.term.startswith("spokes") and alone:
            return self.group_before(start, plural=False)
        return None

    def type_of(self, phrase, owner):
        """The (type, rule) of a phrase that names no person; who speaks for an owner takes the owner's type."""
        kind, rule = self.decider.type_of(phrase)
        role = phrase.role
        if owner and role and (role.priority <= WEAK and role.source_type not in ("citizen", "document") or role.term in SPEAKS_FOR) and " of " not in rule:
            theirs = owner.source.source_type
            if theirs not in ("other", "none", "document"):
                return theirs, f"role: {role.term} of {owner.source.name}"
        return kind, rule

    def person_in(self, phrase, start):
        """(the Person that a phrase names, None), or (None, the full name the gazetteer gives), or (None, None)."""
        names = [name for _, name, _ in phrase.names]
        if not names and re.fullmatch(CAPITAL, phrase.head) and phrase.determiner not in ("the", "a", "an"):
            names = [self.people.surname_at_end([phrase.head])]
        for name in filter(None, names):
            person = self.people.named(name, start)
            if person is not None:
                return person, None
            known, _ = self.decider.known(" ".join(name))
            if known:
                return None, known
            if len(name) > 1 or self.title_before(phrase):
                return None, " ".join(name)
        return None, None

    def title_before(self, phrase):
        """Whether a title or a role stands before the name that the phrase's head ends with."""
        return bool(phrase.names and phrase.names[0][2]) and phrase.organisation is None

    def said_of(self, person, start, rule, phrase=None):
        """The Said of a Person; the phrase's own words may say more than what is known."""
        kind, type_rule, side, side_rule = self.person_decided(person)
        if phrase is not None:
            kind, type_rule, side, side_rule = self.with_phrase(phrase, kind, type_rule, side, side_rule, start)
        if side == "other" and kind in ("official", "state_media"):
            side, side_rule = self.country_near(start)
        source = Source(person.name, kind, "named", side, rule, type_rule, "person named", side_rule)
        return Said(start, source, "person", person.gender, lambda: self.terms_of_person(person, phrase), person)

    def with_phrase(self, phrase, kind, type_rule, side, side_rule, start):
        """Type and side of a named person, with what the words around the name in this phrase decide."""
        held = type_rule.startswith(("leader", "public figure"))
        if not held:
            own, rule = self.decider.type_of(phrase)
            if not own:
                own, rule = self.type_of_texts([WHO_IS.sub(heads, piece) for piece in phrase.rest.split(", ")])
            if not own and kind == "other" and HOME.match(phrase.rest):
                own, rule = "citizen", "home town"
            if own and (own != "other" or kind == "other"):
                kind, type_rule = own, rule
        own_side, rule = self.decider.side_of(phrase, kind)
        if own_side and (side in ("other", "none") or not held):
            side, side_rule = own_side, rule
        if kind in ("citizen", "other") and not type_rule.startswith("unresolved") and not held:
            side, side_rule = "none", "speaks for nobody"
        elif side == "none" and kind in ("official", "state_media"):
            side, side_rule = "other", "unresolved"
        return kind, type_rule, side, side_rule

    def person_decided(self, person):
        """(type, rule, side, rule) of a Person: the gazetteer on the date, then the article's own descriptions."""
        if id(person) not in self.persons_decided:
            # Two persons may describe each other ("A, brother of B"); the one asked for first stays open meanwhile.
            self.persons_decided[id(person)] = ("other", "unresolved", "other", "unresolved")
            self.persons_decided[id(person)] = self.decide_person(person)
        return self.persons_decided[id(person)]

    def decide_person(self, person):
        """As `person_decided`."""
        known, holds = self.decider.known(person.name)
        if known and holds:
            return known.source_type, f"{known.rule}: {known.name}", *self.known_side(known)
        kind, rule = self.type_of_texts(person.descriptions)
        side, side_rule = "other", "unresolved"
        for text in person.descriptions:
            if side == "other":
                found = self.decider.side_of(self.decider.read(text), kind) if kind else ("", "")
                side, side_rule = (found[0], f"description: {found[1]}") if found[0] else (side, side_rule)
        if kind and not (known and kind == "other"):
            if side == "other" and kind in SPEAKS_FOR_ITSELF:
                side, side_rule = "none", "speaks for nobody"
            return kind, f"description: {rule}", side, side_rule
        if known:
            return known.source_type, f"{known.rule}: {known.name}", *self.known_side(known)
        return "other", "unresolved", "other", "unresolved"

    def known_side(self, known):
        """The (side, rule) of a public figure; a private person speaks for nobody."""
        if known.source_type == "citizen":
            return "none", "speaks for nobody"
        if known.source_type in ("business", "expert", "civil_society", "other_media", "wire"):
            for hit in self.decider.read(known.office).organisations if known.office else ():
                return side_of_known(hit.entry, known.source_type), f"office of {known.name}"
        return (known.side.lower(), known.rule) if known.side not in ("", "none") else ("none", "speaks for nobody")

    def type_of_texts(self, texts):
        """The (type, rule) of the first of some descriptions that says it; weak words and ages only where no other does."""
        weak = ("", "")
        for text in texts:
            phrase = self.decider.read(WHO_IS.sub(heads, text)) if text else None
            if phrase is None or (phrase.role and phrase.role.priority <= 6):
                continue
            kind, rule = self.decider.type_of(phrase)
            strong = phrase.role is None or phrase.role.priority > WEAK or " of " in rule
            if kind and kind != "other" and strong and kind != "document":
                return kind, rule
            if kind and kind != "document" and not weak[0]:
                weak = kind, rule
            if re.fullmatch(r"\W*\d\d\W*", text) and weak[0] in ("", "other"):
                weak = "citizen", "age"
        return weak

    def said_of_public(self, known, start, phrase):
        """The Said of a person whom only the gazetteer names in full, or whom the phrase alone names."""
        if isinstance(known, str):
            kind, type_rule, side, side_rule = self.with_phrase(phrase, "other", "unresolved", "other", "unresolved", start)
            name, rule = known, "name in the source"
            if side == "other" and kind == "official":
                side, side_rule = self.country_near(start)
        else:
            kind, type_rule = known.source_type, f"{known.rule}: {known.name}"
            (side, side_rule), name, rule = self.known_side(known), known.name, "gazetteer"
        source = Source(name, kind, "named", side, rule, type_rule, "person named", side_rule)
        return Said(start, source, "person", self.gender_in(phrase), lambda: self.terms_of(phrase))

    def type_of_owner(self, text, depth):
        """The (type, name) of a person whom `text` names or a pronoun in it means; ("", "") where it names none."""
        match = NAME.fullmatch(text.strip())
        if not match:
            return "", ""
        _, name = bare_name(match.group(), self.lists)
        if not name:
            return "", ""
        person = self.people.named(name, len(self.text))
        if person is not None:
            return self.person_decided(person)[0], person.name
        known, _ = self.decider.known(" ".join(name))
        return (known.source_type, known.name) if known else ("", "")

    def bearer(self, phrase, start):
        """The Said of whom a definite description means: an earlier source or a person described so, or None."""
        role = phrase.role
        if role is None or phrase.indefinite or not phrase.definite or phrase.organisation:
            return None
        if role.source_type == "document" and role.term != "report" or role.priority <= 6 and role.term not in ("source", "person"):
            return None
        body = role.term in ORGANISATION_NOUNS
        # "the Kommersant newspaper" has a name of its own.
        if body and role.source_type != "official" and re.search(r"[A-Z]", phrase.head):
            return None
        countries = {hit.entry.country for hit in phrase.places}
        bare = phrase.determiner in ("the", "this", "that") and not phrase.possessor and not phrase.rest
        found = self.earlier_source(phrase, countries, start) if bare else None
        if found is None and not phrase.plural and role.source_type != "document" and self.sort_of(phrase) == "person":
            found = self.described_person(phrase, countries, start)
        if found is None and body and bare and not phrase.plural and len(phrase.head) <= len(role.term) + 1:
            found = self.organisation_before(role, start)
        return found

    def earlier_source(self, phrase, countries, start):
        """The Said of the last source before of the same sort, number and role, moved to `start`; or None."""
        here, person = self.sentence(start), self.sort_of(phrase) == "person"
        for said in self.said.backwards(self.sentences[max(here - 25, 0)], start):
            same = (said.sort == "person") == person and (said.sort == "plural") == phrase.plural and phrase.role.term in said.terms()
            if same and (not countries or said.source.side in countries):
                return moved(said, start, "description of an earlier source")
        return None

    def described_person(self, phrase, countries, start):
        """The Said of the person whom the article describes by the phrase's role, or who held that office; or None."""
        person = self.described_so(phrase.role, countries, start)
        if person is not None:
            said = self.said_of(person, start, "description")
            return replace(said, source=said.source._replace(naming_rule="description of a named person"))
        holder = self.decider.holder(phrase.role.term, countries)
        if holder:
            said = self.said_of_public(holder, start, phrase)
            return replace(said, source=said.source._replace(name_rule="office"))
        return None

    def organisation_before(self, role, start):
        """The Said of the last organisation of the role's type that the text names before `start`, or None."""
        hits = self.organisations.get(role.source_type, ())
        before = bisect_left(hits, start, key=START)
        if not before:
            return None
        last = hits[before - 1]
        return moved(self.described(self.text[last.start : last.end], last.start), start, "description of an organisation named before")

    def described_so(self, role, countries, start):
        """The person named last before `start` whom the article describes with the role, of one of the countries; or None."""
        key = role.term, frozenset(countries)
        if key not in self.named_so:
            persons = [one for one in self.persons_with(role.term) if not countries or countries & self.countries_of(one)]
            self.named_so[key] = sorted(((at, one) for one in persons for at in one.starts), key=itemgetter(0))
        named = self.named_so[key]
        before = bisect_right(named, start, key=itemgetter(0))
        return named[before - 1][1] if before else None

    def persons_with(self, term):
        """The persons whom the article describes with the role of that `term`."""
        persons = self.people.persons_beside(self.lists.words_of_term(term))
        return [person for person in persons if self.may_be(person, term) and term in self.terms_of_person(person)]

    @cached_property
    def organisations(self):
        """The organisations that the text names by their source type, in order."""
        by_type = {}
        for hit in self.lists.organisations.find_long(self.text):
            by_type.setdefault(hit.entry.source_type, []).append(hit)
        return by_type

    def countries_of(self, person):
        """The countries that the article or the gazetteer gives a person."""
        known, _ = self.decider.known(person.name)
        named = {hit.entry.country for text in person.descriptions for hit in self.decider.read(text).places if text}
        return named | ({known.side} if known else set())

    def may_be(self, person, term):
        """Whether the words beside a person's name, or the gazetteer, may give the person a role of that `term`; a first, fast look."""
        beside = " ".join(person.descriptions).casefold()
        if not beside.isascii() or any(word in beside for word in self.lists.words_of_term(term)):
            return True
        return self.decider.known(person.name)[0] is not None

    def terms_of(self, phrase):
        """The terms of the roles in a phrase."""
        return frozenset(role.term for role in (phrase.role, *phrase.modifiers) if role)

    def terms_of_person(self, person, phrase=None):
        """The terms of all roles that the article and the gazetteer give a person, and those of the `phrase` that names him."""
        if id(person) not in self.terms_decided:
            self.terms_decided[id(person)] = self.decide_terms(person)
        return self.terms_decided[id(person)] | (self.terms_of(phrase) if phrase else frozenset())

    def decide_terms(self, person):
        """The terms of all roles that the article and the gazetteer give a person."""
        texts = [text for text in person.descriptions if text]
        known, holds = self.decider.known(person.name)
        if known and holds:
            texts.append(known.office)
        found = {phrase.role.term for phrase in map(self.decider.read, texts) if phrase.role}
        # A "press secretary" is a secretary too: the last word of a term is a term.
        found |= {term.split()[-1] for term in found}
        if {"president", "prime minister", "chancellor"} & found and known and known.rule == "leader":
            found |= {"leader", "head of state", "ruler", "strongman", "dictator", "autocrat", "tyrant"}
        return frozenset(found)

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
        if phrase.role and phrase.role.term in ("government", "regime", "administration", "authorities") and phrase.places:
            return f"government of {country_name(phrase.places[0].entry.country)}", "government"
        words = re.sub(r"^(?:the|an?)\s+", "", phrase.text, flags=re.IGNORECASE)
        if owner and phrase.determiner in POSSESSIVES and " " in words:
            return f"{owner.source.name}'s {words.split(None, 1)[-1]}"[:160], "possessive resolved"
        if owner and phrase.role:
            return f"{words} of {owner.source.name}"[:160], "spokesman of the organisation before"
        if phrase.possessor and (person := self.people.named(phrase.possessor.split(), start)):
            return words.replace(phrase.possessor, person.name, 1), "own words, with the full name"
        return words[:160], "own words"

    def name_of_organisation(self, phrase):
        """The organisation's name as the article writes it, in full where it does, with the short form in brackets."""
        known = phrase.organisation
        written = re.sub(r"^[Tt]he\s", "", phrase.written)
        full = re.sub(r"^[Tt]he\s", "", known.name)
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
        if withheld(phrase.text) or withheld(self.said_after(phrase, start)):
            return "anonymous", "name withheld"
        if phrase.indefinite and not (role and role.source_type == "document"):
            return "unnamed", "role without a name"
        if role and role.source_type == "document":
            makers = [m for m in MAKER.finditer(NOT_ITS_MAKER.split(phrase.text)[0], 1) if not any(p.start <= m.start() < p.end for p in phrase.places)]
            law = role.term in LAWS and (phrase.places or phrase.definite)
            return ("named", "document named by its maker") if makers or law else ("unnamed", "description")
        if role and role.term in ORGANISATION_NOUNS and not phrase.plural:
            mine = owner.source.naming if owner else "named" if phrase.possessor and self.people.named(phrase.possessor.split(), start) else ""
            if mine == "named":
                return "named", "office of a named person"
        if role and role.priority == 60:
            return "named", "proper name"
        unique = role and (role.naming == "office" or role.term == "authorities")
        if unique and (phrase.definite or phrase.places or phrase.text[:1].isupper() and not self.opens_sentence(start)):
            return "named", "unique office"
        if role is None and phrase.place is not None:
            return "named", "place"
        if role is None and NAME.search(phrase.head[1:] if phrase.head[:1].isupper() and self.opens_sentence(start) else phrase.head):
            return "named", "proper name"
        return "unnamed", "description"

    def said_after(self, phrase, start):
        """What follows a phrase about the same person; of "the official" only what is said right there ("the woman, who asked")."""
        end = start + len(phrase.text)
        if self.text[start:end] != phrase.text or (phrase.definite and not SAID_RIGHT_THERE.match(self.text, end)):
            return ""
        after = self.about_it(end)
        return after[:120] if phrase.definite else after

    def about_it(self, end):
        """The rest of the sentence after an offset, and the next sentences where they go on about the same person."""
        line = self.text[end : end + 700].partition("\n")[0]
        ends = [0, *sentence_ends(line), len(line)]
        pieces = [line[a:b] for a, b in zip(ends, ends[1:])]
        said = pieces[:1]
        for piece in pieces[1:4]:
            if not re.match(r"[\"“«]?(?:He|She|They|Both|Neither|All|The (?:man|woman|official|officer|source|person|employee)s?)\b", piece):
                break
            said.append(piece)
        return " ".join(said)

    def side_of(self, phrase, kind, owner, start):
        """The (side, rule) of a phrase that names no person."""
        if not kind:
            return "other", "unresolved"
        side, rule = self.decider.side_of(phrase, kind)
        if side:
            return side, rule
        if kind in ("official", "politician") and (owning := self.person_owning(phrase, start)):
            theirs = self.person_decided(owning)[2]
            if theirs not in ("other", "none"):
                return theirs, "side of its owner"
        if owner and kind in ("official", "politician", "business", "civil_society", "document") and owner.source.side not in ("other", "none"):
            return owner.source.side, "side of its owner"
        if kind in ("official", "state_media"):
            if phrase.head not in self.elsewhere:
                self.elsewhere[phrase.head] = self.country_elsewhere(phrase.head)
            return self.elsewhere[phrase.head] or self.country_near(start)
        if phrase.role and phrase.role.term in LAWS:
            return self.country_near(start)
        if kind in SPEAKS_FOR_ITSELF:
            return "none", "speaks for nobody"
        return "other", "unresolved"

    def person_owning(self, phrase, start):
        """The Person whose name begins the phrase ("Putin's spokesman", "McConnell aides"), or None."""
        for text in (phrase.possessor, self.decider.name_before(phrase)):
            name = bare_name(text, self.lists)[1] if NAME.fullmatch(text) else []
            if name and (person := self.people.named(name, start)):
                return person
        return None

    def country_elsewhere(self, head):
        """The (country, rule) that the article gives beside the same words elsewhere ("the Velmoran Interior Ministry"), or None."""
        if not head[:1].isalpha() or len(head) <= 4:
            return None
        free, at = 0, self.text.find(head, 0, LONGEST_TEXT)
        while at >= 0:
            before = self.word_before(at, free) if ends_word(self.text, at + len(head)) else None
            if before:
                free = at + len(head)
                places = self.lists.places.get(before)
                if places:
                    return places[0].country, "place beside the same words"
            at = self.text.find(head, max(at + 1, free), LONGEST_TEXT)
        return None

    def word_before(self, at, free):
        """The capitalised word before an offset and a space, without a possessive ending, from the offset `free` on; or ""."""
        if not self.text[at - 1 : at].isspace():
            return ""
        match = WORD_AT_END.search(self.text, max(free, at - 100), at - 1)
        return match[1] if match else ""

    def country_near(self, start):
        """The (country, rule) that the article names most, those near before `start` above all; for officials of no named country."""
        if self.places is None:
            find = self.lists.places.find
            self.places = [(at, hit.entry.country) for at, run in self.people.runs for hit in self.lists.once(("places", run), find, run)]
            self.votes = Counter(country for _, country in self.places)
        if not self.places:
            return "other", "unresolved"
        first, end = (bisect_right(self.places, at, key=itemgetter(0)) for at in (start - 120, start))
        near = Counter(country for _, country in self.places[first:end])
        # Of as many votes, the country named first in the article; the votes are in that order.
        return max(self.votes, key=lambda country: self.votes[country] + 20 * near[country]), "the country of the article"

    # What a phrase is to pronouns

    def sort_of(self, phrase):
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
        return "person" if role and last_word(phrase.head) else "thing"

    def gender_in(self, phrase):
        """The gender that a phrase's own words tell, or ""."""
        return "f" if WOMAN_WORDS.search(phrase.head) else "m" if MAN_WORDS.search(phrase.head) else ""

    def sentence(self, at):
        """The number of the sentence at an offset."""
        return bisect_right(self.sentences, at) - 1

    def sentence_end(self, at):
        """Where the sentence that holds an offset ends."""
        after = bisect_right(self.sentences, at)
        return self.sentences[after] if after < len(self.sentences) else len(self.text) + 1

    def opens_sentence(self, at):
        """Whether a sentence begins at an offset."""
        return self.sentences[self.sentence(at)] == at

    def quoted(self, at):
        """Whether an offset stands in quotation marks."""
        place = bisect_right(self.quotes, at, key=itemgetter(0)) - 1
        return place >= 0 and at < self.quotes[place][1]


# Private persons, and those whose organisation no rule found.
SPEAKS_FOR_ITSELF = {"citizen", "other", "expert", "document", "business", "civil_society"}
ORGANISATION_NOUNS = {
    "network", "company", "newspaper", "agency", "news agency", "group", "union", "party", "bank", "ministry", "department", "court",
    "committee", "commission", "council", "broadcaster", "paper", "magazine", "campaign", "organization", "organisation", "firm",
    "press service", "press office", "insurer", "airline", "carrier", "retailer", "manufacturer", "utility", "outlet", "publication", "station", "think tank",
    "pollster", "charity", "watchdog", "militia", "movement", "team", "operator", "airport", "hospital", "church", "police",
    "government", "administration", "website", "channel", "institute", "university", "foundation", "association", "office", "tribunal",
}  # fmt: skip


def sentence_ends(text):
    """Where the sentences of `text` end, roughly; the sentences of the article are not this stage's input."""
    return [m.end() for m in SENTENCE_END.finditer(text) if not ABBREVIATED.search(text[max(0, m.start() - 5) : m.start()])]


def withheld(text):
    """Whether a text says that a name is withheld."""
    low = text.lower()
    return any(part in low for part in ANONYMOUS_PARTS) and ANONYMOUS.search(text) is not None


def ends_word(text, at):
    """Whether a word ends or begins at an offset of `text`."""
    inside = lambda letter: letter.isalnum() or letter == "_"  # noqa: E731
    return inside(text[at - 1 : at]) != inside(text[at : at + 1])


def heads(match):
    """The noun phrase that begins as a relative clause says ("who heads": "head of")."""
    return VERB_NOUNS.get(match[1], "")


LAWS = {
    "law", "constitution", "amendment", "treaty", "act", "convention", "statute", "charter", "first amendment", "second amendment",
    "referendum", "agreement",
}  # fmt: skip


FIRST_OF_SEVERAL = re.compile(r"([^,;]{3,60}?),?\s(?:and|or)\s(?=(?:the|its|his|her|their|an?)\s|[A-Z]\w+(?:\s[A-Z]\w+)*$)")


def first_of_several(text):
    """The first of several sources joined by "and", where each is a noun phrase of its own; else ""."""
    match = FIRST_OF_SEVERAL.match(text) if "and" in text or "or" in text else None
    if not match or re.search(r"\b(?:of|for|between|by|from|at|in|with|who)\b", match[1]):
        return ""
    # "the Ministry of Trade and the Economy", "Johnson and Johnson" stay whole.
    return match[1] if re.match(r"(?:the|its|his|her|their|an?)\s|[A-Z]", match[1], re.IGNORECASE) else ""


def moved(said, start, rule):
    """The same source at another place of the text, found by another `rule`; unresolved where there is none."""
    if said is None:
        return Said(start, UNRESOLVED, "none")
    source = said.source
    plain = lambda old: old if old.startswith(rule) else f"{rule}; {old.rpartition('; ')[2]}"  # noqa: E731
    rules = [plain(old) for old in (source.type_rule, source.naming_rule, source.side_rule)]
    return replace(said, start=start, source=Source(source.name, source.source_type, source.naming, source.side, rule, *rules))


def country_name(country):
    """A country's id as a name ("united states" as "United States")."""
    small = {"of", "and", "the"}
    return " ".join(word if word in small else word[:1].upper() + word[1:] for word in country.split())
