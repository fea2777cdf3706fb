"""`capture` and `python -m capture`: the process from its first moment to its exit code."""

import os
import sys

# Said before anything else is loaded.  numpy's linear algebra starts threads that nothing here has
# work for (0.08 s of CPU), and pydantic asks every installed package whether it is a plugin of it
# (0.04 s among 250).
for _name, _value in (("OPENBLAS_NUM_THREADS", "1"), ("PYDANTIC_DISABLE_PLUGINS", "__all__")):
    os.environ.setdefault(_name, _value)


def main() -> None:
    """Run the command line; an interrupt while it is still being imported ends like any other."""
    try:
        from capture.cli.quick import quick_diff

        code = quick_diff(sys.argv[1:])
        if code is not None:
            sys.exit(code)
        from capture.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("capture: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
