"""The learned attribution: sentences with their parts, nesting, strange texts, and what its file promises."""

import hashlib

import numpy as np
import pytest
from conftest import on_older_processor
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import attribution, corpus, datasets, pipeline, reading, tables, text
from analysis.attribution.learned import decode, features, network, pairs, roles, words
from analysis.attribution.learned.layout import PAD, in_spans, lay_out
from analysis.tables import InputError
from analysis.training.attribution import project_units


@pytest.fixture(scope="module")
def instrument():
    return pipeline.load_instrument()


def found(instrument, body):
    """The attributions of one text, each as (source, cue, [content pieces], stance, quoting)."""
    articles = corpus.articles_table([{"article_id": "a", "text": body}])
    sentences = text.split_sentences(articles, tokenizer=instrument.tokenizer)
    quotations = text.find_quotations(articles)
    table = attribution.find_attributions(articles, sentences, quotations, cues=instrument.cues, model=instrument.model)
    return [
        (row.source_text, row.cue_text, [body[a:b] for a, b in tables.read_spans(row.content_spans)], row.stance, row.quoting)
        for row in table.itertuples(index=False)
    ]


def test_indirect_speech(instrument):
    ((source, cue, content, stance, quoting),) = found(instrument, "The mayor said on Monday that the old bridge would be closed until June.")
    assert (source, cue, stance, quoting) == ("The mayor", "said", "neutral", "indirect")
    assert content == ["that the old bridge would be closed until June"]


def test_direct_speech_keeps_its_quotation_marks(instrument):
    ((source, cue, content, _, quoting),) = found(instrument, "“The bridge is not safe,” said Hanna Weer, an engineer who checked it.")
    assert source.startswith("Hanna Weer") and cue == "said" and quoting == "direct"
    assert content == ["“The bridge is not safe,”"]


def test_an_old_text_systems_marks_are_quotation_marks(instrument):
    ((_, _, content, _, quoting),) = found(instrument, "''The bridge is not safe,'' the mayor told reporters.")
    assert quoting == "direct" and content == ["''The bridge is not safe,''"]


def digest_of_scores():
    """A digest of the last bits of all scores of the teaching corpus's first articles: of cues, and of what is around each."""
    model, units = pipeline.load_instrument().model, project_units()
    layout = lay_out([units(body) for body in next(datasets.load("teaching", chunk=12)).text], model.words)
    cues, chance = decode.find_cues(layout, model)
    place = np.concatenate([cues[:, 0] - 1, cues[:, 1]])
    scorer = decode.RoleScorer(layout, cues, in_spans(layout.size, cues[chance >= 0.25]), model)
    around = scorer.scores(place, np.tile(np.arange(len(cues)), 2))
    return hashlib.sha256(b"".join(part.tobytes() for part in (decode.cue_scores(layout, model)[layout.places], cues, around))).hexdigest()


def test_the_instructions_of_an_older_processor_give_the_same_scores_to_the_last_bit():
    assert on_older_processor("import test_attribution_model as here; print(here.digest_of_scores())") == digest_of_scores()


def test_according_to(instrument):
    ((source, cue, content, *_),) = found(instrument, "The bridge will be closed until June, according to the city council.")
    assert (source, cue.lower()) == ("the city council", "according to")
    assert content == ["The bridge will be closed until June"]


@pytest.mark.parametrize("cue", ["according to", "According To", "ACCORDING TO"])
def test_according_to_has_its_source_by_rule_however_it_is_written(instrument, cue):
    headline = f"Mayor Slept {cue} Aide"
    (row,) = attribution.with_according_to(headline, [], [(0, len(headline))], [], instrument.cues)
    assert [headline[slice(*span)] for span in (row.source, row.cue, *row.content)] == ["Aide", cue, "Mayor Slept"]


def test_reportedly_has_no_source_and_doubts(instrument):
    rows = found(instrument, "The minister has reportedly been ill for weeks.")
    ((source, cue, _, stance, _),) = rows
    assert (source, stance) == ("", "doubting") and "reportedly" in cue


def test_belief_is_attributed_and_mental(instrument):
    ((source, cue, _, stance, _),) = found(instrument, "Many residents believe that the council wants to sell the park.")[:1]
    assert (source, cue, stance) == ("Many residents", "believe", "mental")


