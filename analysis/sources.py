"""Who a source is: its full name, type, naming and side, each with the rule that decided it.

Everything is decided from the article itself, the gazetteer and the list of source roles; what no rule decides stays
`other` with the rule `unresolved`.
"""

import re
from dataclasses import dataclass, field

from . import tables
from .words import normal, words

PERSON_PRONOUNS = {"he", "she", "him", "her", "himself", "herself", "his", "hers"}
PLURAL_PRONOUNS = {"they", "them", "their", "theirs", "themselves", "it", "its", "itself", "these", "those", "both"}
SPEAKER_PRONOUNS = {"i", "we", "me", "us", "my", "our", "myself", "ourselves"}
RELATIVES = {"who", "which", "that", "whom", "whose"}
INDEFINITE = {"a", "an", "some", "several", "many", "two", "three", "few", "one", "other", "another", "most", "multiple"}
ANONYMOUS = re.compile(
    r"anonym|not (?:to )?be (?:named|identified|quoted)|declined to (?:be named|be identified|give (?:his|her|their) name)"
    r"|without (?:being|giving) (?:named|identified|(?:his|her|their) name)|(?:name|identity) (?:be )?withheld"
    r"|did ?n[o'’]t want (?:his|her|their) name|not authori[sz]ed to (?:speak|talk|comment|discuss)|requested anonymity",
    re.IGNORECASE,
)
# One capitalised word, and a run of them with the particles of names between.
CAPITAL = r"[A-ZÀ-ÖØ-ÞĀŁŚŠŽČĆİÖ][\w’'‘ʼ-]*"
NAME = re.compile(rf"{CAPITAL}\.?(?:\s(?:(?:de|da|del|della|van|von|der|den|bin|ibn|al|el|la|le|du|of|the|and|for)\s){{0,2}}{CAPITAL}\.?)*")
NAME_END = re.compile(r"(?:'s|’s|'|’)$")
PARTICLES = {"de", "da", "del", "della", "van", "von", "der", "den", "bin", "ibn", "al", "el", "la", "le", "du"}
INITIAL = re.compile(r"^[A-Z]\.?$")


@dataclass(frozen=True)
class Role:
    """What a noun says of a source: its type, how it is named, and which of several roles wins."""

    term: str
    source_type: str
    naming: str
    priority: int
    spelling: str = ""


@dataclass(frozen=True)
class Known:
    """What the gazetteer says of a name: its full form, source type, side, and the rule to record."""

    name: str
    source_type: str
    side: str
    rule: str
    start: str = ""
    end: str = ""
    office: str = ""


@dataclass
class Lists:
    """The lists that decide sources, each a dictionary from comparable words (a tuple) to what they mean."""

    roles: dict
    titles: dict
    organisations: dict
    places: dict
    people: dict
    longest: int
    version: str


@dataclass
class Person:
    """A person whose full name an article gives, and the words beside that name that describe the person."""

    name: str
    start: int
    descriptions: list = field(default_factory=list)


@dataclass(frozen=True)
class Source:
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


def compile_lists(gazetteer, roles_table, titles_table, *, version):
    """The Lists of a `gazetteer` and two tables: source roles (named `version`) and titles before names."""
    roles = {}
    for row in roles_table.itertuples(index=False):
        for form in {row.term, *row.forms.split("|")} - {""}:
            # A form with a capital ("WHO", "The Hill") is a role only where it is written so.
            spelling = form if form != form.lower() else ""
            role = Role(row.term, row.source_type, row.naming, int(row.priority or 0), spelling)
            if key_of(form) not in roles or not spelling:
                roles[key_of(form)] = role
    titles = {}
    for row in titles_table.itertuples(index=False):
        titles[key_of(row.title.rstrip("."))] = row.source_type
    organisations, places, people = {}, {}, {}
    for row in gazetteer.organisations.itertuples(index=False):
        known = Known(row.canonical or row.name, row.source_type, row.side or "none", "organisation")
        organisations.setdefault(key_of(row.name), []).append((row.name, known))
    for row in gazetteer.names.itertuples(index=False):
        places.setdefault(key_of(row.name), []).append((row.name, row.kind, row.country))
    for row in gazetteer.leaders.itertuples(index=False):
        known = Known(row.name, "official", row.country, "leader", row.start, row.end, row.office)
        for name in {row.name, row.surname, *row.aliases.split("|")} - {""}:
            people.setdefault(key_of(name), []).append((name, known))
    for row in gazetteer.people.itertuples(index=False):
        known = Known(row.name, row.source_type, row.side or "none", "public figure", row.start, row.end, row.office)
        for name in {row.name, row.surname} - {""}:
            people.setdefault(key_of(name), []).append((name, known))
    longest = max(map(len, [*roles, *titles, *organisations, *places, *people, ("",)]))
    return Lists(roles, titles, organisations, places, people, longest, version)


