"""Word lists: which passages an entry finds, and what a bad list is told."""

import random
import unicodedata

import pytest
from conftest import article

from analysis import lexicons, paths, terms
from analysis.tables import InputError
from analysis.reading import Reading


@pytest.fixture
def found(word_list):
    """A function from the entries of a word list and a text to the passages that the list finds."""

    def find(entries, text, header="term,category"):
        return [text[hit.start : hit.end] for hit in word_list(*entries, header=header).find(text)]

    return find


def refused(tmp_path, *lines, header="term,category"):
    """The message for a word list of these lines, without its path."""
    file = tmp_path / "framing-1.0.0.csv"
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        lexicons.read_lexicon(file)
    return str(raised.value).removeprefix(f"{file}: ")


# What an entry finds


def test_a_word_is_found_whatever_its_case(found):
    assert found(["junta,loaded"], "A junta, the JUNTA, no juntas.") == ["junta", "JUNTA"]


def test_a_word_is_not_found_inside_another(found):
    assert found(["mob,loaded"], "An automobile and mobility.") == []


def test_several_words_are_found_together_only(found):
    assert found(["puppet state,loaded"], "A puppet state, a puppet, a state, a puppet, state.") == ["puppet state"]


def test_a_hyphen_and_a_space_are_one(found):
    text = "A puppet-state, a puppet\u2011state, a puppet\u00a0state, a puppet\u202fstate, a puppet\nstate."
    assert len(found(["puppet state,loaded"], text)) == 5


def test_an_entry_with_a_hyphen_finds_the_space(found):
    assert found(["puppet-state,loaded"], "A puppet state.") == ["puppet state"]


def test_a_star_stands_for_any_further_letters(found):
    assert found(["terroris*,loaded"], "Terrorism, terrorists and terror.") == ["Terrorism", "terrorists"]


def test_a_star_in_the_middle_of_an_entry(found):
    assert found(["separatis* leader,loaded"], "The separatist leader and a separatist.") == ["separatist leader"]


@pytest.mark.parametrize(
    ("slot", "name"), [("country", "Velmora"), ("demonym", "Velmoran"), ("capital", "Tarsk"), ("seat", "Citadel"), ("leader", "Haldin")]
)
def test_each_slot_is_filled_by_names_of_its_kind_alone(found, slot, name):
    text = "The Velmora regime, Velmoran regime, Tarsk regime, Citadel regime, Haldin regime."
    assert found([f"{{{slot}}} regime,loaded"], text) == [f"{name} regime"]


def test_a_slot_holds_the_country_that_the_name_stands_for(word_list):
    (hit,) = word_list("regime in {capital},loaded").find("The regime in Tarsk fell.")
    assert (hit.start, hit.end, hit.filled) == (4, 19, (("capital", "velmora"),))


def test_a_slot_takes_a_name_of_several_words(found):
    assert found(["{seat} regime,loaded"], "The Harbour House regime fell.") == ["Harbour House regime"]


@pytest.mark.parametrize("name", ["Oresk Haldin", "Haldin"])
def test_a_leader_is_found_by_full_name_and_surname(found, name):
    assert found(["{leader} regime,loaded"], f"The {name} regime fell.") == [f"{name} regime"]


def test_a_leader_needs_a_capital_letter(found):
    assert found(["{leader} regime,loaded"], "The haldin regime fell.") == []


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_possessive_slot(found, mark):
    assert found(["{country}'s regime,loaded"], f"Velmora{mark}s regime and the Velmora regime.") == [f"Velmora{mark}s regime"]


def test_a_possessive_after_the_entry_stays_outside(found):
    assert found(["{demonym} regime,loaded"], "The Velmoran regime's plan.") == ["Velmoran regime"]


def test_a_soft_hyphen_in_a_word_is_not_seen(found):
    assert found(["{demonym} regime,loaded"], "The Vel\u00admoran re\u00adgime.") == ["Vel\u00admoran re\u00adgime"]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_every_unicode_form_of_a_word_is_found_with_its_offsets(word_list, form):
    text = unicodedata.normalize(form, "The protégé’s émigrés left.")
    (hit,) = word_list("émigrés,loaded").find(text)
    assert text[hit.start : hit.end] == unicodedata.normalize(form, "émigrés")


def test_a_list_may_be_written_in_decomposed_letters(found):
    assert found([unicodedata.normalize("NFD", "émigrés,loaded")], "The émigrés left.") == ["émigrés"]


def test_a_letter_whose_lower_case_is_longer_moves_no_offset(found):
    assert found(["junta,loaded"], "İİİ said the junta fell.") == ["junta"]


