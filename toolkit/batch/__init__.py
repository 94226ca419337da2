"""Many articles: the same digest over a stream of them, on one machine or a Ray cluster, resumable.

reading    folders, globs, JSONL, CSV, TSV, Parquet, stdin → Item or Refused, one at a time
job        items → outcomes: the pure work, sentences of many articles decoded together
worker     the process that does it; guard: watches it, retries alone what killed it, gives it up with a record
engine     one interface; local: one worker; on_ray: Ray Data with a pool of them
writing    records → part files (JSONL, Parquet); manifest: which articles are done
run        all of it together; tally: the figures; progress and report: show them
"""

EXTRA = "pip install 'multilingual-summary-toolkit[batch]'"
"""What brings Ray and Parquet."""
