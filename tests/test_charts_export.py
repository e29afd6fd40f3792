"""Charts that show what is empty, and figure bundles written whole or not at all."""

import json

import matplotlib
import numpy as np
import pandas as pd
import pytest

from analysis import charts, export
from analysis.tables import InputError

matplotlib.use("agg")

RECORD = {
    "id": "one", "question": "Who?", "caption": "A caption.", "alternative_text": "Two dots.", "corpus": "teaching", "corpus_fingerprint": "00",
    "word_lists": ["framing-1.0.0"], "parameters": {}, "counts": {"articles": 2}, "licence": "CC BY 4.0", "cite": "Somebody (2026)",
}  # fmt: skip
DATA = pd.DataFrame({"outlet": ["Gazette", "Herald"], "estimate": [0.25, np.nan], "low": [0.1, np.nan], "high": [0.4, np.nan], "total": [20, 3]})


@pytest.fixture
def axes():
    figure, axes = export.new_figure(3.5, 2.0)
    yield axes
    matplotlib.pyplot.close(figure)


def drawn(**options):
    """A small figure in the house style."""
    figure, axes = export.new_figure(3.5, 2.0)
    charts.rates(axes, DATA, rows="outlet", **options)
    return figure


def written(axes):
    """The words that stand in a drawing, without those of its axes."""
    return [text.get_text() for text in axes.texts]


def lines(axes):
    return [label.get_text() for label in axes.get_yticklabels()]


# Charts


def test_a_rate_is_drawn_in_percent_at_its_place(axes):
    charts.rates(axes, DATA, rows="outlet")
    (dots,) = axes.containers
    assert (list(dots.lines[0].get_xdata()), list(dots.lines[0].get_ydata())) == ([25.0], [0.0])


def test_an_interval_reaches_from_low_to_high(axes):
    charts.rates(axes, DATA, rows="outlet")
    (segment,) = axes.containers[0].lines[2][0].get_segments()
    assert segment[:, 0] == pytest.approx([10.0, 40.0])


def test_a_rate_that_is_not_estimable_is_written_on_its_own_line(axes):
    charts.rates(axes, DATA, rows="outlet")
    (note,) = axes.texts
    assert (note.get_text(), note.xy) == ("n.e.", (0, 1.0)) and lines(axes) == ["Gazette", "Herald"]


def test_where_nothing_is_estimable_every_line_says_so(axes):
    charts.rates(axes, DATA.assign(estimate=np.nan, low=np.nan, high=np.nan), rows="outlet")
    assert written(axes) == ["n.e.", "n.e."] and axes.get_xlim() == (0.0, 100.0)


def test_a_line_of_the_order_without_any_row_is_kept(axes):
    charts.rates(axes, DATA, rows="outlet", order=["Herald", "Post", "Gazette"])
    assert lines(axes) == ["Herald", "Post", "Gazette"] and axes.containers[0].lines[0].get_ydata().tolist() == [2.0]


def test_groups_have_their_own_colour_marker_and_name(axes):
    table = pd.concat([DATA.iloc[:1].assign(voice="own"), DATA.iloc[:1].assign(voice="all")])
    charts.rates(axes, table, rows="outlet", groups="voice")
    looks = {(c.lines[0].get_color(), c.lines[0].get_marker(), c.get_label()) for c in axes.containers}
    assert looks == {("#0072b2", "o", "own"), ("#d55e00", "s", "all")}


def test_a_rate_that_is_no_share_is_drawn_as_it_is(axes):
    charts.rates(axes, DATA, rows="outlet", percent=False)
    assert list(axes.containers[0].lines[0].get_xdata()) == [0.25]


def test_shares_are_stacked_to_their_sum(axes):
    table = pd.DataFrame({"outlet": "Gazette", "kind": ["a", "b", "c"], "estimate": [0.5, 0.3, 0.2]})
    charts.shares(axes, table, rows="outlet", parts="kind")
    assert [bar.get_x() for bar in axes.patches] == pytest.approx([0, 50, 80]) and written(axes) == ["50", "30", "20"]


def test_a_small_share_carries_no_number(axes):
    table = pd.DataFrame({"outlet": "Gazette", "kind": ["a", "b"], "estimate": [0.95, 0.05]})
    charts.shares(axes, table, rows="outlet", parts="kind")
    assert written(axes) == ["95"]


def test_a_bar_without_any_share_keeps_its_line(axes):
    table = pd.DataFrame({"outlet": ["Gazette"], "kind": ["a"], "estimate": [1.0]})
    charts.shares(axes, table, rows="outlet", parts="kind", order=["Herald", "Gazette"])
    assert lines(axes) == ["Herald", "Gazette"] and [bar.get_width() for bar in axes.patches] == [0.0, 100.0]


