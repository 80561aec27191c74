"""What any new stage, language model or translator has to keep: checks for its own tests.

- `check_stage` (qa.testing.stages)
- `check_llm` (qa.testing.llms)
- `check_translator` (qa.testing.translators)

Each raises AssertionError, naming what is not kept. docs/extending.md has examples.
"""

from qa.testing.llms import check_llm
from qa.testing.stages import check_stage
from qa.testing.translators import check_translator

__all__ = ["check_llm", "check_stage", "check_translator"]
