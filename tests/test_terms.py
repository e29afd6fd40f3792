"""Lexicon hits: what they refer to, and whose words they are."""

import pytest
from conftest import article, articles

from analysis import attribution, lexicons, terms, text

DATE = "2024-05-01"


@pytest.fixture(scope="module")
def framing(teaching):
    """A function from a text to its mentions of the framing list, with voice."""
    matchers = tuple(m for m in teaching.matchers if m.lexicon.name.startswith("framing"))

    def read(passage, published=DATE, **fields):
        table = article(passage, published=published, **fields)
        sentences = text.split_sentences(table, tokenizer=teaching.tokenizer)
        quotations = text.find_quotations(table)
        said = attribution.find_attributions(table, sentences, quotations, cues=teaching.cues, method="rules")
        mentions = terms.find_mentions(table, matchers, leaders=teaching.leaders)
        return terms.assign_voice(mentions, quotations, said, table)

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
    assert terms.leader_of(lexicons.Hit(0, 0, 0, (("leader", NAMESAKES), *places)), DATE) == person


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
    assert terms.office_holder("dorvane", "Dorvanese president", published, {"dorvane": TERMS}) == (holder, "office")


def test_a_deputy_does_not_hold_the_office():
    assert terms.office_holder("dorvane", "Dorvanese prime minister", "2015-01-01", {"dorvane": TERMS}) == ("dorvane_leader", "slot")


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