def test_counts_carry_their_number_and_none_stays_empty(axes):
    table = pd.DataFrame({"outlet": ["Gazette", "Gazette", "Herald"], "period": ["2019", "2020", "2020"], "count": [3, 4, 5]})
    charts.counts(axes, table, rows="outlet", columns="period")
    assert written(axes) == ["3", "4", "5"] and [label.get_text() for label in axes.get_xticklabels()] == ["2019", "2020"]


def test_counts_of_one_place_are_summed(axes):
    table = pd.DataFrame({"outlet": ["Gazette", "Gazette"], "period": ["2019", "2019"], "count": [3, 4]})
    charts.counts(axes, table, rows="outlet", columns="period")
    assert written(axes) == ["7"]


def test_bars_carry_their_count_zero_too(axes):
    table = pd.DataFrame({"outlet": ["Gazette", "Herald"], "count": [1200, 0]})
    charts.bars(axes, table, rows="outlet", value="count")
    assert written(axes) == ["1,200", "0"] and lines(axes) == ["Gazette", "Herald"]


def test_a_strip_shows_where_something_stands(axes):
    table = pd.DataFrame({"kind": ["cue"], "start": [10], "end": [14]})
    charts.strip(axes, table, rows="kind", order=["source", "cue"], length=100)
    (bar,) = axes.patches
    assert (bar.get_x(), bar.get_width(), axes.get_xlim()) == (10, 4, (0.0, 100.0)) and lines(axes) == ["source", "cue"]


FOUND = pd.DataFrame({"word": ["bridge", "river"], "log_odds": [1.0, 0.5], "expected": [0.0, 0.2], "low": [0.6, -0.1], "high": [1.3, 1.1], "q": [0.01, 0.4]})


def test_a_words_log_odds_stand_on_its_line_filled_where_sure(axes):
    charts.log_odds(axes, FOUND)
    sure, unsure = axes.containers
    assert lines(axes) == ["bridge", "river"]
    assert (list(sure.lines[0].get_xdata()), list(sure.lines[0].get_ydata())) == ([1.0], [0])
    assert (list(unsure.lines[0].get_ydata()), unsure.lines[0].get_markerfacecolor()) == ([1], "white")
    assert sure.lines[2][0].get_segments()[0][:, 0] == pytest.approx([0.6, 1.3])


def test_a_period_that_is_not_estimable_leaves_a_gap(axes):
    estimates = {"estimate": [0.2, np.nan, 0.8], "low": [0.1, np.nan, 0.7], "high": [0.3, np.nan, 0.9]}
    shares = pd.DataFrame({"outlet": "Gazette", "period": ["2014", "2015", "2016"]} | estimates)
    charts.over_time(axes, shares, groups="outlet", periods=["2014", "2015", "2016"])
    (line,) = axes.containers
    assert np.isnan(line.lines[0].get_ydata()).tolist() == [False, True, False] and line.lines[0].get_ydata()[2] == 80


@pytest.mark.parametrize("draw", [charts.rates, lambda a, t, **o: charts.bars(a, t, value="total", **o)])
def test_a_chart_gives_its_axes_back(axes, draw):
    assert draw(axes, DATA, rows="outlet") is axes


def test_a_legend_stands_below_all_panels():
    table = pd.concat([DATA.iloc[:1].assign(voice="own"), DATA.iloc[:1].assign(voice="all")])
    figure, axes = export.new_figure(3.5, 2.0)
    charts.rates(axes, table, rows="outlet", groups="voice")
    legend = charts.legend_below(figure, axes, columns=2)
    assert [text.get_text() for text in legend.get_texts()] == ["own", "all"]
    matplotlib.pyplot.close(figure)


def test_colours_are_as_many_as_markers_and_all_different():
    assert len(set(charts.COLOURS)) == len(charts.COLOURS) == len(charts.MARKERS) == len(set(charts.MARKERS))


# Bundles


def test_a_bundle_is_five_files(tmp_path):
    folder = export.write_bundle(drawn(), DATA, RECORD, folder=tmp_path / "teaching")
    assert sorted(file.name for file in folder.iterdir()) == ["one.csv", "one.json", "one.pdf", "one.png", "one.svg"]


def test_the_same_figure_gives_the_same_bytes(tmp_path):
    one, other = (export.write_bundle(drawn(), DATA, RECORD, folder=tmp_path / name) for name in ("one", "other"))
    for file in one.iterdir():
        assert file.read_bytes() == (other / file.name).read_bytes(), file.name


def test_the_plotted_data_are_in_the_bundle(tmp_path):
    folder = export.write_bundle(drawn(), DATA, RECORD, folder=tmp_path)
    assert (folder / "one.csv").read_bytes() == b"outlet,estimate,low,high,total\nGazette,0.25,0.1,0.4,20\nHerald,,,,3\n"


