"""From the plain loops to machine code, once a machine."""

from __future__ import annotations

import gc
import hashlib
import pickle
import platform
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from dedup.kernels import (
    beginning,
    candidates,
    contrast,
    counting,
    descent,
    ending,
    flanking,
    glancing,
    likeness,
    loops,
    meeting,
    passages,
    passing,
    printing,
    quoting,
    recalling,
    shaping,
    shingling,
    sighting,
    slotting,
    spelling,
    telling,
)
from dedup.kernels.folder import cache_folder
from dedup.kernels.signatures import signatures


def _age_and_size(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_size


_LOCK = threading.RLock()
_SOURCES = (
    loops,
    shingling,
    passages,
    candidates,
    meeting,
    telling,
    passing,
    likeness,
    contrast,
    descent,
    counting,
    ending,
    quoting,
    spelling,
    sighting,
    shaping,
    printing,
    slotting,
    beginning,
    recalling,
    flanking,
    glancing,
)
_READ = {str(one.__file__): _age_and_size(Path(str(one.__file__))) for one in _SOURCES}
"""What the files of the loops were when this process read them."""


class Loops:
    """The functions of the modules that have loops, each compiled or fetched when first asked for.

    Most work needs a few of them, and fetching one takes a hundredth of a second.
    """

    tokenize: Callable[..., int]
    shingle: Callable[..., int]
    sign: Callable[..., None]
    overlap: Callable[..., None]
    order: Callable[..., None]
    tile: Callable[..., tuple[int, int, int]]
    propose: Callable[..., tuple[int, int]]
    product: Callable[..., None]
    strongest: Callable[..., int]
    distinct: Callable[..., int]
    assign: Callable[..., None]
    meet: Callable[..., None]
    weigh: Callable[..., None]
    narrate: Callable[..., None]
    agree: Callable[..., None]
    tally: Callable[..., None]
    run: Callable[..., None]
    swap: Callable[..., None]
    anchor: Callable[..., None]
    liken: Callable[..., None]
    replace: Callable[..., None]
    remain: Callable[..., None]
    neighbour: Callable[..., None]
    descend: Callable[..., None]
    lack: Callable[..., None]
    number: Callable[..., tuple[int, int]]
    file_words: Callable[..., None]
    arrange: Callable[..., None]
    file_bands: Callable[..., None]
    crowd: Callable[..., int]
    end_sentences: Callable[..., int]
    quote: Callable[..., int]
    spell: Callable[..., int]
    sight: Callable[..., tuple[int, int]]
    spot: Callable[..., tuple[int, int]]
    outline: Callable[..., None]
    shape: Callable[..., None]
    date: Callable[..., None]
    edge: Callable[..., None]
    imprint: Callable[..., int]
    unlink: Callable[..., None]
    unname: Callable[..., None]
    begin: Callable[..., int]
    recall: Callable[..., None]
    flank: Callable[..., None]
    glance: Callable[..., None]

    def __init__(self) -> None:
        with _without_collecting():
            _load_numba()
            self._signatures = signatures()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name not in self._signatures:
            raise AttributeError(name)
        with _LOCK:
            if name not in vars(self):
                with _without_collecting():
                    setattr(self, name, _made(name, self._signatures[name]))
            found: Callable[..., Any] = vars(self)[name]
            return found

    def make_all(self) -> None:
        """Compile all of them."""
        for name in self._signatures:
            getattr(self, name)


def is_loaded() -> bool:
    """Whether this process has the loops ready."""
    return _compiled.cache_info().currsize > 0


def is_compiled() -> bool:
    """Whether the cache folder has these very loops for this machine."""
    return _marker().is_file()


def prepare(announce: Callable[[str], None]) -> None:
    """Load the loops, compiling them first where need be; a sentence announces that."""
    if not is_loaded() and not is_compiled():
        announce("compiling the tokenizer and sketches for this machine, once (about a minute)")
    compiled()


def compiled() -> Loops:
    """The loops, fetched from the cache folder or compiled now; safe to call from any thread."""
    with _LOCK:
        return _compiled()


@cache
def _compiled() -> Loops:
    found = Loops()
    if not is_compiled() and _unchanged():
        found.make_all()
        with suppress(OSError):  # a full disk must not stop a run
            _marker().touch(mode=0o600)
    return found


def _unchanged() -> bool:
    """Whether the files of the loops are those that this process read."""
    return all(_age_and_size(Path(file)) == read for file, read in _READ.items())


def _made(name: str, signature: Any) -> Callable[..., Any]:
    """A loop out of the cache folder, or compiled now; a damaged cache is made anew."""
    for mend in (_forget, None):
        try:
            return _compile(name, signature, keep=True)
        except (OSError, EOFError, ValueError, LookupError, pickle.PickleError):
            if mend is not None:
                mend()
    return _compile(name, signature, keep=False)


def _forget() -> None:
    """Remove what is kept, for it may be damaged."""
    with suppress(OSError):
        for kept in sorted(folder().rglob("*.nb[ci]")):
            kept.unlink(missing_ok=True)
        _marker().unlink(missing_ok=True)


@cache
def folder() -> Path:
    """The cache folder of this process."""
    return cache_folder()


@cache
def _marker() -> Path:
    """The file that stands in the cache folder once these loops were compiled into it."""
    import llvmlite  # noqa: PLC0415  a tenth of a second
    import llvmlite.binding  # noqa: PLC0415

    made_of = (
        *_READ.items(),
        platform.python_version(),
        llvmlite.__version__,
        llvmlite.binding.get_host_cpu_name(),
        llvmlite.binding.get_host_cpu_features().flatten(),
    )
    digest = hashlib.sha256(repr(made_of).encode("utf-8", "surrogateescape")).hexdigest()
    return folder() / f"{digest[:32]}.compiled"


def _loop(name: str) -> Callable[..., Any]:
    """The plain function of this name."""
    found: Callable[..., Any] = next(
        vars(module)[name] for module in _SOURCES if name in vars(module)
    )
    return found


def _compile(name: str, signature: Any, *, keep: bool) -> Callable[..., Any]:
    """Compile a loop with declared types, so that no call compiles again."""
    import numba  # noqa: PLC0415  half a second

    loop = _loop(name)
    # numba files code under the age of its source: where that was exchanged meanwhile, as by an
    # upgrade during a run, the code of before would pass for that of the new one.
    source = loop.__code__.co_filename
    keep = keep and _READ.get(source) == _age_and_size(Path(source))
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder())
    try:
        made: Callable[..., Any] = numba.njit(signature, nogil=True, cache=keep)(loop)
    finally:
        config.CACHE_DIR = before
    return made


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep Python from looking for garbage among what is loaded, now, later and at the end.

    numba leaves half a million objects that all stay: going through them takes longer than
    loading them, and is done once more as the process ends.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def _load_numba() -> None:
    """Load numba's array functions without scipy's linear algebra.

    They look for it as they are loaded, which takes as long as all of numba, and do without
    where it is not there: no loop has a use for it.
    """
    import numba  # noqa: F401, PLC0415  half a second

    wanted = "scipy.linalg"
    if wanted in sys.modules:
        return
    sys.modules[wanted] = None  # type: ignore[assignment]  # makes its import fail
    try:
        import_module("numba.np.arraymath")
    finally:
        del sys.modules[wanted]
