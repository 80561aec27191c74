"""Fundstelle, as `fundstelle index` takes up files: read, split, embedded, its sentences too, with
full text, and published."""

from __future__ import annotations

from task import Task

task = Task()
with task.timed("loading"):
    from index import Archive, open_embedder, update_index
    from qa import Assistant

    embedder = open_embedder()
    embedder.embed_query("warm")

with task.timed("indexing"):
    update_index(task.folder, task.sources, embedder, lambda done, total, what: None)

archive = Archive(task.folder, embedder)
assistant = Assistant(archive)
snapshot = archive.current()
assistant.search("Who?", limit=1)
for asked, questions in task.questions.items():
    with task.timed("asking"):
        found = [assistant.search(question, limit=1) for question in questions]
    first = [of_question[0].passage if of_question else None for of_question in found]
    task.found(asked, [[p.article_id, p.start] if p else None for p in first])
    # As the others find: by the passages' vectors alone.
    nearest = [
        next(iter(snapshot.proposals.search(embedder.embed_query(question), 1)))
        for question in questions
    ]
    stored = [p.passage for p in snapshot.store.passages(nearest)]
    task.found(f"{asked} by vectors", [[p.article_id, p.start] for p in stored])