def test_the_longest_entry_wins(found):
    assert found(["regime,loaded", "{demonym} regime,loaded", "brutal {demonym} regime,loaded"], "The brutal Velmoran regime.") == ["brutal Velmoran regime"]


def test_a_shorter_entry_is_found_where_the_longer_one_is_not(found):
    assert found(["regime,loaded", "{demonym} regime,loaded"], "The regime and the Velmoran regime.") == ["regime", "Velmoran regime"]


def test_an_exclusion_hides_the_word_that_it_covers_and_no_other(found):
    entries = ["regime,loaded", "{demonym} regime,loaded", "visa regime,exclude"]
    assert found(entries, "The visa regime beside the Velmoran regime.") == ["Velmoran regime"]


def test_case_exact_finds_the_written_case_alone(found):
    assert found(["MAY,modal,exact", "could,modal,"], "MAY May may Could", header="term,category,case") == ["MAY", "Could"]


def test_case_exact_leaves_the_case_of_a_slot_free(found):
    entries = ["{demonym} Front,loaded,exact"]
    assert found(entries, "The VELMORAN Front and the Velmoran front.", header="term,category,case") == ["VELMORAN Front"]


def test_us_is_a_country_in_capitals_only(world):
    text = "The US government told us government is hard."
    (matcher,) = (m for m in world.matchers if m.lexicon.name.startswith("framing"))
    assert [text[hit.start : hit.end] for hit in matcher.find(text)] == ["US government"]


def test_the_projects_own_list_tells_a_visa_regime_from_a_government(teaching):
    text = "Ministers agreed a visa regime with the Velmoran regime; the Velmoran visa regime is old."
    mentions = terms.find_mentions(article(text), teaching.matchers, leaders=teaching.leaders)
    assert list(mentions["text"]) == ["Velmoran regime"]


def test_hits_come_in_the_order_of_the_text(found):
    assert found(["junta,loaded", "mob,loaded"], "A mob, a junta, a mob.") == ["mob", "junta", "mob"]


def test_an_empty_text_has_no_hit(found):
    assert found(["junta,loaded"], "") == []


# Bad lists

SLOTS = "{country}, {demonym}, {capital}, {seat}, {leader}"


def test_an_unknown_slot_is_named_with_its_line(tmp_path):
    assert refused(tmp_path, "junta,loaded", "{city} regime,loaded") == f"line 3: unknown slot {{city}}; allowed: {SLOTS}"


def test_an_empty_pattern_is_named_with_its_line(tmp_path):
    assert refused(tmp_path, " ,loaded") == f"line 2: empty pattern; allowed: words, word*, and the slots {SLOTS}"


def test_a_pattern_of_a_star_alone_is_refused(tmp_path):
    assert refused(tmp_path, "*,loaded") == "line 2: pattern '*' matches anything; allowed: `*` at the end of a word only"


@pytest.mark.parametrize("term", ["terror*ist", "*ist", "a * b"])
def test_a_star_elsewhere_than_at_a_words_end_is_refused(tmp_path, term):
    assert refused(tmp_path, f"{term},loaded") == f"line 2: `*` inside a word in {term!r}; allowed: `*` at the end of a word only"


@pytest.mark.parametrize("term", ["--", "_", "…"])
def test_a_pattern_without_any_word_is_refused(tmp_path, term):
    assert refused(tmp_path, f"{term},loaded") == f"line 2: empty pattern; allowed: words, word*, and the slots {SLOTS}"


def test_a_term_listed_twice_is_named_with_both_lines(tmp_path):
    assert refused(tmp_path, "puppet state,loaded", "mob,loaded", "Puppet-State,loaded") == (
        "line 4: 'Puppet-State' stands in line 2 already; a term has one row"
    )


def test_a_term_and_its_capitals_are_two_where_case_counts(word_list):
    matcher = word_list("may,modal,exact", "MAY,modal,exact", header="term,category,case")
    assert len(matcher.rows) == 2


def test_a_line_is_counted_as_the_file_has_it_after_a_cell_of_two_lines(tmp_path):
    message = refused(tmp_path, 'junta,loaded,"a note\nof two lines"', "{city} regime,loaded,", header="term,category,note")
    assert message == f"line 4: unknown slot {{city}}; allowed: {SLOTS}"


def test_a_missing_column_of_a_list_is_named(tmp_path):
    assert refused(tmp_path, "junta,loaded", header="word,category") == "missing column 'term'; found word, category"


