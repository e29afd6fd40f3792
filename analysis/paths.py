"""Where the project's data, the user's data and the figures live; never the working directory."""

import os
from pathlib import Path

from platformdirs import user_data_path

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
LEXICONS = DATA / "lexicons"
GAZETTEER = DATA / "gazetteer"
TEACHING = DATA / "teaching"
DERIVED = DATA / "derived"
MODELS = DATA / "models"
MANIFESTS = DATA / "corpora"
NOTEBOOKS = PROJECT / "notebooks"
# SLANTWISE_FIGURES lets a test, or a trial, write its figures elsewhere.
FIGURES = Path(os.environ.get("SLANTWISE_FIGURES") or PROJECT / "figures")


def user_data():
    """The folder of fetched corpora: the environment variable SLANTWISE_DATA, else the platform's own place."""
    named = os.environ.get("SLANTWISE_DATA")
    return Path(named).expanduser().resolve() if named else user_data_path("slantwise", appauthor=False)


def executed_notebooks(corpus):
    """The folder of the notebooks executed on `corpus`; the committed ones for the teaching corpus.

    Notebooks run on real news hold passages of it, so they go to a folder that git ignores.
    """
    return NOTEBOOKS if corpus == "teaching" else NOTEBOOKS / "executed" / corpus
