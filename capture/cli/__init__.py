"""The command line: parse, call, print, exit code.  `families` says what is where."""
