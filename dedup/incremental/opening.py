"""A state opened for a job: made where there is none, refused where it was made otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dedup.incremental.answers import known_answers
from dedup.settings import Settings
from dedup.state import database as databases
from dedup.state import recipe, schema
from dedup.state.database import Database


@contextmanager
def ready(state: Path, settings: Settings) -> Iterator[Database]:
    """Open a state for writing, made where there is none, and check its recipe.

    Raises:
        StateError: the file cannot be used.
        RecipeError: it was made otherwise.
    """
    with databases.opened(state, settings.state) as database:
        made = recipe.recipe(settings, known_answers(settings))
        if schema.is_empty(database):
            with database.transaction():
                schema.create(database)
                recipe.store(database, made)
                schema.set_meta(database, "published", 0)
        elif not schema.is_ours(database):
            raise databases.foreign(state)
        else:
            recipe.check(database, made)
        yield database


@contextmanager
def reading(state: Path, settings: Settings) -> Iterator[Database]:
    """Open a state for reading alone, and check its recipe.

    Raises:
        StateError: the file cannot be used.
        RecipeError: it was made otherwise.
    """
    with databases.opened(state, settings.state, read_only=True) as database:
        if schema.is_empty(database) or not schema.is_ours(database):
            raise databases.foreign(state)
        recipe.check(database, recipe.recipe(settings, known_answers(settings)))
        yield database
