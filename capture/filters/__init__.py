"""Filter lists in the EasyList and uBlock Origin syntax: parse, match, fetch."""
