"""Compiles the gazetteer, the source roles and the titles for lookup."""

from .lists import Index, Known, Lists, Place, Role

# The words that are resolved before any role is read.
PRONOUNS = {"it", "they", "he", "she", "we", "i"}


def compile_lists(gazetteer, roles_table, titles_table, no_names, given_names, *, versions):
    """The Lists of a `gazetteer` and four tables: source roles, titles before names, capitals that are `no_names`, and `given_names`; `versions` are the tables' names."""
    roles, titles, places, regions = roles_of(roles_table, titles_table), titles_of(titles_table), places_of(gazetteer), regions_of(no_names)
    return Lists(
        roles, titles, organisations_of(gazetteer), places, people_of(gazetteer), regions, frozenset(no_names.loc[no_names["kind"] != "place", "word"]),
        dict(zip(given_names["name"], given_names["gender"])), labels_of(roles, titles, places, regions), holders_of(gazetteer), tuple(versions),
    )  # fmt: skip


def labels_of(*indexes):
    """A dictionary from a first word to the most words of an entry of the `indexes` that begins with it."""
    labels = {}
    for index in indexes:
        for word, most in index.longest.items():
            labels[word] = max(labels.get(word, 0), most)
    return labels


def roles_of(table, titles):
    """The Index of roles; a form with a capital ("WHO", "The Hill") is a role only where it is written so.

    A title that no role has is a role of the last resort: "Dr." may be anybody.
    """
    roles = Index(spelled=False)
    for row in table.itertuples(index=False):
        if row.term in PRONOUNS:
            continue
        for form in dict.fromkeys((*row.forms.split("|"), row.term)):
            if form:
                roles.add(form, Role(row.term, row.source_type, row.naming, int(row.priority or 0)))
    for row in titles.itertuples(index=False):
        if row.source_type and not roles.get(row.title):
            priority = 12 if row.title in ("Dr.", "Dr") else 28
            roles.add(row.title.rstrip("."), Role(row.title.lower(), row.source_type, "role", priority))
    return roles


def titles_of(table):
    """The Index of titles; the entry is a source type, or "" where the title says nothing of it."""
    titles = Index()
    for row in table.itertuples(index=False):
        titles.add(row.title, row.source_type)
    return titles


def organisations_of(gazetteer):
    """The Index of organisations, each a Known."""
    organisations = Index()
    # Names of corpora's own gazetteers come last and win over a namesake in the world.
    for row in gazetteer.organisations.iloc[::-1].itertuples(index=False):
        organisations.add(row.name, Known(row.canonical or row.name, row.source_type, row.side or "none", "organisation"))
    return organisations


def places_of(gazetteer):
    """The Index of the names of countries, each a Place."""
    places = Index()
    for row in gazetteer.names.itertuples(index=False):
        places.add(row.name, Place(row.name, row.kind, row.country))
    return places


def regions_of(no_names):
    """The Index of places that are no countries, of which names of two words look like persons' names."""
    regions = Index()
    for word in no_names.loc[no_names["kind"] == "place", "word"]:
        regions.add(word, None)
    return regions


def people_of(gazetteer):
    """The Index of leaders and public figures under their full names, surnames and aliases, each a Known."""
    people = Index()
    for row in gazetteer.leaders.itertuples(index=False):
        known = Known(row.name, "official", row.country, "leader", row.start, row.end, row.office)
        for name in dict.fromkeys((row.name, row.surname, *row.aliases.split("|"))):
            people.add(name, known)
    for row in gazetteer.people.itertuples(index=False):
        known = Known(row.name, row.source_type, row.side or "none", "public figure", row.start, row.end, row.office)
        for name in dict.fromkeys((row.name, row.surname)):
            people.add(name, known)
    return people


def holders_of(gazetteer):
    """A dictionary from (country, office) to the Known leaders who held it."""
    holders = {}
    for row in gazetteer.leaders.itertuples(index=False):
        known = Known(row.name, "official", row.country, "leader", row.start, row.end, row.office)
        holders.setdefault((row.country, row.office.lower()), []).append(known)
    return holders
