"""What earlier runs knew: one DuckDB file, held by one run at a time.

`locks` keeps a second run out; `database` opens the file and moves frames in
and out; `schema` says what its tables are; `recipe` refuses a state that was
made in another way; `intake` tells new files from known ones, `moves` those that stand elsewhere,
`identity` new records; `bodies` packs texts; `newest` says from which date days count; `naming`,
`findings`, `groups`, `crossings` and `links` keep what each stage found, `lookups` seeks in it;
`closures` says which articles a change can touch; `stories` gives stories
names that stay. What to do in which order is `dedup/incremental.py`'s affair.

DuckDB, because the heavy questions (which of a million articles share these
keys) are scans and joins of columns, which it does in a fraction of a second
in bounded memory, because a commit survives a killed process, and because a
newsroom can open the file with its shell and ask it things.
"""
