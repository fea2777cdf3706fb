"""What changed between two captures: pictures, PDFs and texts.  Knows no browser."""
