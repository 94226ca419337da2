"""Modules whose import needs an extra are not searched for examples where the extra is not installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("pyarrow") and find_spec("ray") else ["toolkit/batch/on_ray.py"]
