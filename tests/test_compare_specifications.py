"""The specification curve: every combination once, changes worked by hand, and shuffled curves that know nothing."""

import numpy as np
import pandas as pd
import pytest

from analysis import charts, compare, export
from analysis.tables import InputError

COLUMNS = ["outlet", "leaning", "article_id", "voice", "count", "total"]


def labels(rate=(3, 1), *, outlets=4, articles=10):
    """A row an article and voice: outlets of the right choose the label `rate[0]` times in 4 in their own voice, the left `rate[1]` times."""
    rows = []
    for side, (leaning, loaded) in enumerate(zip(("right", "left"), rate)):
        for outlet in range(outlets):
            for k in range(articles):
                name = f"{leaning}{outlet}"
                rows += [(name, leaning, f"{name}-{k}", "outlet", min(max(loaded + (k + outlet) % 3 - 1, 0), 4), 4), (name, leaning, f"{name}-{k}", "quoted", k % 2, 2)]
    return pd.DataFrame(rows, columns=COLUMNS)


CHOICES = {
    "voice": {"own": lambda table: table[table["voice"] == "outlet"], "all": lambda table: table},
    "unit": {"articles": {}, "outlets": {"outlets": "outlet"}},
}


def curve(table, choices=CHOICES, **options):
    return compare.specification_curve(table, choices, **({"group": "leaning", "member": "right", "baseline": "left", "seed": 1, "replicates": 200} | options))


def test_every_combination_of_choices_is_estimated_once():
    found = curve(labels())
    assert sorted(found[["voice", "unit"]].itertuples(index=False, name=None)) == [("all", "articles"), ("all", "outlets"), ("own", "articles"), ("own", "outlets")]
    assert list(found["place"]) == [0, 1, 2, 3] and found["difference"].is_monotonic_increasing


def test_a_combination_is_what_its_comparison_gives_alone():
    table = labels()
    found = curve(table).set_index(["voice", "unit"]).loc[("own", "outlets")]
    alone = compare.differences(table[table["voice"] == "outlet"], by=[], group="leaning", baseline="left", seed=1, outlets="outlet", replicates=200).iloc[0]
    assert found[["difference", "low", "high", "method"]].to_list() == alone[["difference", "difference_low", "difference_high", "method"]].to_list()


def test_significant_is_an_interval_that_leaves_out_nothing():
    assert curve(labels((3, 1)))["significant"].all() and not curve(labels((2, 2)))["significant"].any()


def test_a_combination_with_too_little_stands_last_without_an_estimate():
    choices = CHOICES | {"articles": {"all": lambda table: table, "one": lambda table: table[table["article_id"].str.endswith("0-1")]}}
    found = curve(labels(), choices)
    assert found["articles"].to_list() == ["all"] * 4 + ["one"] * 4 and found["difference"].isna().to_list() == [False] * 4 + [True] * 4
    assert not found["significant"][4:].any()


def test_the_effect_of_a_choice_is_its_mean_change_with_all_else_the_same():
    rows = [("own", "x", 0.10), ("own", "y", 0.20), ("all", "x", 0.05), ("all", "y", 0.11)]
    table = pd.DataFrame(rows, columns=["voice", "unit", "difference"]).assign(significant=[True, True, False, True])
    effects = compare.effects_of_choices(table, {"voice": {"own": {}, "all": {}}, "unit": {"x": {}, "y": {}}}).set_index(["choice", "option"])
    # Voice: (-0.05 - 0.09) / 2; unit: (0.10 + 0.06) / 2.
    assert effects["mean_change"].to_list() == pytest.approx([0, -0.07, 0, 0.08])
    assert effects["largest_change"].to_list() == pytest.approx([0, -0.09, 0, 0.10])
    assert effects["significant"].to_list() == [2, 1, 1, 2]


def shuffle(table, choices=CHOICES, **options):
    return compare.shuffled_curves(
        table, choices, **({"group": "leaning", "member": "right", "baseline": "left", "over": "outlet", "seed": 1, "shuffles": 200} | options)
    )


def test_the_observed_curve_stands_first_and_its_median_is_that_of_the_curve():
    table = labels()
    found = shuffle(table)
    assert len(found) == 201 and found["median_difference"][0] == pytest.approx(curve(table)["difference"].median())
    assert (found["with_it"][0], found["against_it"][0], found["specifications"][0]) == (4, 0, 4)


def test_a_third_group_changes_no_curve_even_where_it_shares_an_outlet():
    third = labels((2, 2)).assign(leaning="center", article_id=lambda t: "c" + t["article_id"])
    more = pd.concat([labels(), third])
    pd.testing.assert_frame_equal(shuffle(more), shuffle(labels()))
    assert shuffle(more)["median_difference"][0] == pytest.approx(curve(more)["difference"].median())


