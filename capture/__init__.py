"""Web pages as they ought to be on paper and on record: cleaned, complete, verifiable."""
