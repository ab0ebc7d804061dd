"""Words 词语: tokens that tile a speech, and what stands on them."""

from huayu.words.functions import function_words
from huayu.words.segmentation import Dictionary, dictionary, tokens

__all__ = ["Dictionary", "dictionary", "function_words", "tokens"]
