"""Every way to fail that a user can mend, with its exit code.

`dedup.door` is the only place that catches these: it prints the message on
stderr and leaves with `exit_code`. A message says what is wrong, where, and
what to do about it.
"""


class DedupError(Exception):
    """A failure that its message explains; leaves with exit code 1."""

    exit_code = 1


class UsageError(DedupError):
    """The command line asks for something that cannot be done as written."""

    exit_code = 2


class SettingsError(UsageError):
    """A pipeline file or a setting is wrong: names the key and what would be right."""


class NotBuiltError(UsageError):
    """An option that is promised but not built yet; refused, never ignored."""


class RejectedInputsError(DedupError):
    """Inputs were rejected and `--strict` makes that a failure."""

    exit_code = 3


class StateHeldError(DedupError):
    """Another run holds the state file."""

    exit_code = 4


class StateError(DedupError):
    """A state file cannot be used: it is damaged, or the machine has no room for it."""


class RecipeError(DedupError):
    """The state was made with another recipe and cannot be mixed with this one."""

    exit_code = 5


class StaleError(DedupError):
    """`status` found that the last good run is older than it may be."""

    exit_code = 6
