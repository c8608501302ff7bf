"""scikit-learn's TF-IDF and sparse_dot_topn: pairs of cosine .5 and more, the rewrite path."""

import sys

from shared import joined, read, write
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

ids, texts = read(sys.argv[1])
weights = TfidfVectorizer(sublinear_tf=True, dtype="float32").fit_transform(texts)
found = sp_matmul_topn(weights, weights.T.tocsr(), top_n=50, threshold=0.5, n_threads=2).tocoo()
write(sys.argv[2], ids, joined(len(ids), zip(found.row.tolist(), found.col.tolist(), strict=True)))
