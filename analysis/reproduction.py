"""Run the notebooks on a corpus, and write every figure and the gallery."""

import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from tqdm import tqdm

from . import datasets, export, studies
from .paths import FIGURES, NOTEBOOKS, executed_notebooks
from .tables import InputError

TIMEOUT = 900  # seconds for one cell


def reproduce(name="teaching", *, workers=2, again=False):
    """The path of the gallery, once every notebook has run on the corpus `name` and every figure is written.

    A public corpus that has been fetched is measured first where corpus, code or lists have changed; one that has not is
    read from its derived data. Notebooks that the corpus cannot answer are left out, with the reason. Executed copies of real corpora go to a
    folder that git ignores.
    """
    known = datasets.find_corpus(name)
    books = books_for(known)
    if known.left_out == datasets.OF_SENTENCES:
        print(f"{known.name}: its derived data are made by python -m analysis.sentence_bias", file=sys.stderr)
    elif known.name != "teaching" and datasets.is_present(known):
        with tqdm(total=known.n_articles, unit=" articles", desc="measuring", file=sys.stderr) as bar:
            studies.derive(known, progress=bar.update, again=again)
    elif known.name != "teaching":
        print(f"{known.name} is not fetched; its figures are rebuilt from {studies.DERIVED / known.name}", file=sys.stderr)
        studies.read_derived(known)
    out = executed_notebooks(known.name)
    out.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"SLANTWISE_CORPUS": known.name, "MPLBACKEND": "agg", "PYTHONHASHSEED": "0"}
    with tqdm(total=len(books), unit=" notebook", desc="notebooks", file=sys.stderr) as bar, ThreadPoolExecutor(workers) as pool:
        for book in pool.map(lambda book: run_notebook(book, out / book.name, environment), books):
            bar.update()
            tqdm.write(f"  {book.name}", file=sys.stderr)
    export.remove_figures(known.name, figures_named_in(books))
    return export.write_gallery(FIGURES)


def books_for(known):
    """The notebooks that are run on a corpus, in order; says on standard error which are left out, and why."""
    books = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
    for book in books:
        if reason := known.left_out.get(book.stem[:2]):
            print(f"{book.name} is left out: {reason}", file=sys.stderr)
    return [book for book in books if book.stem[:2] not in known.left_out]


def run_notebook(book, target, environment):
    """The path of an executed notebook, written whole or not at all; InputError with the failing cell's last line."""
    notebook = nbformat.read(book, as_version=4)
    client = NotebookClient(
        notebook, timeout=TIMEOUT, kernel_name="python3", record_timing=False, resources={"metadata": {"path": str(NOTEBOOKS)}},
        extra_arguments=["--log-level=ERROR"],
    )  # fmt: skip
    try:
        client.execute(env=environment)
    except CellExecutionError as error:
        last = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", str(error)).splitlines() if line.strip()][-1]
        raise InputError(f"{book.name}: a cell failed: {last}") from None
    partial = target.with_suffix(".partial")
    nbformat.write(without_machine(notebook), partial)
    os.replace(partial, target)
    return target


def without_machine(notebook):
    """The notebook without what differs from machine to machine: the kernel's name and version."""
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
    )
    return notebook


def figures_named_in(books):
    """The ids of the figures that the notebooks write, from the `id="..."` in their code."""
    named = set()
    for book in books:
        for cell in nbformat.read(book, as_version=4).cells:
            if cell.cell_type == "code":
                named |= set(re.findall(r'\bid="([a-z0-9-]+)"', cell.source))
    return named
