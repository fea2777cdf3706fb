"""A local page to look through, search and compare captures."""
