"""rensa: sets of shingles to a matrix of digests, which its LSH index flags duplicates of."""

import sys

from rensa import RMinHash, RMinHashLSH
from shared import BANDS, PERMUTATIONS, THRESHOLD, joined, read, shingles, write

ids, texts = read(sys.argv[1])
sets = [list(shingles(text)) for text in texts]
index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
made = RMinHash.from_token_sets(sets, PERMUTATIONS, 1)
index.insert_many(made)
write(sys.argv[2], ids, joined(len(ids), (sorted(f) for f in index.query_all(made) if len(f) > 1)))
