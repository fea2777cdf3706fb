"""`make bench`: run every module of this folder that has a `main`, or those named."""

from scripts.runner import run_all

run_all("scripts.bench")
