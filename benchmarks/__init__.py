"""Speed and quality, side by side with the plain libraries. Each module prints a table."""
