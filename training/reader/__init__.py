"""The reader's training: `python -m training.reader.train DATA_FOLDER --out FILE`.

- `questions`: questions with the passages that answer them, in one language or in parallel
- `look_alikes`: passages that look as if they answered
- `examples`: what one step reads, half of it without an answer
- `model`: the encoder and what it says of every token
- `train`: the run, and its checkpoints
- `average`: of two runs the file that is shipped
"""
