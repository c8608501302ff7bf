"""Processes that read pages for us, each page within a hard limit of time.

A worker is a fresh interpreter spoken to in lines of JSON: no fork of a
process with threads, no second import of the caller's script, and a page that
hangs or crashes the parser takes nothing with it but itself. A worker is
started when there is work for it, a further one for every few pages more.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any

from dedup.formats.records import Claim, Record, Reject, SourceFile, UnreadableError
from dedup.processors import processors
from dedup.settings import InputSettings

Read = list[Record | Reject]

_PAGES_PER_WORKER = 8  # about a second's work, which is what a worker's start costs
_START_SECONDS = 120.0  # for a machine so busy that importing trafilatura takes that long
_MEMORY = 4 << 30  # bytes of address space of a worker
_COMMAND = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from dedup.formats.page_workers import serve; serve()"
)


def read_pages(
    files: Sequence[SourceFile], settings: InputSettings, workers: int = 0
) -> list[Read]:
    """What each page gives, in the order of the files.

    Args:
        files: the pages.
        settings: limits; `page_seconds` for one page.
        workers: most processes to use; 0 is one for each core.
    """
    results: list[Read] = [[] for _ in files]
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for place in range(len(files)):
        waiting.put(place)
    most = min(workers or processors(), -(-len(files) // _PAGES_PER_WORKER))
    crew = [_Worker(settings) for _ in range(most)]
    threads = [
        threading.Thread(target=_work, args=(w, waiting, files, results), daemon=True) for w in crew
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        with suppress(queue.Empty):  # interrupted: no thread may go on to a further page
            while True:
                waiting.get_nowait()
        for worker in crew:
            worker.stop()
    return results


def _work(
    worker: _Worker,
    waiting: queue.SimpleQueue[int],
    files: Sequence[SourceFile],
    results: list[Read],
) -> None:
    while True:
        try:
            place = waiting.get_nowait()
        except queue.Empty:
            return
        results[place] = worker.read(files[place])


class _Worker:
    """One process, started at its first page and again after a page that ended it."""

    def __init__(self, settings: InputSettings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None

    def read(self, file: SourceFile) -> Read:
        """What one page gives; a reject where the page ended the worker."""
        try:
            process = self._process or self._started()
        except OSError as error:
            return [Reject(None, f"no process to read the page with: {error}")]
        seconds = self._settings.page_seconds
        answer, expired = _asked(process, json.dumps(file), seconds)
        if answer.endswith("\n"):
            return list(_unpacked(answer))
        self.stop()
        code = process.returncode
        if expired:
            return [Reject(None, f"the page took more than {seconds:g} s (input.page_seconds)")]
        return [Reject(None, f"reading the page crashed (exit {code})")]

    def _started(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", _COMMAND, json.dumps([os.path.abspath(p) for p in sys.path])],  # noqa: PTH100
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="ascii",
        )
        self._process = process
        ready, _ = _asked(process, json.dumps(asdict(self._settings)), _START_SECONDS)
        if ready != "ready\n":
            self.stop()
            raise OSError("it did not start")
        return process

    def stop(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was not sent any more is lost with it
                        pipe.close()


def _asked(process: subprocess.Popen[str], question: str, seconds: float) -> tuple[str, bool]:
    """The answer to one line, empty where the process ended; whether time ran out."""
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        process.kill()

    if process.stdin is None or process.stdout is None:
        return "", False
    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        process.stdin.write(question + "\n")
        process.stdin.flush()
        return process.stdout.readline(), expired.is_set()
    except (OSError, ValueError):
        return "", expired.is_set()
    finally:
        timer.cancel()


def _unpacked(answer: str) -> Iterator[Record | Reject]:
    for kind, values in json.loads(answer):
        if kind == "record":
            yield Record._make([*values[:-1], tuple(Claim(*claim) for claim in values[-1])])
        else:
            number, reason, columns = values
            yield Reject(number, reason, tuple(columns))


def serve() -> None:
    """Answer pages on stdin until it ends; what a worker process runs."""
    # Libraries may print: only answers may reach the real stdout.
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    _limit_memory()
    given = json.loads(sys.stdin.readline())
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}
    settings = InputSettings(**fields)
    from dedup.formats import pages  # noqa: PLC0415

    pages.warm_up()
    _answer(answers, "ready")
    for line in sys.stdin:
        # The kernel's own alarm ends a hung page even where our parent has died.
        _alarm(int(settings.page_seconds) + 5)
        _answer(answers, json.dumps(_read_page(SourceFile(*json.loads(line)), settings)))
        _alarm(0)


def _read_page(file: SourceFile, settings: InputSettings) -> list[tuple[str, Record | Reject]]:
    from dedup.formats import pages  # noqa: PLC0415

    try:
        found = list(pages.read_file(file, settings))
    except (UnreadableError, OSError) as error:
        found = [Reject(None, getattr(error, "strerror", None) or str(error))]
    except (RecursionError, MemoryError) as error:
        found = [Reject(None, f"the page cannot be parsed: {type(error).__name__}")]
    except Exception as error:  # noqa: BLE001 - one page must not end a run, whatever its bug
        found = [Reject(None, f"the page cannot be parsed: {type(error).__name__}: {error}"[:300])]
    return [("record" if isinstance(r, Record) else "reject", r) for r in found]


def _answer(answers: IO[str], line: str) -> None:
    answers.write(line + "\n")
    answers.flush()


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - POSIX only
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
