"""What a value must keep to."""

from __future__ import annotations

from dedup.errors import SettingsError


def require(holds: bool, key: str, wanted: str) -> None:
    """Refuse a value.

    Raises:
        SettingsError: `holds` is false; the message names the key and what was wanted.
    """
    if not holds:
        raise SettingsError(f"setting {key}: {wanted}")