def test_a_list_that_is_not_utf_8_is_refused(tmp_path):
    file = tmp_path / "framing-1.0.0.csv"
    file.write_bytes("term,category\némigrés,loaded\n".encode("cp1252"))
    with pytest.raises(InputError) as raised:
        lexicons.read_lexicon(file)
    # The rest of the line is the decoder's own and differs with its version.
    assert str(raised.value).startswith(f"{file}: not a CSV file in UTF-8: 'utf-8' codec can't decode byte 0xe9")


def test_the_newest_version_is_taken_by_number_not_by_letter(tmp_path):
    for version in ("1.9.0", "1.10.0", "1.2"):
        (tmp_path / f"framing-{version}.csv").write_text("term,category\n")
    (tmp_path / "framing-extra-2.0.0.csv").write_text("term,category\n")
    assert lexicons.latest(tmp_path, "framing") == tmp_path / "framing-1.10.0.csv"


def test_a_list_of_no_version_is_not_found(tmp_path):
    (tmp_path / "framing.csv").write_text("term,category\n")
    with pytest.raises(InputError) as raised:
        lexicons.latest(tmp_path, "framing")
    assert str(raised.value) == f"{tmp_path}: no word list framing-<version>.csv"


def test_a_term_of_two_categories_is_named_with_both_lines_and_both_categories(tmp_path):
    assert refused(tmp_path, "mob,loaded", "junta,loaded", "Mob,neutral") == (
        "line 4: 'Mob' is neutral here and loaded in line 2; a term has one row and one category"
    )


def test_a_row_without_category_is_named_with_its_line(tmp_path):
    assert refused(tmp_path, "mob,loaded", "junta,") == "line 3: 'junta' has no category; allowed: any word, `exclude` for a term that hides others"


@pytest.mark.parametrize("name", ["framing", "hedges", "spellings", "events"])
def test_the_projects_own_lists_are_sound(name):
    assert len(lexicons.read_lexicon(lexicons.latest(paths.LEXICONS, name)).entries) > 50


def test_a_gazetteer_of_two_folders_holds_both():
    names = lexicons.read_gazetteer(paths.GAZETTEER, paths.TEACHING / "gazetteer").names
    assert {"velmora", "iran"} <= set(names["country"])


def test_a_folder_without_files_is_an_empty_gazetteer(tmp_path):
    gazetteer = lexicons.read_gazetteer(tmp_path)
    assert gazetteer.names.empty and gazetteer.leaders.empty and gazetteer.organisations.empty and gazetteer.people.empty


# Unicode: words are found in any form, offsets are of the text as it stands.


@pytest.mark.parametrize("gap", ["\u00a0", "\u202f", "\u2009", " \u00ad", "  ", " \n", "-", "\u2010", "\u2011"])
def test_any_space_or_hyphen_may_stand_between_the_words_of_a_term(word_list, gap):
    text = f"İİ: the puppet{gap}state fell."
    (hit,) = word_list("puppet state,loaded").find(text)
    assert text[hit.start : hit.end] == f"puppet{gap}state"


def test_a_ligature_is_its_letters(found):
    assert found(["official mob,loaded"], "The o\ufb03cial mob left.") == ["o\ufb03cial mob"]


def test_a_combining_mark_inside_a_word_moves_no_offset(found):
    assert found(["junta,loaded"], "e\u0301e\u0301e\u0301 junta") == ["junta"]


def test_many_wildcards_find_what_one_does(word_list):
    entries = [f"w{number}x*,loaded" for number in range(300)]
    text = "A w7xyz, a w299x, a w300x."
    assert [text[hit.start : hit.end] for hit in word_list(*entries).find(text)] == ["w7xyz", "w299x"]


def test_places_of_several_word_lists_hold_what_each_finds(word_list):
    lists = [word_list("puppet state,loaded", "{demonym} regime,loaded"), word_list("it is likely that,modal", "may,modal"), word_list("war in {country},event")]
    text = "It is likely that the Velmoran regime, a puppet state, may end the war in Kestria. It is a state."
    reading = Reading(text)
    places = lists[0].places(reading, lists[1:])
    assert [[text[hit.start : hit.end] for hit in matcher.find(text, reading, places)] for matcher in lists] == [
        ["Velmoran regime", "puppet state"], ["It is likely that", "may"], ["war in Kestria"],
    ]  # fmt: skip
    assert len(places) == 5


@pytest.mark.parametrize("text", ["The puppet", "The puppet.", "puppet", ""])
def test_a_text_that_ends_inside_a_term_has_no_hit(word_list, text):
    assert word_list("puppet state,loaded", "the puppet state,loaded").find(text) == []


