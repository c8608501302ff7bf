"""BLOCKS → FURNITURE: what repeats across unrelated stories, learned from the run itself.

No list of phrases knows every outlet's "read also" or newsletter line. What an
outlet prints around its stories shows by its company: a block is furniture if it
recurs in articles whose *other* text has nothing in common. A block whose articles
share the rest of their text as well is syndicated copy, and a block whose articles
tell of one subject is the background of a running story: both stay.

1. `prints` gives each block that the phrases left a stable fingerprint: of its words,
   digits alike; of its template, names, numbers and addresses alike; and of its lead,
   the words before a colon.
2. `samples` counts articles a fingerprint, and picks a few of each.
3. `company` says of two picked articles whether they are unrelated stories.
4. `judging` weighs it: how many unrelated stories, where on the page, in what shape, in
   what share of its outlet's articles.

Work and memory are linear in the blocks: a fingerprint that recurs costs a few
comparisons of sketches of bounded size, whatever the number of its articles.

**For a state that is kept from night to night.** All that the decision rests on is a
fact about a single article or a bottom-k sample: BLOCKS (fingerprints of an article),
its sketch (`company.Sketch`), the number of articles a fingerprint and an outlet have,
and for each fingerprint the k articles with the smallest hash of their id. Counts of
two states add up where no article is in both; the k smallest of two samples are the
k smallest of both. So a state of A joined with one of B is the state of A and B
together, whatever the order, and so are the blocks that it calls furniture. (Bottom-k
sketches: Cohen and Kaplan 2007; sketches of sets: Beyer et al. 2007.)
"""

from dedup.furniture.learning import find_likely, learn, place, prove
from dedup.furniture.prints import read_blocks
from dedup.furniture.samples import Among

__all__ = ["Among", "find_likely", "learn", "place", "prove", "read_blocks"]
