"""The cleaned page as artifacts: PDF, screenshot, self-contained HTML, reader layout."""
