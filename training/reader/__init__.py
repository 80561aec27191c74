"""The reader's training, in three commands:

    python -m training.reader.prepare DATA_FOLDER --out FOLDER
    python -m training.reader.train FOLDER --held-out 0 --out TRAINED
    python -m training.reader.ship TRAINED --out FILE

- `questions`: questions with the passages that answer them, in one language or in parallel
- `look_alikes`: passages that a search by words finds for a question they do not answer
- `tables`, `prepare`: all that a training reads, in tokens and in one folder
- `nearest`: passages near to a question by their vectors, in whatever language
- `examples`: what one step reads: questions, each asked of several passages
- `model`: the encoder and what it says of every token
- `train`: the run, and its checkpoints; `trained`: weights to go on from
- `ship`: of one training or several the file that is shipped
"""
