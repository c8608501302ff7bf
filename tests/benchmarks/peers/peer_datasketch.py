"""datasketch: its own MinHash in bulk and its own LSH."""

import sys

import xxhash
from datasketch import MinHash, MinHashLSH
from shared import BANDS, PERMUTATIONS, ROWS, joined, read, shingles, write

ids, texts = read(sys.argv[1])
sets = ([one.encode("utf-8") for one in shingles(text)] for text in texts)
signed = MinHash.bulk(sets, num_perm=PERMUTATIONS, seed=1, hashfunc=xxhash.xxh32_intdigest)
index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
with index.insertion_session() as session:
    for number, one in enumerate(signed):
        session.insert(number, one, check_duplication=False)
groups = (sorted(index.query(one)) for one in signed)
write(sys.argv[2], ids, joined(len(ids), (group for group in groups if len(group) > 1)))