def test_a_denial(instrument):
    ((source, _, _, stance, _),) = found(instrument, "The ministry denied that any money had been lost.")
    assert (source, stance) == ("The ministry", "denying")


def test_a_statement_inside_a_statement_is_nested_in_it(instrument):
    body = "The spokesman said the governor had promised that nobody would lose a job."
    articles = corpus.articles_table([{"article_id": "a", "text": body}])
    sentences, quotations = text.split_sentences(articles, tokenizer=instrument.tokenizer), text.find_quotations(articles)
    table = attribution.find_attributions(articles, sentences, quotations, cues=instrument.cues, model=instrument.model)
    outer = table[table.cue_text == "said"].iloc[0]
    inner = table[table.cue_text.str.contains("promised")].iloc[0]
    assert inner.nested_in == outer.attribution_id and outer.nested_in == ""


@pytest.mark.parametrize(
    ("body", "inner"),
    [
        ('"I think the bridge will hold, and we want it to be mended before the winter," Weer said.', ("I", "think")),
        ("“We expect the bridge to be closed for months,” the mayor said. “I do not think that anybody will be hurt.”", ("We", "expect")),
    ],
)
def test_what_a_quoted_speaker_thinks_or_expects_is_found_inside_the_quotation(instrument, body, inner):
    pairs = [(source, cue) for source, cue, *_ in found(instrument, body)]
    assert inner in pairs and "said" in [cue for _, cue in pairs]


def test_plain_narration_has_none(instrument):
    assert found(instrument, "The train left at nine. It reached the coast before noon.") == []


@pytest.mark.parametrize(
    "body",
    ["", "\0" * 50, "“" * 400, "word " * 3000, "He said " * 3000, "said, " * 4000, "Никто ничего не сказал. " * 50,
     "\ud800 He said it. \udfff", "According to him, it rained. " * 300, "said"],
    ids=["nothing", "NUL bytes", "marks", "no end", "cues without end", "only cues", "another language", "lone surrogates", "one rule again and again", "a cue alone"],
)
def test_strange_texts_get_an_answer_with_spans_inside_the_text(instrument, body):
    for _, _, content, _, _ in found(instrument, body):
        assert all(content)


def test_a_sentence_without_end_is_read_in_pieces_that_leave_out_nothing():
    body = "he said it rained and " * 400
    parts = list(attribution.pieces_of(body, 0, len(body)))
    assert "".join(body[start:end] for start, end in parts) == body
    assert max(end - start for start, end in parts) <= 600
    assert list(attribution.pieces_of(body, 0, 1500)) == [(0, 1500)], "a long sentence with an end is read whole"


def test_a_text_read_alone_and_among_others_gives_the_same(instrument):
    one = "The mayor said that the bridge was closed."
    others = [f"The clerk of town {n} claimed, without evidence, that ship {n} had sunk." for n in range(60)]
    rows = [{"article_id": f"a{n}", "text": body} for n, body in enumerate([one, *others])]
    articles = corpus.articles_table(rows)
    sentences, quotations = text.split_sentences(articles, tokenizer=instrument.tokenizer), text.find_quotations(articles)
    table = attribution.find_attributions(articles, sentences, quotations, cues=instrument.cues, model=instrument.model)
    (alone,) = found(instrument, one)
    (row,) = table[table.article_id == "a0"].itertuples()
    assert (row.source_text, row.cue_text) == alone[:2]
    assert set(table[table.cue_text == "claimed"].stance) == {"doubting"}


def test_texts_read_before_and_after_new_pieces_were_begun_give_the_same_tokens(instrument, monkeypatch):
    bodies = ["The clerk said that it rained.", "“It rained,” the clerk said."]
    units = [project_units()(body) for body in bodies]
    before = lay_out(units, instrument.model.words)
    words_of = lambda layout: [bodies[a][s:e] for a, s, e in zip(*(getattr(layout, name)[layout.real].tolist() for name in ("article", "start", "end")))]  # noqa: E731
    monkeypatch.setattr(reading, "MOST", 0)
    reading.remembered_reading.cache_clear()
    after = lay_out(units, instrument.model.words)
    assert words_of(after) == words_of(before) == "The clerk said that it rained . “ It rained , ” the clerk said .".split()


