"""Bundles on disk: manifest, fixity, records, catalogue."""
