"""House style, and the bundle of one figure: drawing, plotted data and record under one stem."""

import importlib.metadata
import json
import os
import platform
import shutil
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt

from . import __version__
from .paths import FIGURES
from .tables import InputError

# Widths of a journal's one and two columns, in inches (89 mm and 183 mm).
ONE_COLUMN, TWO_COLUMNS = 3.5, 7.2

STYLE = {
    "font.family": "DejaVu Sans", "font.size": 7, "axes.titlesize": 8, "axes.labelsize": 7, "legend.fontsize": 6.5,
    "xtick.labelsize": 6.5, "ytick.labelsize": 6.5, "axes.spines.top": False, "axes.spines.right": False,
    "axes.linewidth": 0.6, "xtick.major.width": 0.6, "ytick.major.width": 0.6, "axes.grid": False, "grid.color": "#dddddd",
    "grid.linewidth": 0.5, "legend.frameon": False, "figure.dpi": 150, "savefig.dpi": 300, "svg.hashsalt": "slantwise",
    "svg.fonttype": "path", "pdf.fonttype": 42, "lines.linewidth": 1.0, "figure.constrained_layout.use": True,
}  # fmt: skip

NEEDED = ("id", "question", "caption", "alternative_text", "corpus", "corpus_fingerprint", "word_lists", "parameters", "counts", "licence", "cite")
DATELESS = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None, "Creator": None, "Producer": None}, "png": {"Software": None}}
PACKAGES = ("matplotlib", "nltk", "numpy", "pandas", "scikit-learn", "scipy")


def new_figure(width=TWO_COLUMNS, height=3.0, **options):
    """(figure, axes) in the house style, which stays set for legends to come; `options` are those of `subplots`."""
    plt.rcParams.update(STYLE)
    return plt.subplots(figsize=(width, height), **options)


def write_bundle(figure, data, record, *, folder=None):
    """The folder that holds <id>.svg, .pdf, .png, .csv (plotted `data`) and .json (`record`), written all or none.

    `record` needs id, question, caption, alternative_text, corpus, corpus_fingerprint, word_lists, parameters, counts,
    licence and cite; package versions are added. The same figure, data and record give the same bytes on one platform and lock;
    across platforms the CSV is the same. Raises InputError for a record without a needed field.
    """
    missing = [name for name in NEEDED if not record.get(name) and record.get(name) != {}]
    if missing:
        raise InputError(f"figure {record.get('id', 'without id')}: its record lacks {', '.join(missing)}; needed: {', '.join(NEEDED)}")
    folder = Path(folder or FIGURES / record["corpus"])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".bundle-") as place:
        stem = Path(place) / record["id"]
        plt.rcParams.update(STYLE)
        for kind, metadata in DATELESS.items():
            figure.savefig(stem.with_suffix(f".{kind}"), metadata=metadata)
        data.to_csv(stem.with_suffix(".csv"), index=False, lineterminator="\n", encoding="utf-8", float_format="%.6g")
        stem.with_suffix(".json").write_text(to_json(full_record(record)), encoding="utf-8", newline="\n")
        for file in sorted(Path(place).iterdir()):
            os.replace(file, folder / file.name)
    plt.close(figure)
    return folder


def full_record(record):
    """The record with the versions of what made the figure."""
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    return record | {"versions": {"slantwise": __version__, "python": platform.python_version(), **versions}}


def to_json(record):
    """A record as JSON text with sorted keys and a last newline."""
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_records(folder=FIGURES):
    """The records of all figure bundles under `folder`, by corpus and id, each with the path of its drawing."""
    records = []
    for file in sorted(Path(folder).glob("*/*.json")):
        record = json.loads(file.read_text(encoding="utf-8"))
        records.append(record | {"stem": f"{file.parent.name}/{file.stem}"})
    return records


def write_gallery(folder=FIGURES):
    """The path of the gallery, README.md in `folder`, made from the figures' records."""
    lines = ["# Figures", "", "Made from the records beside the drawings by `make figures`; do not edit.", ""]
    corpus = None
    for record in read_records(folder):
        if record["corpus"] != corpus:
            corpus = record["corpus"]
            lines += [f"## {corpus}", ""]
        lines += gallery_entry(record)
    gallery = Path(folder) / "README.md"
    partial = gallery.with_suffix(".partial")
    partial.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    os.replace(partial, gallery)
    return gallery


def gallery_entry(record):
    """The lines of one figure in the gallery."""
    stem = record["stem"]
    files = " · ".join(f"[{kind}]({stem}.{kind})" for kind in ("svg", "pdf", "png", "csv", "json"))
    return [
        f"### {record['id']}", "", f"![{record['alternative_text']}]({stem}.png)", "", record["caption"], "",
        f"What it cannot show: {record.get('cannot_show', 'see the notebook')}", "",
        f"{files} · licence: {record['licence']} · cite: {record['cite']}", "",
    ]  # fmt: skip


def remove_figures(corpus, keep, *, folder=FIGURES):
    """Nothing; deletes bundles of `corpus` whose id is not in `keep`, so that no figure outlives its notebook."""
    place = Path(folder) / corpus
    for file in place.glob("*.*") if place.is_dir() else ():
        if file.stem not in keep:
            file.unlink() if file.is_file() else shutil.rmtree(file)
