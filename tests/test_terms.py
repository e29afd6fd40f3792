"""Lexicon hits: what they refer to, and whose words they are."""

import pytest
from conftest import article, articles

from analysis import attribution, lexicons, tables, terms, text
from analysis.terms.referents import leader_of, office_holder

DATE = "2024-05-01"


@pytest.fixture(scope="module")
def framing(teaching):
    """A function from a text to its mentions of the framing list, with voice."""
    def read(passage, published=DATE, **fields):
        table = article(passage, published=published, **fields)
        sentences = text.split_sentences(table, tokenizer=teaching.tokenizer)
        quotations = text.find_quotations(table)
        said = attribution.find_attributions(table, sentences, quotations, cues=teaching.cues, method="rules")
        mentions = terms.find_mentions(table, teaching.matchers, leaders=teaching.leaders)
        mentions = terms.assign_voice(mentions, quotations, said, table)
        return mentions[mentions["lexicon"].str.startswith("framing")].reset_index(drop=True)

    return read


@pytest.fixture(scope="module")
def referents(framing):
    """A function from a text to the (passage, referent, rule) of its framing terms."""
    return lambda passage, **fields: list(framing(passage, **fields)[["text", "referent", "referent_rule"]].itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def voices(framing):
    """A function from a text to the (passage, voice) of its framing terms."""
    return lambda passage, **fields: list(framing(passage, **fields)[["text", "voice"]].itertuples(index=False, name=None))


# Referents


@pytest.mark.parametrize("label", ["Velmoran regime", "regime in Tarsk", "Citadel regime", "Velmora’s regime", "Haldin regime"])
def test_a_name_in_the_hit_says_whose_government(referents, label):
    assert referents(f"The {label} fell.") == [(label, "velmora_government", "slot")]


def test_a_leader_named_in_the_hit_is_the_referent(referents):
    assert referents("On Monday President Haldin left.") == [("President Haldin", "haldin", "slot")]


NAMESAKES = (("dorvane", "Lind", "president", "2000", ""), ("kestria", "Lindgren", "president", "2020", ""))


@pytest.mark.parametrize(("places", "person"), [((), "Lindgren"), ((("country", "dorvane"),), "Lind")])
def test_a_country_in_the_hit_decides_between_two_leaders_of_one_name(places, person):
    # Without a country it is the one who took office last.
    assert leader_of(lexicons.Hit(0, 0, 0, (("leader", NAMESAKES), *places)), DATE) == person


def test_an_office_is_held_by_who_held_it_on_the_date(referents):
    assert referents("The Velmoran president left.") == [("Velmoran president", "haldin", "office")]


def test_the_prime_minister_is_not_the_king(referents):
    text = "The Dorvanese king met the Dorvanese prime minister."
    assert referents(text) == [("Dorvanese king", "leopin", "office"), ("Dorvanese prime minister", "dasko", "office")]


def test_before_a_term_began_nobody_is_known_to_hold_the_office(referents):
    assert referents("The Velmoran president left.", published="2001-05-01") == [("Velmoran president", "velmora_leader", "slot")]


def test_without_a_date_nobody_is_known_to_hold_the_office(referents):
    assert referents("The Velmoran president left.", published="") == [("Velmoran president", "velmora_leader", "slot")]


TERMS = [("Albrecht", "president", "2010", "2014-06"), ("Brandt", "president", "2014-07", ""), ("Corvin", "deputy prime minister", "2010", "")]


@pytest.mark.parametrize(("published", "holder"), [("2013-01-01", "albrecht"), ("2014-06-30", "albrecht"), ("2015-01-01", "brandt")])
def test_a_term_of_office_ends_with_its_last_month(published, holder):
    assert office_holder("dorvane", "Dorvanese president", published, {"dorvane": TERMS}) == (holder, "office")


def test_a_deputy_does_not_hold_the_office():
    assert office_holder("dorvane", "Dorvanese prime minister", "2015-01-01", {"dorvane": TERMS}) == ("dorvane_leader", "slot")


@pytest.mark.parametrize(
    ("label", "published", "person"),
    [
        ("German leader", "2016-01-01", "merkel"), ("Russian leader", "2016-01-01", "putin"), ("Libyan leader", "2005-01-01", "gaddafi"),
        ("Omani leader", "2005-01-01", "qaboos"), ("Indian leader", "2016-01-01", "modi"), ("Iranian leader", "2016-01-01", "khamenei"),
    ],
)  # fmt: skip
def test_the_leader_of_a_country_is_who_governs_it(referents, label, published, person):
    assert referents(f"The {label} came.", published=published) == [(label, person, "office")]


def test_a_bare_label_is_the_government_last_named(referents):
    assert referents("The Kestrian government met the Velmoran regime. The regime fell.")[-1] == ("regime", "velmora_government", "last named")


def test_a_bare_label_is_the_government_of_the_leader_last_named(referents):
    assert referents("On Monday President Haldin left. The regime fell.")[-1] == ("regime", "velmora_government", "last named")


def test_a_bare_label_of_a_person_is_the_leader_last_named(referents):
    assert referents("On Monday President Haldin left. The strongman came back.")[-1] == ("strongman", "haldin", "last named")


def test_a_bare_label_is_the_government_that_a_loaded_label_named_before_all_others(referents):
    assert referents("The Velmoran regime met the Kestrian government. The regime fell.")[-1] == ("regime", "velmora_government", "last named")


def test_a_bare_label_passes_over_the_outlets_own_country(referents):
    passage = "Velmora wrote to Kestria. The regime fell."
    assert referents(passage)[-1] == ("regime", "kestria_government", "last named")
    assert referents(passage, country="kestria")[-1] == ("regime", "velmora_government", "last named")


def test_a_bare_label_with_nothing_named_before_is_the_government_named_first_after(referents):
    assert referents("The junta fell. Velmora was quiet, Kestria was not.")[0] == ("junta", "velmora_government", "last named")


def test_a_bare_label_with_nothing_named_is_unresolved(referents):
    assert referents("The junta fell. It rained.") == [("junta", "", "unresolved")]


@pytest.mark.parametrize("label", ["regimes", "dictatorships"])
def test_a_bare_label_of_several_governments_names_none(referents, label):
    assert referents(f"On Monday President Haldin left. The world has many {label}.")[-1] == (label, "", "unresolved")


@pytest.mark.parametrize("before", ["any", "no", "every other"])
def test_a_bare_label_of_any_government_names_none(referents, before):
    assert referents(f"On Monday President Haldin left. He said {before} regime would do it.")[-1] == ("regime", "", "unresolved")


def test_a_bare_label_is_the_country_named_most_not_the_last_one(referents):
    passage = "Velmora closed the bridge. The Velmoran harbour stayed open, as Velmora had promised. Kestria was informed. The regime said nothing more."
    assert referents(passage)[-1] == ("regime", "velmora_government", "last named")


def test_names_near_a_label_count_more_than_those_far_from_it(referents):
    far = "Velmora closed the bridge to Velmora. " + "It rained again. " * 400
    assert referents(far + "Kestria was informed. The regime said nothing more.")[-1] == ("regime", "kestria_government", "last named")


def test_the_outlets_own_country_is_known_from_the_gazetteer(referents):
    passage = "Britain wrote to Velmora. London asked again. The regime fell."
    assert referents(passage, outlet="BBC News")[-1] == ("regime", "velmora_government", "last named")
    assert referents(passage, outlet="Gazette")[-1] == ("regime", "united_kingdom_government", "last named")


def test_a_bare_label_in_the_title_is_read_with_the_text(referents):
    assert referents("Velmora closed the bridge.", title="Junta closes bridge") == [("Junta", "velmora_government", "last named")]


@pytest.mark.parametrize("passage", ["Velmora is a terrorist state.", "The regime of President Haldin fell.", "President Haldin's old and weary regime fell."])
def test_a_country_beside_a_label_of_a_government_is_its_referent(referents, passage):
    found = referents(f"Kestria, Kestria and Kestria. {passage}")
    assert found[-1][1] == "velmora_government" and found[-1][2] in ("beside", "slot")


def test_a_strongman_where_only_the_country_is_named_is_who_holds_its_highest_office(referents):
    assert referents("Velmora closed the bridge. The strongman came back.")[-1] == ("strongman", "haldin", "last named")


def test_a_common_word_that_is_also_a_surname_names_nobody(referents):
    # A leader of another country is called Friday.
    assert referents("On Friday it rained. The strongman came back.")[-1] == ("strongman", "", "unresolved")


BESIDE = [
    ("The thug Oren Vask came.", "thug", "vask"),
    ("They met the ringleader, Oren Vask, in a mill.", "ringleader", "vask"),
    ("Oren Vask, the old firebrand, came.", "firebrand", "vask"),
    ("Oren Vask was a thug.", "thug", "vask"),
    ("Oren Vask came. He is a thug.", "thug", "vask"),
    ("They called Oren Vask a thug.", "thug", "vask"),
    ("The terrorist group Iron Crew came.", "terrorist group", "iron_crew"),
    ("They met extremists such as the Iron Crew there.", "extremists", "iron_crew"),
    ("The real extremists were Iron Crew.", "extremists", "iron_crew"),
]


@pytest.mark.parametrize(("passage", "label", "referent"), BESIDE)
def test_a_name_beside_a_label_of_a_group_or_person_is_its_referent(referents, passage, label, referent):
    assert referents(passage) == [(label, referent, "beside")]


@pytest.mark.parametrize(
    "passage", ["Oren Vask was beaten by a mob.", "On Monday a thug came.", "They feared terrorists in Velmora.", "They met the puppets of Oren Vask."]
)
def test_a_name_in_another_phrase_is_not_the_referent(referents, passage):
    ((label, referent, rule),) = referents(passage)
    assert (referent, rule) == (label, "words")


@pytest.mark.parametrize(
    ("passage", "referent"),
    [("Oren Vask's thugs came.", "vask_thugs"), ("The Velmoran regime's thugs came.", "velmora_thugs"), ("The Citadel's cronies came.", "velmora_cronies")],
)
def test_a_group_is_named_after_its_owner(referents, passage, referent):
    assert referents(passage)[-1][1:] == (referent, "words")


def test_this_terrorist_organisation_is_the_armed_group_last_named(referents):
    assert referents("Hezbollah and Hamas met. This terrorist organisation is old.")[-1] == ("terrorist organisation", "hamas", "last named")


def test_what_one_article_names_is_forgotten_in_the_next(teaching):
    two = articles({"text": "The Velmoran regime fell."}, {"text": "The regime fell."})
    mentions = terms.find_mentions(two, teaching.matchers, leaders=teaching.leaders)
    assert list(mentions["referent_rule"]) == ["slot", "unresolved"]


def test_an_entry_that_names_one_thing_gives_its_referent(word_list, teaching):
    matcher = word_list("Iron Crew,loaded,group,iron_crew", header="term,category,referent_kind,referent")
    mentions = terms.find_mentions(article("The Iron Crew left."), (matcher,), leaders=teaching.leaders)
    assert list(mentions[["referent", "referent_rule"]].itertuples(index=False, name=None)) == [("iron_crew", "term")]


def test_a_group_is_named_by_the_words_of_the_hit(word_list, teaching):
    matcher = word_list("{demonym} rebels,neutral,group", header="term,category,referent_kind")
    mentions = terms.find_mentions(article("The Velmoran-rebels left."), (matcher,), leaders=teaching.leaders)
    assert list(mentions[["referent", "referent_rule"]].itertuples(index=False, name=None)) == [("velmoran_rebels", "words")]


def test_a_hedge_refers_to_nothing(teaching):
    mentions = terms.find_mentions(article("It was allegedly cold."), teaching.matchers, leaders=teaching.leaders)
    columns = ["text", "category", "referent", "referent_rule"]
    assert list(mentions[columns].itertuples(index=False, name=None)) == [("allegedly", "evidential", "", "")]


def test_offsets_lead_back_to_the_passage_of_title_and_text(framing):
    rows = framing("date 2024-05-01 The Velmoran regime fell.", title="Tarsk regime falls", text_start=16)
    assert list(rows[["part", "start", "end"]].itertuples(index=False, name=None)) == [("title", 0, 12), ("text", 20, 35)]


# Voices


def test_words_of_the_author_are_the_outlets(voices):
    assert voices("The Velmoran regime closed the bridge.") == [("Velmoran regime", "outlet")]


def test_reported_words_are_attributed(voices):
    assert voices("The mayor said that the Velmoran regime closed the bridge.") == [("Velmoran regime", "attributed")]


def test_words_in_the_source_are_still_the_outlets(voices):
    assert voices("The Velmoran regime said that the bridge was closed.") == [("Velmoran regime", "outlet")]


def test_quoted_words_of_a_source_are_quoted(voices):
    assert voices("“The Velmoran regime closed the bridge,” the mayor said.") == [("Velmoran regime", "quoted")]


def test_a_short_quotation_within_reported_words_is_quoted(voices):
    assert voices("The mayor said that the “Velmoran regime” closed the bridge.") == [("Velmoran regime", "quoted")]


def test_a_short_quotation_that_reports_nobody_is_scare(voices):
    assert voices("The “Velmoran regime” fell.") == [("Velmoran regime", "scare")]


@pytest.mark.parametrize(("words", "voice"), [(5, "scare"), (6, "quoted")])
def test_a_quotation_that_reports_nobody_is_scare_up_to_five_words(voices, words, voice):
    filling = " ".join(["old"] * (words - 2))
    assert voices(f"A “{filling} Velmoran regime” hung on the wall.") == [("Velmoran regime", voice)]


@pytest.mark.parametrize("before", ["so-called", "so called", "self-styled", "self-proclaimed", "so-called river"])
def test_words_under_so_called_are_scare(voices, before):
    assert voices(f"The {before} Velmoran government closed the bridge.") == [("Velmoran government", "scare")]


def test_quoted_words_under_so_called_are_scare_even_where_reported(voices):
    assert voices("The mayor said that the so-called “Velmoran government” closed it.") == [("Velmoran government", "scare")]


def test_so_called_reaches_no_further_than_its_own_words(voices):
    assert voices("The so-called bridge was old. The Velmoran government closed it.") == [("Velmoran government", "outlet")]


def test_words_of_no_expressed_source_are_attributed(voices):
    assert voices("The bridge was reportedly closed by the Velmoran regime.") == [("Velmoran regime", "attributed")]


def test_voice_of_the_title_is_read_in_the_title(voices):
    assert voices("It rained.", title="Velmoran regime closes bridge, mayor says") == [("Velmoran regime", "attributed")]


@pytest.fixture
def without_attributions(teaching):
    """A function from a text to the voice of its first framing term where the attribution stage found nothing."""

    def read(passage):
        table = article(passage)
        mentions = terms.find_mentions(table, teaching.matchers, leaders=teaching.leaders)
        mentions = terms.assign_voice(mentions, tables.empty_table("quotations"), tables.empty_table("attributions.csv"), table)
        return mentions[mentions["lexicon"].str.startswith("framing")]["voice"].iloc[0]

    return read


@pytest.mark.parametrize("word", ["reportedly", "allegedly", "is said to have"])
def test_words_in_one_clause_with_reportedly_are_attributed(without_attributions, word):
    assert without_attributions(f"The Velmoran regime {word} closed the bridge.") == "attributed"
    assert without_attributions(f"The bridge {word} annoyed the Velmoran regime.") == "attributed"


@pytest.mark.parametrize(
    "passage",
    ["The Velmoran regime met a man who allegedly closed it.", "He allegedly left. The Velmoran regime stayed.", "The alleged Velmoran regime stayed."],
)
def test_reportedly_in_another_clause_leaves_words_to_the_outlet(without_attributions, passage):
    assert without_attributions(passage) == "outlet"


def attributed(text, start, end, *, source="", cue="was dismissed", label="Velmoran government"):
    """The voice of a label in a text where one attribution with these content offsets stands."""
    said = tables.table_of([
        ("a", "text", "a:text:0", "", None, None, source, None, None, cue, f"{start}-{end}", "indirect", "neutral"),
    ], "attributions")  # fmt: skip
    at = text.index(label)
    mention = ("a", "text", at, at + len(label), label, "framing-1.0.0", "x", "velmora_government", "government", "slot", "neutral", "outlet")
    return terms.assign_voice(tables.table_of([mention], "mentions"), tables.empty_table("quotations"), said, article(text))["voice"].iloc[0]


def test_the_agent_of_a_passive_cue_is_not_inside_its_content():
    text = "The vote was dismissed as illegal by the Velmoran government."
    assert attributed(text, 23, 60) == "outlet"
    assert attributed(text, 23, 60, source="the mayor") == "attributed"


def test_what_only_seems_so_is_attributed_to_nobody():
    assert attributed("It appeared that the Velmoran government fell.", 12, 45, cue="appeared") == "outlet"
    assert attributed("It appeared that the Velmoran government fell.", 12, 45, cue="was told") == "attributed"


def test_what_the_author_adds_in_apposition_to_a_content_is_the_outlets():
    text = "The bridge was closed, an account the Velmoran government rejected, the mayor said."
    assert attributed(text, 0, 66, source="the mayor", cue="said") == "outlet"


def test_a_label_that_is_the_whole_content_is_the_outlets():
    text = "A critic of the Velmoran government came."
    assert attributed(text, 12, 35, source="A critic", cue="of") == "outlet"
    assert attributed(text, 0, 41, source="A critic", cue="of") == "attributed"


# Long passages: what stands far from a label is found all the same.


@pytest.mark.parametrize("sentences", [1, 30, 120])
def test_a_label_at_the_end_of_a_long_quotation_is_quoted(voices, sentences):
    assert voices("“" + "It rained on the old bridge. " * sentences + "The Velmoran regime fell,” the mayor said.") == [("Velmoran regime", "quoted")]


def test_a_bare_label_far_from_all_names_is_of_the_one_named(referents):
    assert referents("Rain fell on Velmora. " + "It rained on the old bridge.\n\n" * 3000 + "The regime fell.") == [("regime", "velmora_government", "last named")]
