"""ExoKB: the open knowledge base of exosome therapy, served as a REST API."""

__version__ = "0.1.0"