def key_of(text):
    """The comparable words of `text` as a tuple."""
    return tuple(normal(text[start:end]) for start, end in words(text))


def describe_sources(articles, attributions, *, lists):
    """`sources`, a row an attribution, from `articles` and `attributions`: who each source is, and by which rule."""
    attributions_of = tables.rows_by_article(attributions)
    published = dict(zip(articles["article_id"], articles["published"].astype("str")))
    rows = []
    for article_id, part, text in tables.article_parts(articles):
        mine = attributions_of.get((article_id, part), [])
        if mine:
            reader = Reader(text, published[article_id][:10], lists)
            rows += [(article_id, one.attribution_id, *vars(source).values()) for one, source in zip(mine, reader.read(mine))]
    return tables.table_of(rows, "sources")


class Reader:
    """Reads the sources of one text in order, so that pronouns and surnames find whom they stand for."""

    def __init__(self, text, published, lists):
        self.text, self.published, self.lists = text, published, lists
        self.persons = persons_of(text, lists)
        self.said = []

    def read(self, attributions):
        """The Source of each attribution, in the order given; they are resolved in the order of the text."""
        decided = {}
        for one in sorted(attributions, key=lambda a: (a.source_start if a.source_text else 0, len(a.nested_in))):
            decided[one.attribution_id] = self.decide(one, decided) if one.source_text else NOBODY
        return [decided[one.attribution_id] for one in attributions]

    def decide(self, one, decided):
        """The Source of one attribution with a source."""
        start, text = int(one.source_start), one.source_text
        key = key_of(text)
        if len(key) == 1 and key[0] in SPEAKER_PRONOUNS and one.nested_in in decided:
            return renamed(decided[one.nested_in], "pronoun: the quoted speaker")
        if len(key) == 1 and key[0] in PERSON_PRONOUNS | PLURAL_PRONOUNS | SPEAKER_PRONOUNS:
            source = self.antecedent(start, key[0])
        elif len(key) == 1 and key[0] in RELATIVES:
            source = self.head_before(start)
        else:
            source = self.described(text, start)
        self.said.append((start, key[0] if len(key) == 1 else "", source))
        return source

    def antecedent(self, start, pronoun):
        """Whom a pronoun stands for: the last source named before it, or the last person named; else unresolved."""
        before = [source for at, _, source in self.said if at < start]
        wants_person = pronoun in PERSON_PRONOUNS
        for source in reversed(before):
            if source.source_type == "none" or source.name_rule == "unresolved":
                continue
            if not wants_person or source.name_rule in PERSON_RULES or source.naming != "named":
                return renamed(source, "pronoun: the last source")
        person = next((p for p in reversed(self.mentions()) if p[0] < start), None)
        if wants_person and person:
            return renamed(self.described(person[1], person[0]), "pronoun: the last person named")
        return Source("", "other", "unnamed", "other", *["unresolved"] * 4)

    def mentions(self):
        """The (start, name) of every person the article names in full, in order."""
        return sorted((person.start, person.name) for group in self.persons.values() for person in group)

    def head_before(self, start):
        """Whom a relative pronoun stands for: the noun phrase right before it."""
        left = max(self.text.rfind(mark, 0, start) for mark in ".;!?\n“”\"")
        phrase = self.text[left + 1 : start].strip(" ,")
        pieces = re.split(r",\s|\s(?:and|but|that|with|by|said|told|to|from|against)\s", phrase)
        tail = pieces[-1] if len(pieces[-1].split()) > 0 else phrase
        if len(pieces) > 1 and not NAME.search(tail) and NAME.search(pieces[-2]):
            tail = pieces[-2] + ", " + tail
        return renamed(self.described(tail or phrase, start), "relative: the words before it")

    def described(self, text, start):
        """The Source that a noun phrase names or describes."""
        head, rest = split_head(text)
        person = self.person_in(text, start)
        organisations = self.find(text, self.lists.organisations, exact=True)
        head_organisations = self.find(head, self.lists.organisations, exact=True)
        places = self.find(text, self.lists.places, exact=True)
        roles = self.roles_in(head, rest)
        name, name_rule = self.name_of(text, head, person, head_organisations, places, roles)
        source_type, type_rule, known = self.type_of(text, head, person, name, roles, head_organisations, organisations, places)
        naming, naming_rule = self.naming_of(text, start, person, roles, head_organisations, places, name_rule)
        side, side_rule = self.side_of(person, known, places, organisations, source_type, name)
        return Source(name, source_type, naming, side, name_rule, type_rule, naming_rule, side_rule)

    def find(self, text, table, *, exact=False):
        """The longest entries of `table` in `text`, in order, as (start word, entry); proper names keep their capitals."""
        spans = words(text)
        keys = [normal(text[a:b]) for a, b in spans]
        found, place = [], 0
        while place < len(keys):
            for length in range(min(self.lists.longest, len(keys) - place), 0, -1):
                entry = table.get(tuple(keys[place : place + length]))
                passage = text[spans[place][0] : spans[place + length - 1][1]]
                if isinstance(entry, Role) and entry.spelling and entry.spelling not in passage:
                    entry = None
                if entry is not None and exact:
                    entry = [item for item in entry if is_spelled(passage, item[0])] or None
                if entry is not None:
                    found.append((place, entry))
                    place += length
                    break
            else:
                place += 1
        return found

    def roles_in(self, head, rest):
        """The Roles of a source's head, then those of what follows it, each list with the winner first."""
        return [
            [role for _, role in sorted(self.find(piece, self.lists.roles), key=lambda f: -f[1].priority)] for piece in (head, rest)
        ]

    def person_in(self, text, start):
        """The Person that a phrase names, in full or by surname; None where it names none."""
        for match in NAME.finditer(text):
            name, _ = bare_name(match.group(), self.lists)
            if not name:
                continue
            group = self.persons.get(normal(name[-1]))
            if group:
                full = [p for p in group if set(name) <= set(p.name.split())]
                return (full or group)[0]
        return None

    def known_person(self, name):
        """What the gazetteer says of a person of that full name on the article's date, or None."""
        entries = [known for spelled, known in self.lists.people.get(key_of(name), [])]
        now = [k for k in entries if (not self.published or k.start <= self.published) and (not k.end or self.published <= k.end + "~")]
        if now:
            return max(now, key=lambda k: k.start)
        return max(entries, key=lambda k: k.start) if entries else None

    def name_of(self, text, head, person, organisations, places, roles):
        """The (name, rule) of a phrase: a full name, an organisation, a place, the bearer of a description, or its own words."""
        if person:
            return person.name, "full name" if person.name in text else "surname"
        if self.known_person(head):
            return self.known_person(head).name, "gazetteer"
        if organisations and not any(role.priority > 0 and role.naming == "role" for role in roles[0]):
            return organisations[0][1][0][1].name, "organisation"
        bearer = self.bearer(head, places, roles[0])
        if bearer:
            return bearer
        return re.sub(r"^(?:the|a|an)\s+", "", text.strip(), flags=re.IGNORECASE), "own words"

    def bearer(self, head, places, roles):
        """The (name, rule) of the one person that the article describes so ("the Belarusian president"), or None."""
        if not roles or first_word(head) in INDEFINITE or not re.match(r"(?:the|his|her|their|its)\b|[A-Z]", head.strip()):
            return None
        wanted = roles[0].term
        if roles[0].naming == "role" and wanted.endswith("s") and wanted[:-1] in {r.term for r in self.lists.roles.values()}:
            return None
        countries = {country for _, entry in places for _, _, country in entry}
        for group in self.persons.values():
            for person in group:
                own = " ".join(person.descriptions)
                if re.search(rf"\b{re.escape(wanted)}\b", own, re.IGNORECASE) and (
                    not countries or countries & {c for _, e in self.find(own, self.lists.places, exact=True) for _, _, c in e}
                ):
                    return person.name, "description"
        return self.office_holder(wanted, countries)

    def office_holder(self, office, countries):
        """The (name, rule) of who held an `office` of one of the `countries` on the article's date, or None."""
        for entries in self.lists.people.values() if countries and self.published else ():
            for _, known in entries:
                if (
                    known.side in countries and known.rule == "leader" and office == known.office.lower()
                    and known.start <= self.published and (not known.end or self.published <= known.end + "~")
                ):  # fmt: skip
                    return known.name, "office"
        return None

    def type_of(self, text, head, person, name, roles, head_organisations, organisations, places):
        """The (type, rule, Known or None) of a phrase; see the module's rules in order."""
        in_head, in_rest = roles
        strong = next((role for role in in_head if role.priority >= STRONG), None)
        if strong:
            return strong.source_type, f"role: {strong.term}", None
        organisation = (head_organisations or organisations or [(0, [("", None)])])[0][1][0][1]
        if organisation and not person:
            weak = in_head[0] if in_head else None
            if weak and weak.source_type in OWN_TYPE and organisation.source_type not in OWN_TYPE:
                return weak.source_type, f"role: {weak.term}", organisation
            return organisation.source_type, f"organisation: {organisation.name}", organisation
        known = self.known_person(name) if person or name else None
        if known and (person or known.name == name):
            return known.source_type, f"{known.rule}: {known.name}", known
        if in_head:
            return in_head[0].source_type, f"role: {in_head[0].term}", None
        if person:
            return self.type_of_person(person, in_rest, organisation)
        if in_rest:
            return in_rest[0].source_type, f"role: {in_rest[0].term}", organisation
        if places:
            kinds = {kind for _, kind, _ in places[0][1]}
            if kinds & {"country", "capital", "seat"}:
                return "official", "place for its government", None
        return "other", "unresolved", None

    def type_of_person(self, person, in_rest, organisation):
        """The type of a named person: by the words that follow the name, then by what the article says elsewhere."""
        if in_rest:
            return in_rest[0].source_type, f"role: {in_rest[0].term}", organisation
        if organisation:
            return organisation.source_type, f"organisation: {organisation.name}", organisation
        for description in person.descriptions:
            found = sorted(self.find(description, self.lists.roles), key=lambda f: -f[1].priority)
            named = self.find(description, self.lists.organisations, exact=True)
            if found and (found[0][1].priority >= WEAK or not named):
                return found[0][1].source_type, f"description: {found[0][1].term}", None
            if named:
                return named[0][1][0][1].source_type, f"description: {named[0][1][0][1].name}", named[0][1][0][1]
            if re.search(r"\b\d\d\b", description):
                return "citizen", "description: age", None
        return "other", "unresolved", None

    def naming_of(self, text, start, person, roles, organisations, places, name_rule):
        """The (naming, rule) of a phrase."""
        sentence = self.text[start : start + len(text) + 160].split("\n")[0]
        if person or name_rule in ("full name", "surname", "gazetteer"):
            return "named", "person named"
        if ANONYMOUS.search(text) or ANONYMOUS.search(re.split(r"(?<=[.!?])\s", sentence)[0]):
            return "anonymous", "name withheld"
        if name_rule in ("description", "office"):
            return "named", "description of a named person"
        role = roles[0][0] if roles[0] else None
        if role and role.naming == "role" and first_word(text) != "the" or first_word(text) in INDEFINITE:
            return "unnamed", "role without a name"
        if role and role.naming == "office":
            return "named", "unique office"
        if organisations or (places and not role):
            return "named", "organisation or place"
        if role is None and NAME.search(text[1:]) and not first_word(text) in INDEFINITE:
            return "named", "proper name"
        return "unnamed", "description"

    def side_of(self, person, known, places, organisations, source_type, name):
        """The (side, rule): the country of the place or demonym in the phrase, then of what is known of the name."""
        if known and known.side not in ("", "none"):
            return known.side.lower(), known.rule
        if places:
            return places[0][1][0][2], "place in the source"
        if organisations:
            known = organisations[0][1][0][1]
            return (known.side if known.side != "none" else known.name).lower(), "organisation"
        if person:
            for description in person.descriptions:
                found = self.find(description, self.lists.places, exact=True)
                if found:
                    return found[0][1][0][2], "description"
        if source_type in ("citizen", "other", "document", "expert") and source_type != "other":
            return "none", "speaks for nobody"
        return "other", "unresolved"