def test_an_outlet_on_both_sides_is_named():
    table = labels()
    table.loc[0, "leaning"] = "left"
    with pytest.raises(InputError) as raised:
        shuffle(table)
    assert str(raised.value) == (
        "shuffled_curves: outlet 'right0' stands in the group and in the baseline; names are shuffled over whole values"
    )


def test_names_that_mean_something_are_told_from_shuffled_ones():
    tests = compare.joint_tests(shuffle(labels())).set_index("statistic")
    # Eight outlets: of 70 ways to name four of them right, two are as observed or its mirror.
    assert tests.loc["absolute median difference", "p"] == pytest.approx(2 / 70, abs=0.03)


def test_names_that_mean_nothing_are_not():
    assert (compare.joint_tests(shuffle(labels((2, 2))))["p"] > 0.1).all()


def test_shuffling_within_stories_moves_no_name_to_another_story():
    table = labels(outlets=1, articles=3)
    table = table[table["voice"] == "outlet"].assign(story_id=["a", "b", "c"] * 2)
    _, sides = compare.specifications.group_names_shuffled(table, "leaning", "right", "article_id", "story_id", np.random.default_rng(1), 50)
    # Articles left0-0, left0-1, left0-2, right0-0 ...: each story keeps one article of the right.
    assert (sides[:, :3] ^ sides[:, 3:]).all() and len({tuple(row) for row in sides}) == 8


def test_the_error_of_a_shuffled_curve_is_the_linearised_one():
    table = labels()[lambda t: t["voice"] == "outlet"]
    units, sides = compare.specifications.group_names_shuffled(table, "leaning", "right", "outlet", None, np.random.default_rng(1), 1)
    difference, z, _ = compare.specifications.linearised(table, {}, units, sides, "outlet")
    left = {side: one["count"] - one["total"] * one["count"].sum() / one["total"].sum() for side, one in table.groupby("leaning")}
    error = np.sqrt(80 / 79 * sum((one**2).sum() / 160**2 for one in left.values()))
    assert difference[0] / z[0] == pytest.approx(error)


def test_choices_that_the_table_leaves_open_in_one_way_only_are_not_offered():
    columns = {"part": "text", "label": "named", "instrument": "learned", "lexicon": "framing-1.1.0", "is_wire": False, "genre": "news"}
    table = labels().assign(**columns)
    assert list(compare.label_choices(table, group="leaning")) == ["voice", "outlets", "unit"]
    more = table.assign(part=["title"] + ["text"] * (len(table) - 1), is_wire=table["article_id"] == "left0-1", genre=["opinion"] + ["news"] * (len(table) - 1), story_id="s")
    choices = compare.label_choices(more, group="leaning")
    assert list(choices) == ["voice", "wire copy", "opinion", "title", "outlets", "unit"] and list(choices["unit"]) == ["outlets", "articles", "stories"]
    assert len(choices["wire copy"]["out"](more)) == len(more) - 2 and len(choices["opinion"]["out"](more)) == len(more) - 1


def test_outlets_with_few_labels_can_be_left_out():
    table = pd.DataFrame({"outlet": ["a", "a", "b"], "total": [3, 2, 4]})
    choose = compare.label_choices(labels().assign(part="", label="", instrument="", lexicon="", is_wire=False, genre=""), group="leaning")["outlets"]["some labels"]
    assert list(choose(table)["outlet"]) == ["a", "a"]


def test_labels_of_a_government_are_named_and_bare_ones_of_text_and_title():
    rows = [
        ("a", "framing_label", "velmora_government", "government", "outlet", "title", 1, 1),
        ("a", "framing_label_bare", "velmora_government", "government", "outlet", "text", 2, 2),
        ("a", "framing_label", "kestria_government", "government", "outlet", "text", 1, 2), ("a", "framing_label", "velmora", "leader", "outlet", "text", 1, 1),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["article_id", "measure", "referent", "referent_kind", "voice", "part", "count", "total"])
    found = compare.labels_of_government(table, "velmora")
    assert list(found.itertuples(index=False, name=None)) == [("a", "outlet", "title", "named", 1, 1), ("a", "outlet", "text", "bare", 2, 2)]


def test_the_curve_is_drawn_with_a_dot_for_each_option_taken():
    figure, panels = export.new_figure(nrows=2, sharex=True)
    found = curve(labels())
    upper, lower = charts.specification_curve(panels, found, CHOICES)
    assert [label.get_text() for label in lower.get_yticklabels()] == ["voice: own", "voice: all", "unit: articles", "unit: outlets"]
    assert sum(len(dots.get_offsets()) for dots in lower.collections if len(dots.get_offsets()) > 1) == 8
    drawn = sorted(place for line in upper.lines if len(line.get_xdata()) and line.get_marker() == "o" for place in line.get_xdata())
    assert drawn == [0, 1, 2, 3]
