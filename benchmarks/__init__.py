"""What measures quality, speed and size. It prints figures and asserts nothing.

- `python -m benchmarks.answer_latency`: the time of a warm answer
- `python -m benchmarks.answer_growth`: the same as the archive grows to a million passages, with
  recall, memory and disk
- `python -m benchmarks.cold_start`: what a command costs from the start of its process
- `python -m benchmarks.first_text`: the time to an answer in a real browser
- `python -m benchmarks.report`: all tables of docs/performance.md, with machine and versions, and
  their plots; the tables, each for itself:
- `python -m benchmarks.peers`: indexing and finding beside llama-index, txtai and Haystack
- `python -m benchmarks.tokens`: tokens a second beside what the processor can do, and where the
  time of indexing goes
- `python -m benchmarks.load`: readers who ask over HTTP
- `python -m benchmarks.milvus`: vectors in Milvus beside those in files (docs/scale.md)
- `python -m benchmarks.milvus_indexes`, `milvus_full_text`: what Milvus may search by, and its BM25
- `python -m benchmarks.texts`: passages read from SQLite, PostgreSQL and Milvus
- `python -m benchmarks.workers`: one process beside workers on this machine, and on two nodes
- `python -m benchmarks.scale_model`: what an archive of any size needs and costs, by arithmetic
- `python -m benchmarks.stress`: readers who ask at the same time
- `python -m benchmarks.known_evidence`: how many of a few questions are answered and refused
- `python -m benchmarks.encodings`: texts in old encodings, recognised or refused
- `python -m benchmarks.tables`: questions that a row of a table answers
- `python -m benchmarks.conversations`: questions that follow up on others
- `python -m benchmarks.cross_validate`: the evaluation on articles that the adapter has not seen
- `python -m benchmarks.centring`: what it gives to take the languages' centres from the scores
- `python -m benchmarks.fit_ranking`: fits the weights of the ranking, and how well they do
- `python -m benchmarks.fit_confidence`: fits the weights of the confidence, and how well they do
- `python -m benchmarks.fit_reading`: fits how the reader is weighed, and how well that does
- `python -m benchmarks.reading_depth`: what each passage more that is read gives, and costs
- `python -m benchmarks.ranking_parts`: what each part of the search gives once the reader has read
- `python -m benchmarks.fit_support`: fits the checks of written answers, and how well they do
- `python -m benchmarks.fit_words`, `benchmarks.fit_short_answers`: likewise, for single words
  and for answers of a few words
- `python -m benchmarks.translation`: how good translations are, and what of them is shown
- `python -m benchmarks.fit_gist`: fits which are shown, and how much of what is wrong passes
- `python -m benchmarks.aligned_answers`: how well the words that answer are found again in them

`changed_copies`, `conditional_logit`, `corruptions`, `filling`, `held_out`, `matrix_products`,
`paired`, `parallel`, `plots`, `reading_cases`, `served`, `sizes`, `unseen` and `xquad` are what
these share.
"""
