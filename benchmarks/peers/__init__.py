"""Fundstelle beside others that index passages, with the same model folder:

    python -m benchmarks.peers QUESTIONS.json

- `peers_python`: the environment that the others are installed in (benchmarks.peers.environment)
- `Passages`, `read_passages`: what all are given (benchmarks.peers.passages)
- `Run`, `run_program`: a program in a process of its own, measured from outside
  (benchmarks.peers.running)
- `programs`: what runs there
"""
