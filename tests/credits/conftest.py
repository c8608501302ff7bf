from collections.abc import Callable

import pytest

from dedup import registry
from dedup.credits import read_page
from dedup.credits.page import Page

Reader = Callable[..., set[tuple[str, str]]]

BODY = (
    "The harbour authority of Lindvik said that the ferry would sail again on Monday after "
    "divers had freed its rudder from a drifting net that had held it for two days.\n\n"
    "Some forty passengers were brought ashore by fishing boats during the first night, and "
    "nobody was hurt, the captain of the vessel told an inquiry at the town hall on Friday."
)


@pytest.fixture
def body() -> str:
    return BODY


@pytest.fixture
def roles() -> Reader:
    """Read one text: the set of (role, name) that it shows."""

    def read(text: str, *own: str) -> set[tuple[str, str]]:
        page = Page(text, registry.load(None), frozenset(own), 3)
        return {(credit.role, credit.name) for credit in read_page(page)}

    return read
