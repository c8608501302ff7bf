"""text-dedup: its MinHash script, 32 bands of 4, on two processes."""

import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

from shared import BANDS, PERMUTATIONS, ROWS, THRESHOLD, WORDS, read, write

work = Path(tempfile.mkdtemp())
options = {
    "path": "parquet",
    "data_files": f"{sys.argv[1]}/*.parquet",
    "split": "train",
    "cache_dir": work / "cache",
    "output": work / "kept",
    "column": "text",
    "ngram": WORDS,
    "num_perm": PERMUTATIONS,
    "threshold": THRESHOLD,
    "b": BANDS,
    "r": ROWS,
    "num_proc": 2,
}
given = [word for name, value in options.items() for word in (f"--{name}", str(value))]
subprocess.run([sys.executable, "-m", "text_dedup.minhash", *given, "--debug"], check=True)
found = pickle.loads((work / "kept" / "uf.pkl").read_bytes())  # noqa: S301  - made just now
ids, _ = read(sys.argv[1])
first: dict[int, int] = {}
clusters = [first.setdefault(found.find(number), number) for number in range(len(ids))]
write(sys.argv[2], ids, clusters)
