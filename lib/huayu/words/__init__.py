"""Words 词语: tokens that tile a speech, and what stands on them: formulas, concepts, idioms."""

from huayu.words.diagnosis import doctor
from huayu.words.idioms import idioms
from huayu.words.phrases import formulas
from huayu.words.segmentation import TOPICAL, Dictionary, dictionary, laid_over, tokens
from huayu.words.wordings import concepts

__all__ = [
    "TOPICAL",
    "Dictionary",
    "concepts",
    "dictionary",
    "doctor",
    "formulas",
    "idioms",
    "laid_over",
    "tokens",
]
