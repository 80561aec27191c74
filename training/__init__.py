"""Trains the evidence adapter: a small change to the default embedding model, which teaches it
"question → the sentence that answers it", from any of XQuAD's languages into any other.

    python -m training.train DATA_FOLDER                  # the adapter that is shipped
    python -m training.train DATA_FOLDER --held-out 0/3   # without the articles of fold 0 of 3

DATA_FOLDER holds xquad-dev.LANG.json. A run that was interrupted goes on where it was saved last.

- `examples`: XQuAD → paragraphs with their sentences, and questions (training.examples)
- `batches`: what is read in one step, and how questions are worded badly (training.batches)
- `losses`: what is learnt from it (training.losses)
- `train`: the steps, their checkpoints, the adapter's file (training.train)
"""
