"""How the project's models are made: run by hand, never by the suite. See data/models/attribution.md."""
