"""`python -m qa.cli` is the command `fundstelle`."""

from qa.cli import main

main()
