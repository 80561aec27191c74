"""The archive page: what is in the archive, to leaf through; added to and removed from.

- `archive_routes`: the page, for the application to include (qa.web.archive_page.routes)

It is made on the server and needs no script to be read, searched, leafed through or removed from;
scripts send files that are dropped, and follow the colours and the language that the reader chose.
Inside: what a link asks for (`browsing`), the page around everything (`frame`), its parts (`form`,
`listing`, `paging`, `counting`, `adding`, `removing`), the language (`speaking`), and files that
browsers load (`static`).
"""

from qa.web.archive_page.routes import archive_routes

__all__ = ["archive_routes"]
