"""txtai: Embeddings with FAISS."""

from __future__ import annotations

from task import Task

task = Task()
with task.timed("loading"):
    from txtai import Embeddings

    embeddings = Embeddings(
        path=task.model,
        backend="faiss",
        instructions={"query": task.QUERY, "data": task.PASSAGE},
        encodebatch=task.batch_size,
    )
    embeddings.transform("warm")

with task.timed("indexing"):
    embeddings.index((i, text, None) for i, text in enumerate(task.passages))
    embeddings.save(str(task.folder))

for asked, questions in task.questions.items():
    with task.timed("asking"):
        found = [embeddings.search(question, 1)[0][0] for question in questions]
    task.found(asked, found)
