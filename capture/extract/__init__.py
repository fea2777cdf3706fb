"""The main content of a page as text, Markdown and metadata; pure functions on HTML."""
