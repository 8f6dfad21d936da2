"""Texts outside of the web application: for the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask

from wasl.config import load_settings
from wasl.i18n.compile import compile_catalogues
from wasl.i18n.language import set_up_languages


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Make the functions of `wasl.i18n.texts` speak a language (en, ar or ckb), without a page."""
    app = Flask("wasl", root_path=str(Path(__file__).parent.parent), static_folder=None)
    app.config["SETTINGS"] = replace(load_settings(), language=language)
    compile_catalogues()
    set_up_languages(app)
    with app.app_context():
        yield
