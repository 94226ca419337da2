"""How the compact model is made: corpus, vocabulary, training, export, packages, evaluation.

Run ``python -m training --help``. Nothing in ``toolkit`` imports this package; PyTorch is only imported by the
modules that train (``pip install '.[training]'``).
"""
