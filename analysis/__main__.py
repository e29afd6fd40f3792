"""The command line: `slantwise`, or `python -m analysis`."""

import argparse
import sys
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from . import __version__, corpus, datasets, languages, pipeline, tables, views
from .tables import InputError


def main(arguments=None):
    """Runs one command; the exit status: 0, or 2 with one line on standard error for bad input."""
    try:
        options = parser().parse_args(arguments)
        options.run(options)
    except InputError as error:
        print(f"slantwise: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"slantwise: {error.filename or 'the system'}: {error.strerror or error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("slantwise: stopped; nothing was written", file=sys.stderr)
        return 130
    return 0


def parser():
    """The parser of all commands."""
    top = argparse.ArgumentParser(prog="slantwise", description="Measure how news outlets frame, hedge and source the same events.")
    top.add_argument("--version", action="version", version=f"slantwise {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("reproduce", help="run every notebook, write every figure and the gallery")
    one.add_argument("--corpus", default="teaching", help="a corpus's name (teaching)")
    one.set_defaults(run=reproduce)

    one = commands.add_parser("measure", help="measure a corpus, or files and folders of articles")
    one.add_argument("inputs", nargs="+", metavar="INPUT", help="a corpus's name, or .txt, .csv, .jsonl files or folders")
    one.add_argument("--out", required=True, metavar="DIR", help="folder for mentions.csv, attributions.csv, measures.csv, articles.csv")
    one.add_argument("--encoding", default="utf-8", metavar="NAME", help="encoding of the files (utf-8)")
    one.add_argument("--workers", type=whole, default=None, metavar="N", help="processes (all cores)")
    one.set_defaults(run=measure)

    one = commands.add_parser("corpora", help="list the known corpora")
    one.set_defaults(run=corpora)

    one = commands.add_parser("fetch", help="bring a public corpus into your data folder")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--from", dest="source", metavar="DIR", help="a folder that holds the corpus's folder or archive")
    one.set_defaults(run=fetch)

    one = commands.add_parser("show", help="one article, highlighted, as a page")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--html", required=True, metavar="OUT")
    one.add_argument("--encoding", default="utf-8", metavar="NAME")
    one.set_defaults(run=show)

    one = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    one.set_defaults(run=lab)
    return top


def whole(text):
    """A whole number from 1 on, for an option."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 on")
    return number


def reproduce(options):
    """Runs the notebooks on a corpus and writes its figures."""
    from . import reproduction

    gallery = reproduction.reproduce(options.corpus)
    print(f"gallery: {gallery}")


def measure(options):
    """Measures articles into CSV files."""
    pipeline.checked_folder(options.out)
    names = [name for name in options.inputs if name in datasets.CORPORA and not Path(name).exists()]
    if names and len(options.inputs) > 1:
        raise InputError(f"measure: {names[0]!r} is a corpus's name and stands alone; found {len(options.inputs)} inputs")
    if names:
        known = datasets.find_corpus(names[0])
        chunks, total = datasets.load(known.name), known.n_articles
        options_of = {"gazetteers": known.gazetteers, "given": known.given}
        if not datasets.is_present(known):
            next(chunks)  # says what is missing before any file is touched
    else:
        articles = corpus.read_articles(options.inputs, encoding=options.encoding)
        total = len(articles)
        chunks = (articles.iloc[k : k + datasets.CHUNK].reset_index(drop=True) for k in range(0, total, datasets.CHUNK))
        options_of = {}
    workers = 1 if total <= datasets.CHUNK else options.workers
    with tqdm(total=total, unit=" articles", desc="measuring", file=sys.stderr) as bar:
        out = pipeline.measure_to_files(chunks, options.out, progress=bar.update, workers=workers, **options_of)
    flag_languages(pd.read_csv(out / "articles.csv", usecols=["language"], keep_default_na=False))
    print(out)


def flag_languages(articles):
    """Says on standard error how many `articles` are in another language than English."""
    other = languages.other_languages(articles)
    if len(other):
        named = ", ".join(f"{row.language} {row.count}" for row in tables.rows_of(other)[:5])
        print(
            f"slantwise: {other['count'].sum()} of {len(articles)} articles are not in English ({named}); the word lists and the model are English, "
            "so their counts mean nothing; see the column language of articles.csv",
            file=sys.stderr,
        )


def corpora(options):
    """Prints the known corpora."""
    for row in datasets.describe().itertuples(index=False):
        print(f"{row.name}: {row.n_articles:,} articles; {'present' if row.present else 'not fetched'}: {row.folder}")
        print(f"  {row.description}\n  licence: {row.licence}\n  cite: {row.citation}")


def fetch(options):
    """Brings a public corpus into the user's data folder."""
    bar = lambda files, total: tqdm(files, total=total, unit=" files", desc="checking", file=sys.stderr)  # noqa: E731
    print(datasets.fetch(options.name, source=options.source, progress=bar))


def show(options):
    """Writes one article, highlighted, as a page."""
    articles = corpus.read_articles([options.file], encoding=options.encoding)
    results = pipeline.measure_articles(articles.iloc[:1], pipeline.load_instrument())
    flag_languages(results.articles)
    print(views.write_page(results.articles, results.mentions, results.attributions, options.html))


def lab(options):
    """Opens the notebooks."""
    import subprocess

    from .paths import NOTEBOOKS

    subprocess.run([sys.executable, "-m", "jupyterlab", f"--notebook-dir={NOTEBOOKS}"], check=False)


if __name__ == "__main__":
    sys.exit(main())