@pytest.fixture(scope="module")
def read(instrument):
    """The layout of twenty-four articles of the project's own corpus and the candidates for cues in it."""
    layout = lay_out([project_units()(body) for body in next(datasets.load("teaching", chunk=24)).text], instrument.model.words)
    return layout, *decode.find_cues(layout, instrument.model)


@pytest.fixture(scope="module")
def labelled(instrument, read):
    """The labels of the positions around these candidates, the cue and the place of each."""
    layout, cues, score = read
    scorer = decode.RoleScorer(layout, cues, in_spans(layout.size, cues[score >= 0.25]), instrument.model)
    return decode.find_roles(scorer, layout, cues, np.arange(len(cues)), instrument.model)


def test_a_content_is_entered_by_its_first_word_and_left_by_its_last(labelled):
    labels, instance, place = labelled
    next_to = (np.diff(place) == 1) & (np.diff(instance) == 0)
    before, after = labels[:-1][next_to], labels[1:][next_to]
    assert (before == roles.IC).sum() > 1000 and set(after[before == roles.IC]) == {roles.IC, roles.EC}
    assert set(before[np.isin(after, (roles.IC, roles.EC))]) == {roles.BC, roles.IC}


def test_a_bias_for_sources_counts_once_a_source_whatever_its_words(instrument):
    (moves, begin), bias = decode.role_moves(instrument.model), instrument.model.settings["source_bias"]
    more = moves - instrument.model.moves["role"].astype(np.float32)
    assert bias > 0 and np.allclose(np.delete(more[:, roles.S], roles.S), bias) and more[roles.S, roles.S] == 0
    assert not np.delete(more, roles.S, axis=1).any() and begin[roles.S] == pytest.approx(instrument.model.begins["role"][roles.S] + bias)


def test_weights_of_positions_looked_up_together_are_those_of_their_features_one_by_one(instrument, read):
    layout, cues, score = read
    model = instrument.model
    scorer = decode.RoleScorer(layout, cues, in_spans(layout.size, cues[score >= 0.25]), model)
    _, _, instance, place = roles.positions(layout, cues)
    positions = pairs.Pairs(scorer.places, scorer.cues, place, instance)
    hashed = features.Collector(model.settings["role_bits"])
    pairs.all_features(positions, hashed.add)
    one_by_one = sum(model.tables["role"][column >> 1].astype(int) for column in hashed.out)
    assert len(hashed.out) == 40 and len(place) > 10_000
    assert (pairs.weights(positions, model.tables["role"], model.fixed["pair"]) == one_by_one).all()


def test_weights_of_places_and_their_side_are_those_of_their_features_one_by_one(instrument, read):
    layout, cues, score = read
    model = instrument.model
    scorer = decode.RoleScorer(layout, cues, in_spans(layout.size, cues[score >= 0.25]), model)
    place = np.flatnonzero(layout.real)
    side = np.arange(len(place), dtype=np.uint32) % 4
    scores, row = scorer.by_side(place, side)
    hashed = features.all_features(roles.SIMPLE, roles.place_features, roles.place_columns(layout), layout.size, model.settings["role_bits"])
    mask = np.uint32(2 ** model.settings["role_bits"] - 1)
    one_by_one = sum(model.tables["role"][(roles.turned(column[place], side) & mask) >> 1].astype(int) for column in hashed)
    assert len(hashed) == 20 and (scores[row] == one_by_one).all()


def test_the_network_in_sixteen_bits_scores_as_in_floating_point(instrument, read):
    layout, _, _ = read
    model, places = instrument.model, np.flatnonzero(layout.real)
    net, columns = model.nets["cue"], features.cue_columns(layout)
    vectors = [model.floats[layout.columns["vector"][places + by]] for by in features.CUE_SLOTS]
    categories = net["categories"][features.cue_categories(layout)[places]].sum(1)
    hidden = np.maximum(np.concatenate(vectors, axis=1) @ net["vectors"] + categories + net["hidden"], 0)
    scores = network.cue_scores(columns, PAD, layout.size - PAD, model)[places - PAD]
    assert np.abs(scores - hidden @ model.outs["cue"]).max() < 0.01


