"""What each command of the command line does; `dedup.options` has its arguments.

To add one: write a module named like the command with one function that takes
parsed values and returns the text to print (a JSON object with `as_json`), and
its arguments in `dedup/options/`. A command raises `DedupError`s for
what a user can mend; `dedup.door` turns them into messages and exit codes. Import
what is heavy inside the function.
"""