def test_the_record_is_in_the_bundle_with_the_versions_of_what_made_it(tmp_path):
    record = json.loads((export.write_bundle(drawn(), DATA, RECORD, folder=tmp_path) / "one.json").read_text(encoding="utf-8"))
    versions = record.pop("versions")
    assert record == RECORD
    assert set(versions) == {"slantwise", "python", *export.PACKAGES} and versions["pandas"] == pd.__version__


@pytest.mark.parametrize("field", [name for name in export.NEEDED if name != "id"])
def test_a_record_that_lacks_a_field_is_refused_and_nothing_is_left(tmp_path, field):
    record = {name: value for name, value in RECORD.items() if name != field}
    with pytest.raises(InputError) as raised:
        export.write_bundle(drawn(), DATA, record, folder=tmp_path / "teaching")
    assert str(raised.value) == f"figure one: its record lacks {field}; needed: {', '.join(export.NEEDED)}"
    assert list(tmp_path.iterdir()) == []


def test_a_record_without_id_is_refused(tmp_path):
    with pytest.raises(InputError) as raised:
        export.write_bundle(drawn(), DATA, RECORD | {"id": "", "cite": ""}, folder=tmp_path / "teaching")
    assert str(raised.value) == f"figure : its record lacks id, cite; needed: {', '.join(export.NEEDED)}"


def test_no_parameters_are_parameters(tmp_path):
    export.write_bundle(drawn(), DATA, RECORD | {"parameters": {}}, folder=tmp_path)
    assert (tmp_path / "one.json").exists()


class Failing:
    """A figure that cannot be drawn as PDF."""

    def __init__(self):
        self.figure = drawn()

    def savefig(self, file, **options):
        if str(file).endswith(".pdf"):
            raise RuntimeError("no ink")
        self.figure.savefig(file, **options)


def test_a_drawing_that_fails_leaves_the_bundle_that_was_there(tmp_path):
    export.write_bundle(drawn(), DATA, RECORD, folder=tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(RuntimeError, match="no ink"):
        export.write_bundle(Failing(), DATA.assign(total=0), RECORD, folder=tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_drawing_that_fails_leaves_nothing_behind(tmp_path):
    with pytest.raises(RuntimeError, match="no ink"):
        export.write_bundle(Failing(), DATA, RECORD, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


# Gallery


def test_the_gallery_shows_every_figure_with_its_files_licence_and_citation(tmp_path):
    export.write_bundle(drawn(), DATA, RECORD | {"cannot_show": "Why."}, folder=tmp_path / "teaching")
    gallery = export.write_gallery(tmp_path).read_text(encoding="utf-8")
    assert gallery == (
        "# Figures\n\nMade from the records beside the drawings by `make figures`; do not edit.\n\n## teaching\n\n### one\n\n"
        "![Two dots.](teaching/one.png)\n\nA caption.\n\nWhat it cannot show: Why.\n\n"
        "[svg](teaching/one.svg) · [pdf](teaching/one.pdf) · [png](teaching/one.png) · [csv](teaching/one.csv) · [json](teaching/one.json)"
        " · licence: CC BY 4.0 · cite: Somebody (2026)\n"
    )


def test_the_gallery_has_the_figures_by_corpus_and_id(tmp_path):
    for corpus, name in (("polnear", "two"), ("teaching", "one"), ("polnear", "one")):
        (tmp_path / corpus).mkdir(exist_ok=True)
        (tmp_path / corpus / f"{name}.json").write_text(json.dumps(RECORD | {"id": name, "corpus": corpus}), encoding="utf-8")
    gallery = export.write_gallery(tmp_path).read_text(encoding="utf-8")
    assert [line for line in gallery.splitlines() if line.startswith("##")] == ["## polnear", "### one", "### two", "## teaching", "### one"]


def test_a_gallery_without_figures_says_how_it_is_made(tmp_path):
    assert export.write_gallery(tmp_path).read_text(encoding="utf-8").startswith("# Figures\n")
    assert [file.name for file in tmp_path.iterdir()] == ["README.md"]


def test_a_figure_that_no_notebook_makes_is_removed(tmp_path):
    for name in ("one", "old"):
        export.write_bundle(drawn(), DATA, RECORD | {"id": name}, folder=tmp_path / "teaching")
    export.remove_figures("teaching", {"one"}, folder=tmp_path)
    assert sorted(file.name for file in (tmp_path / "teaching").iterdir()) == ["one.csv", "one.json", "one.pdf", "one.png", "one.svg"]


def test_removing_figures_of_a_corpus_without_any_does_nothing(tmp_path):
    export.remove_figures("teaching", {"one"}, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
