"""Detect what is not the page, decide in one place, remove, and write down what was done."""
