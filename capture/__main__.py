"""`capture` and `python -m capture`: the process from its first moment to its exit code."""

import sys


def main() -> None:
    """Run the command line; an interrupt while it is still being imported ends like any other."""
    try:
        from capture.cli.equal import equal_files

        if equal_files(sys.argv[1:]):
            return
        from capture.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("capture: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
