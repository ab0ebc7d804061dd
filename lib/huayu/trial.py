"""Trial 试读: whether the word lists of a house can be used by all that reads them.

What a list must be in form is said in :mod:`huayu.lexicon.schemas`. What its readers make of it (a
pattern of its words, a table of its numbers) is known to them alone, so they read a sample.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from huayu import corpus, edition, layers
from huayu.files import Fault, sha256
from huayu.lexicon import SHIPPED
from huayu.network import edges

# an invented speech in which every detector finds something
SAMPLE = (
    "在全市干部大会上的讲话\n（2020年3月5日）\n同志们：\n今天的会议，主要讲三点意见。\n"
    "一、修路要实\n古人说：“路虽远，行则将至。”总书记强调，要坚持改革开放，要坚持从严治党。"
    "有人问：“路修给谁？”修给群众。不是等待，而是行动；不仅要修好，更要管好。\n"
    "（一）目标\n第一，天不亮，他已下地；日当午，她送饭来。过去是泥巴路，现在是柏油路。\n"
    "二、架桥要稳\n“四风”要反，所谓“一刀切”要不得。桥是连心桥，干部是铺路石。去年新修公路120公里，"
    "但是差距还很大。比如有的同志怕担责，决不允许。学习焦裕禄同志。\n谢谢大家！\n"
)


def faults(house: Path) -> Iterator[Fault]:
    """Faults 错误 of the lists that a house has of its own, where a reader cannot use them.

    All are tried together; where that fails, each alone, to name the one.
    """
    home = house / "corpus" / "lexicons"
    if home == SHIPPED or not home.is_dir():
        return
    together = _failure(house)
    if together is None:
        return
    found = False
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        with tempfile.TemporaryDirectory(prefix="huayu-") as folder:
            alone = Path(folder) / "corpus" / "lexicons" / path.relative_to(home)
            alone.parent.mkdir(parents=True)
            shutil.copyfile(path, alone)
            why = _failure(Path(folder))
        if why is not None:
            found = True
            yield _fault(path, why)
    if not found:
        yield _fault(home, together)


def _failure(house: Path) -> Exception | None:
    """What is raised when everything reads the sample with the lists of a house."""
    speech = corpus.Speech(f"trial-{sha256(os.fspath(house))[:8]}", SAMPLE, root=house)
    try:
        for name in layers.DETECTORS:
            layers.layer(speech, name)
        edges(speech)
        edition.page(speech, font=False)
    except Exception as error:  # whatever a list does to its reader is a fault of the list
        return error
    return None


def _fault(path: Path, why: Exception) -> Fault:
    if isinstance(why, Fault):
        return Fault(path, why.what, why.mend, why.line)
    what = f"cannot be used ({type(why).__name__}: {str(why)[:80]})"
    return Fault(path, what, "compare it with the list of the project")
