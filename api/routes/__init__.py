"""The routes, one subject a module; each is a few lines over :mod:`api.engine` and the stores."""