PERSON_RULES = {
    "full name", "surname", "description", "office", "gazetteer", "pronoun: the last source", "pronoun: the last person named",
    "pronoun: the quoted speaker", "relative: the words before it",
}  # fmt: skip
STRONG, WEAK = 50, 20
# Roles that say who speaks even beside an organisation's name ("a Gallup poll", "a Goldman Sachs economist").
OWN_TYPE = {"document", "expert", "citizen"}


def renamed(source, rule):
    """The same source, found by another rule."""
    return Source(source.name, source.source_type, source.naming, source.side, rule, *(f"{rule}; {r}" for r in (source.type_rule, source.naming_rule, source.side_rule)))


def first_word(text):
    """The first word of `text` in its comparable form, or ""."""
    key = key_of(text[:40])
    return key[0] if key else ""


def is_spelled(passage, spelling):
    """Whether a passage may be this proper name: capitals where the name is all capitals, else a capital letter first."""
    if spelling.isupper() and len(spelling) <= 5:
        return passage == spelling
    return passage[:1].isupper() or not spelling[:1].isupper()


def split_head(text):
    """A source's head, up to a comma, a relative or a preposition of belonging, and what follows it."""
    match = re.search(r",\s|\s(?:who|which|whose|speaking|of|for|at|from|with|in|on)\s", text)
    if not match or match.start() < 2:
        return text, ""
    return text[: match.start()], text[match.end() :]