def test_no_sum_of_weights_passes_sixteen_bits(instrument, read):
    layout, _, _ = read
    bits, columns = instrument.model.settings["cue_bits"], features.cue_columns(layout)
    of_cues = len(features.all_features(features.SIMPLE, features.cue_features, columns, layout.size, bits))
    of_roles = len(roles.SIMPLE) + 11 + len(pairs.FEATURES)  # with the features of places that the test above counts
    assert (of_cues, of_roles) == (51, 60)
    for name, count in (("cue", of_cues), ("role", of_roles)):
        table = instrument.model.tables[name]
        assert table.dtype == np.int16 and count * int(np.abs(table).max()) < 2**15


def test_no_sum_of_a_hidden_layer_passes_sixteen_bits(instrument):
    model = instrument.model
    most = lambda tables: sum(np.abs(table.astype(np.int64)).max(0) for table in tables)  # noqa: E731
    rows = {name: model.word_rows[name].meet(np.arange(len(model.floats))) for name in ("cue", "role")}
    cue = most([*rows["cue"], model.fixed["cue"]])
    role = most([*rows["role"], *model.fixed["role"], *model.fixed["place"], *[model.fixed["cue alone"]] * 9])
    assert max(cue.max(), role.max()) < 2**15


LETTERS = st.text(alphabet=st.sampled_from("aBé1S.,?!’'-“_%\u0301ﬁ\u2009"), max_size=12)
PASSAGE = LETTERS | st.sampled_from(["Sept.", "Mr.", "Mr.\u2009Lee", "don’t", "U.S.", "cities."])


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.lists(PASSAGE, min_size=1), max_size=3))
def test_passages_read_together_have_the_words_of_each_by_itself(batches):
    known = words.Words([], [])
    rows = [row for passages in batches for row in known.read(passages).tolist()]
    found, names = np.array(known.tokens).reshape(-1, 3), list(known.types)
    for passage, (number, first) in zip(sum(batches, []), rows, strict=True):
        tokens = [(passage[start:end], start, end) for start, end in (token.span() for token in words.TOKEN.finditer(passage + " "))]
        assert [(names[kind], start, end) for kind, start, end in found[first : first + number].tolist()] == tokens


@settings(deadline=None, derandomize=True)
@given(st.text(min_size=1))
def test_a_words_numbers_are_those_of_its_parts_written_out(word):
    low = words.normal(word)
    assert words.codes(low) == tuple(map(words.code, (low, "s" + words.stem(low), low[-3:], low[-2:])))


def test_the_models_file_is_small_and_read_without_pickle():
    assert pipeline.MODEL.stat().st_size < 4_000_000
    with np.load(pipeline.MODEL, allow_pickle=False) as file:
        assert all(file[name].dtype != object for name in file.files)


def test_an_unknown_method_and_a_missing_model_are_refused(instrument):
    empty = [tables.empty_table(name) for name in ("articles", "sentences", "quotations")]
    with pytest.raises(InputError) as error:
        attribution.find_attributions(*empty, cues=instrument.cues, method="magic")
    assert str(error.value) == "attribution: unknown method 'magic'; allowed: learned, rules"
    with pytest.raises(InputError) as error:
        attribution.find_attributions(*empty, cues=instrument.cues)
    assert str(error.value) == "attribution: method 'learned' needs a model; load one with learned.load_model"


def test_given_spans_stand_in_for_the_models_own(instrument):
    body = "The mayor said that the bridge was closed."
    articles = corpus.articles_table([{"article_id": "a", "text": body}])
    sentences, quotations = text.split_sentences(articles, tokenizer=instrument.tokenizer), text.find_quotations(articles)
    row = {"article_id": "a", "source_start": "4", "source_end": "9", "cue_start": "10", "cue_end": "14", "content_spans": "15-41", "nested_in": ""}
    import pandas as pd

    given = attribution.read_given(pd.DataFrame([row]))
    table = attribution.find_attributions(articles, sentences, quotations, cues=instrument.cues, model=instrument.model, given=given)
    assert [(r.source_text, r.cue_text) for r in table.itertuples()] == [("mayor", "said")]
