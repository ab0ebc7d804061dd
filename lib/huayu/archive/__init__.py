"""Archive 档案: from one speech to a newspaper's half century, on Dask."""

from huayu.archive.partition import Options
from huayu.archive.run import archive, fresh, listed, tables_there

__all__ = ["Options", "archive", "fresh", "listed", "tables_there"]