def bare_name(text, lists):
    """The words of a run of capitals that are the person's name, and those before it that describe the person."""
    tokens = [NAME_END.sub("", token) for token in text.split()]
    keys = [normal(token.rstrip(".")) for token in tokens]
    cut = 0
    for start in range(len(tokens)):
        for length in range(min(4, len(tokens) - start), 0, -1):
            key = tuple(keys[start : start + length])
            if (key in lists.roles or key in lists.titles or (key in lists.places and start + length < len(tokens))) and not INITIAL.match(tokens[start]):
                cut = max(cut, start + length)
    name = tokens[cut:]
    while name and normal(name[0]) in ("the", "and", "of", "for", "in", "but", "as", "mr", "mrs", "ms", "dr"):
        name = name[1:]
    if any(normal(token) in ("of", "for", "the", "and") for token in name):
        return [], tokens
    return name, tokens[: len(tokens) - len(name)]


def persons_of(text, lists):
    """A dictionary from a surname to the Persons whose full names `text` gives, with what it says beside the names."""
    persons = {}
    for match in NAME.finditer(text):
        name, before = bare_name(match.group(), lists)
        if not 2 <= len(name) <= 4 or key_of(" ".join(name)) in lists.organisations:
            continue
        full = " ".join(name)
        group = persons.setdefault(normal(name[-1]), [])
        person = next((p for p in group if p.name == full), None)
        if person is None:
            person = Person(full, match.start())
            group.append(person)
        person.descriptions += [d for d in beside(text, match, before) if d and d not in person.descriptions][:4]
    return persons


