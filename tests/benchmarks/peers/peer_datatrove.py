"""datatrove: its four steps on this machine, 32 bands of 4."""

import sys
import tempfile
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import (
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import ParquetReader
from datatrove.pipeline.writers.jsonl import JsonlWriter
from shared import BANDS, ROWS, WORDS, read, write

if __name__ == "__main__":  # its worker processes import this file
    work = Path(tempfile.mkdtemp())
    settings = MinhashConfig(n_grams=WORDS, num_buckets=BANDS, hashes_per_bucket=ROWS)
    reader = ParquetReader(sys.argv[1], text_key="text", id_key="id")
    steps = (
        [reader, MinhashDedupSignature(str(work / "signatures"), config=settings)],
        [MinhashDedupBuckets(str(work / "signatures"), str(work / "buckets"), config=settings)],
        [
            MinhashDedupCluster(
                str(work / "buckets"), str(work / "removed"), config=settings, save_cluster_id=True
            )
        ],
        [
            reader,
            MinhashDedupFilter(str(work / "removed"), JsonlWriter(str(work / "dropped"))),
            JsonlWriter(str(work / "kept")),
        ],
    )
    for number, step in enumerate(steps):
        tasks = BANDS if number == 1 else 1
        logs = str(work / f"log{number}")
        LocalPipelineExecutor(step, tasks=tasks, workers=2, logging_dir=logs).run()
    ids, _ = read(sys.argv[1])
    write(
        sys.argv[2], ids, list(range(len(ids)))
    )  # it tells which to drop, not which belong together