@pytest.mark.parametrize("seed", range(20))
def test_of_hits_that_overlap_the_longest_is_kept_wherever_they_stand(seed):
    drawn = random.Random(seed)
    hits = [lexicons.Hit(start := drawn.randrange(60), start + drawn.randrange(1, 12), drawn.randrange(4)) for _ in range(25)]
    is_exclude = [False, True, False, True]
    kept = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, not is_exclude[h.entry], h.start, h.entry)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    assert lexicons.longest(hits, is_exclude) == sorted(kept)


# The project's own lists, by sentences


@pytest.fixture(scope="module")
def labels(teaching):
    """A function from a sentence to the (passage, category) of its framing terms."""

    def read(sentence, lexicon="framing"):
        mentions = terms.find_mentions(article(sentence, published="2024-05-01"), teaching.matchers, leaders=teaching.leaders)
        mentions = mentions[mentions["lexicon"].str.startswith(lexicon)]
        return list(mentions[["text", "category"]].itertuples(index=False, name=None))

    return read


LOADED = [
    "Tarsk’s rulers", "Haldin regime", "Velmoran dictatorship", "last dictator", "strongman", "junta", "puppet republic", "renegade province", "terrorists",
    "death squads", "bandit formations", "freedom fighters", "thugs", "rioters", "troublemakers", "illegal immigrants", "flood of migrants", "bogus asylum seekers",
    "occupation forces", "Velmoran aggressors", "propaganda outlet", "state mouthpiece", "so-called republic", "Nazi regime",
]  # fmt: skip


@pytest.mark.parametrize("label", LOADED)
def test_a_loaded_label_of_each_kind_is_found(labels, label):
    assert labels(f"They wrote of the {label} at dawn.") == [(label, "loaded")]


@pytest.mark.parametrize("label", ["Velmoran government", "Haldin administration", "Velmoran president", "government in Tarsk", "Velmoran authorities"])
def test_a_plain_label_is_found(labels, label):
    assert labels(f"They wrote of the {label} at dawn.") == [(label, "neutral")]


EXCLUDED = [
    "the sanctions regime", "a visa regime", "the tax regime", "a testing regime", "an inspection regime", "a drug regime", "a training regime", "a regime of inspections",
    "regime change", "the regime changes", "a curfew regime", "the film The Great Dictator", "a fashion dictator", "a kitchen dictator", "a flash mob", "a puppet show",
    "an insurance agent", "a free agent", "a wooden ruler", "the thug life", "a strongman contest", "a political regime", "a fitness regime",
]  # fmt: skip


@pytest.mark.parametrize("passage", EXCLUDED)
def test_a_set_of_rules_a_name_or_a_figure_of_speech_is_no_label(labels, passage):
    assert labels(f"They wrote of {passage} at dawn.") == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They flew from Kiev to Kharkiv.", [("Kiev", "kiev"), ("Kharkiv", "kharkiv")]),
        ("They ate chicken Kiev and turkey.", []),
        ("The Ukraine is large; Ukraine is flat; the Ukraine war goes on.", [("The Ukraine", "the ukraine"), ("Ukraine", "ukraine"), ("the Ukraine war", "ukraine")]),
        ("Türkiye, once Turkey, and Burma, now Myanmar.", [("Türkiye", "türkiye"), ("Turkey", "turkey"), ("Burma", "burma"), ("Myanmar", "myanmar")]),
    ],
)
def test_spellings_and_names_of_one_thing_are_told_apart(labels, sentence, expected):
    assert labels(sentence, "spellings") == expected


def test_words_for_one_war_are_choices_of_one_referent(teaching):
    sentence = "The invasion of Velmora, the war in Velmora, the Velmora conflict; Kestrian-occupied Velmora; the debt crisis in Velmora."
    mentions = terms.find_mentions(article(sentence), teaching.matchers, leaders=teaching.leaders)
    mine = mentions[mentions["lexicon"].str.startswith("events")]
    assert list(mine[["category", "referent"]].itertuples(index=False, name=None)) == [
        ("invasion", "velmora_war"), ("war", "velmora_war"), ("conflict", "velmora_war"), ("occupied", "velmora_status"),
    ]  # fmt: skip


def test_a_special_military_operation_is_a_name_of_the_war_in_ukraine(teaching):
    mentions = terms.find_mentions(article("The “special military operation” went on."), teaching.matchers, leaders=teaching.leaders)
    assert list(mentions[["category", "referent", "referent_rule"]].itertuples(index=False, name=None)) == [("operation", "ukraine_war", "term")]
