"""The files that browsers load for the page."""

from __future__ import annotations

from importlib.resources import files

from starlette.responses import Response

_KINDS = {"css": "text/css", "js": "text/javascript"}


def file_response(name: str) -> Response:
    """:raises KeyError: if there is no such file: only what is listed here can be asked for."""
    content, kind = _FILES[name]
    # Asked for each time, since it changes with the program: it is small.
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(content, headers=headers, media_type=kind)


def _read() -> dict[str, tuple[bytes, str]]:
    read = {}
    for entry in files(__package__).joinpath("static").iterdir():
        kind = _KINDS.get(entry.name.rpartition(".")[2])
        if kind is not None:
            read[entry.name] = entry.read_bytes(), f"{kind}; charset=utf-8"
    return read


_FILES = _read()
