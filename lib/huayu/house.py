"""House 项目目录: the folder of a researcher's own that texts, figures and tables lie in.

``huayu init`` makes one; every command takes it by ``--root``, HUAYU_ROOT or the current folder.
"""

from __future__ import annotations

from pathlib import Path

from huayu.files import Fault, write

# git of a Windows user turns line feeds into pairs, and then no offset and no digest holds
ATTRIBUTES = "# texts stay byte for byte, whatever the platform's line ends\n*/text.txt -text\n"
README = """# Speeches

A folder for huayu: what is here stays here. In this folder, or with `--root` and its path:

    huayu add FILE --id my-speech       a text, Word, HTML, PDF or CSV file into corpus/my-speech/
    huayu check                         what is wrong, and what is missing in meta.toml
    huayu figures --speech my-speech    figures/my-speech/, and tables in build/my-speech/tables/
    huayu read my-speech --out my-speech.html

Word lists of your own go into corpus/lexicons/ and count before those of the package; corrections
of what the program finds go into corpus/my-speech/corrections.csv.
"""


def init(folder: Path) -> list[Path]:
    """Make a house 建项目目录, or add to one what it lacks; returns the files written.

    Raises
    ------
    Fault : the path is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise Fault(folder, "is a file", "name a folder")
    wanted = {folder / "README.md": README, folder / "corpus" / ".gitattributes": ATTRIBUTES}
    made = [path for path in wanted if not path.exists()]
    for path in made:
        write(path, wanted[path])
    return made


def protect(house: Path) -> None:
    """Keep the texts of a house byte for byte 保持原样 in git, where nothing says so yet."""
    if not any((place / ".gitattributes").exists() for place in (house, house / "corpus")):
        write(house / "corpus" / ".gitattributes", ATTRIBUTES)
