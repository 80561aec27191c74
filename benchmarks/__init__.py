"""What measures quality, speed and size. It prints figures and asserts nothing.

- `python -m benchmarks.answer_latency`: the time of a warm answer
- `python -m benchmarks.report_questions`: how many of a few questions are answered and refused
- `python -m benchmarks.fit_confidence`: fits the weights of the confidence, and how well they do
"""
