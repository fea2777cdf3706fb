"""Finding, starting and driving Chromium."""
