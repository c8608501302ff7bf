"""rensa's flat interface: hashes of shingles in one buffer; its index only flags duplicates."""

import sys

import numpy as np
from rensa import RMinHash, RMinHashLSH
from shared import BANDS, PERMUTATIONS, THRESHOLD, read, shingles, write

ids, texts = read(sys.argv[1])
hashes, offsets = [], [0]
for text in texts:
    hashes.append(np.fromiter((hash(one) for one in shingles(text)), dtype=np.int64))
    offsets.append(offsets[-1] + len(hashes[-1]))
flat = np.concatenate(hashes).view(np.uint64)
signed = RMinHash.digest_matrix_from_flat_token_hashes(
    flat, np.array(offsets, dtype=np.uint64), PERMUTATIONS, 1
)
index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
flags = index.query_duplicate_flags_matrix_one_shot(signed)
write(sys.argv[2], ids, [0 if flag else number for number, flag in enumerate(flags)])
