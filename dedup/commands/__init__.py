"""What each command of the command line does; `dedup.cli` only parses and prints.

To add one: write a module named like the command with one function that takes
parsed values and returns the text to print (a JSON object with `as_json`), and
register it in `dedup/cli.py` with its help. A command raises `DedupError`s for
what a user can mend; the door turns them into messages and exit codes. Import
what is heavy inside the function: `dedup --help` imports every module here.
"""
