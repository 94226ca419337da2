"""``python -m api.keys NAME``: make an API key; the service is only ever told its hash."""

from __future__ import annotations

import re
import secrets
import sys

from api.access import hashed

__all__ = ["main"]


def main() -> int:
    """Print a new key and what to put into the settings."""
    if len(sys.argv) != 2 or not re.fullmatch(r"[\w.-]{1,64}", sys.argv[1]):
        print("usage: python -m api.keys NAME (letters, digits, dots and dashes)", file=sys.stderr)
        return 2
    key = secrets.token_urlsafe(32)
    print(f"key, shown only now:  {key}")
    print(f"for TOOLKIT_API_KEYS: {sys.argv[1]}:{hashed(key)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
