"""The REST API and the page: a thin face on :mod:`toolkit` (see docs/api.md)."""
