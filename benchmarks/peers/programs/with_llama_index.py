"""llama-index: VectorStoreIndex, HuggingFaceEmbedding, FAISS."""

from __future__ import annotations

from task import Task

task = Task()
with task.timed("loading"):
    import faiss
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.faiss import FaissVectorStore

    model = HuggingFaceEmbedding(
        task.model,
        query_instruction=task.QUERY,
        text_instruction=task.PASSAGE,
        embed_batch_size=task.batch_size,
    )
    dimension = len(model.get_query_embedding("warm"))

with task.timed("indexing"):
    nodes = [TextNode(text=text, id_=str(i)) for i, text in enumerate(task.passages)]
    store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(dimension))
    context = StorageContext.from_defaults(vector_store=store)
    index = VectorStoreIndex(nodes, storage_context=context, embed_model=model)
    index.storage_context.persist(str(task.folder))

retriever = index.as_retriever(similarity_top_k=1)
for asked, questions in task.questions.items():
    with task.timed("asking"):
        found = [int(retriever.retrieve(question)[0].node.node_id) for question in questions]
    task.found(asked, found)
