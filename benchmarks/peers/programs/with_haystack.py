"""Haystack: InMemoryDocumentStore, SentenceTransformersDocumentEmbedder."""

from __future__ import annotations

from task import Task

task = Task()
with task.timed("loading"):
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.components.writers import DocumentWriter
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    of_documents = SentenceTransformersDocumentEmbedder(
        model=task.model, prefix=task.PASSAGE, batch_size=task.batch_size, progress_bar=False
    )
    of_documents.warm_up()
    of_documents.run([Document(content="warm")])

with task.timed("indexing"):
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    documents = [Document(id=str(i), content=text) for i, text in enumerate(task.passages)]
    DocumentWriter(store).run(of_documents.run(documents)["documents"])
    store.save_to_disk(str(task.folder / "store.json"))

with task.timed("loading"):
    of_questions = SentenceTransformersTextEmbedder(
        model=task.model, prefix=task.QUERY, progress_bar=False
    )
    of_questions.warm_up()
retriever = InMemoryEmbeddingRetriever(store, top_k=1)
for asked, questions in task.questions.items():
    with task.timed("asking"):
        embedded = (of_questions.run(question)["embedding"] for question in questions)
        found = [int(retriever.run(vector)["documents"][0].id) for vector in embedded]
    task.found(asked, found)
