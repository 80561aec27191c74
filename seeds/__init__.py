"""The demonstration articles."""
