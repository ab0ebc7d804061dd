"""Findings 发现: what notebooks, portrait and figures ask in common, and the sentences that say it.

Everything here takes its layers from :mod:`huayu.layers`, so as corrected. One module for each
thing asked about: ``differences`` holds the one test of difference and the one false discovery
rate, ``rhetoric`` what figures of speech show. ``claims`` is the record of a finding, ``shifts``,
``argument``, ``borrowed`` and ``beside`` hold the rules that find them, ``told`` ranks them.
"""
