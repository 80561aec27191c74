"""The training of the small translator's adapter.

- `read_pairs`: parallel files → pairs of sentences (training.translator.pairs)
- `open_model`: the small model with an adapter that is to be trained (training.translator.model)
- `save_adapter`: as llama.cpp loads it (training.translator.adapter)
- `python -m training.translator.train` (training.translator.train)
"""