def beside(text, match, before):
    """What stands beside a name: the words before it in its noun phrase, and the apposition after it."""
    left = re.split(r"[,.;:()\n“”\"]|\s(?:and|but|that|said|says|told)\s", text[max(0, match.start() - 60) : match.start()])[-1]
    after = re.match(r",\s([^,.;\n]{2,90})", text[match.end() : match.end() + 100])
    return [" ".join([left.strip(), *before]).strip(), after[1] if after else ""]


CREDIT_LINE = re.compile(r"(?:^|\n)\s*(?:\(?(?:With|Reporting by|Source:|Sources:|Compiled from|Additional reporting by)\s)([^\n]{2,120})\s*\)?\s*$")
DATELINE = re.compile(r"^\s*[A-Z][^\n]{0,60}?\(([^)\n]{2,40})\)\s*[-–—]")
BYLINE = re.compile(r"^\s*(?:By\s[^\n]{0,80}?[,|/]\s*|\()([^\n]{2,60}?)\)?\s*\n")


def find_credits(articles, *, lists):
    """`articles` with `credits` filled where empty: agencies and media that datelines, bylines and closing lines name.

    Photo credits are not credits of the text. Names are joined by ";", in the order of the text.
    """
    known = lambda row: row.credits or ";".join(credits_of(row.text[row.text_start :], lists))  # noqa: E731
    return articles.assign(credits=[known(row) for row in articles.itertuples(index=False)])


def credits_of(text, lists):
    """The agencies and media in a text's dateline, byline or closing credit line."""
    finder = Reader.__new__(Reader)
    finder.lists = lists
    names = []
    for match in (DATELINE.search(text), BYLINE.search(text), CREDIT_LINE.search(text.rstrip())):
        for _, entry in finder.find(match[1], lists.organisations, exact=True) if match else ():
            if entry[0][1].source_type in ("wire", "state_media", "other_media") and entry[0][0] not in names:
                names.append(entry[0][0])
    return names
