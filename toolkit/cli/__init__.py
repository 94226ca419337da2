"""The commands ``summarize`` and ``toolkit``: options in, files out; everything else is the library's."""
