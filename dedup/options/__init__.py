"""The arguments and options of each command: one module a command.

To add a command: write what it does in `dedup/commands/`, a module here with
one function of its arguments, whose docstring is the help, and an `EPILOG`
with an example; list it in `MEMBERS`.
"""

from __future__ import annotations

from collections.abc import Callable

from dedup.options import (
    clean,
    compare,
    evaluate,
    export,
    find,
    forget,
    plant,
    rebuild,
    run,
    status,
    trace,
)

MEMBERS: tuple[tuple[Callable[..., None], str], ...] = (
    (run.run, run.EPILOG),
    (compare.compare, compare.EPILOG),
    (clean.clean, clean.EPILOG),
    (trace.trace, trace.EPILOG),
    (find.find, find.EPILOG),
    (evaluate.evaluate, evaluate.EPILOG),
    (plant.plant, plant.EPILOG),
    (status.status, status.EPILOG),
    (export.export, export.EPILOG),
    (rebuild.rebuild, rebuild.EPILOG),
    (forget.forget, forget.EPILOG),
)
"""Every command with its example, in the order in which `--help` lists them."""
