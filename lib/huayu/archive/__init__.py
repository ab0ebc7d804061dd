"""Archive 档案: from one speech to a newspaper's half century, on several processes or on Dask."""

from huayu.archive.partition import Options
from huayu.archive.run import archive, fresh, listed, tables_there
from huayu.archive.workers import Scheduler

__all__ = ["Options", "Scheduler", "archive", "fresh", "listed", "tables_there"]
