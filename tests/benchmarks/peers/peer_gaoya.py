"""gaoya: its string index, filled and asked in parallel; it verifies by signature."""

import sys

from gaoya.minhash import MinHashStringIndex
from shared import BANDS, ROWS, THRESHOLD, WORDS, joined, read, write

ids, texts = read(sys.argv[1])
index = MinHashStringIndex(
    32, THRESHOLD, BANDS, ROWS, None, "word", True, (WORDS, WORDS), id_container="smallvec"
)
index.par_bulk_insert_docs(list(range(len(texts))), texts)
found = index.par_bulk_query(texts)
write(sys.argv[2], ids, joined(len(ids), (sorted(some) for some in found if len(some) > 1)))
