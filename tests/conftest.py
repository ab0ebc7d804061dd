"""What several test modules stand on: a house of their own, and the texts beside the repository."""

import os
import shutil
from pathlib import Path

import matplotlib
import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"

matplotlib.use("agg")
os.environ["HUAYU_FRESH"] = "1"  # what is tested is found anew, whatever lies in build/
# how long an example takes says more of the machine than of the code; growth is measured elsewhere
settings.register_profile("huayu", deadline=None)
settings.load_profile("huayu")


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """A copy of the repository's corpus and notebooks, so that no test writes into the clone."""
    home = tmp_path_factory.mktemp("house")
    shutil.copytree(REPOSITORY / "corpus", home / "corpus")
    shutil.copytree(REPOSITORY / "notebooks", home / "notebooks")
    return home


@pytest.fixture(scope="session")
def shared():
    """The folder of comparison data beside the repository; tests that need it skip without it."""
    if not (SHARED / "speeches").is_dir():
        pytest.skip("needs the comparison speeches in ../shared, which are not part of huayu")
    return SHARED
