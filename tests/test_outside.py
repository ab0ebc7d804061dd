"""Scores on sets of other people: what is widened, dealt anew, and counted as right."""

import outside

FRAGMENT = "他说：“好像一把火。”水清，山绿，人人夸。"


def test_a_span_is_widened_to_the_clauses_that_it_touches():
    ends = [match.end() for match in outside._CLAUSE.finditer(FRAGMENT) if match[0]]
    place = FRAGMENT.index("一把火")
    start, end = outside._widened(ends, place, place + 3)
    assert FRAGMENT[start:end] == "“好像一把火。”"
    start, end = outside._widened(ends, FRAGMENT.index("水"), FRAGMENT.index("绿") + 1)
    assert FRAGMENT[start:end] == "水清，山绿，"


def paired(text, one, two):
    members = tuple((text.index(side), text.index(side) + len(side)) for side in (one, two))
    start, end = members[0][0], members[1][1]
    return {"device": "antithesis", "start": start, "end": end, "members": members}


def test_a_figure_counts_exactly_and_by_overlap(monkeypatch):
    place = FRAGMENT.index("一把火")
    rows = [
        {"device": "metaphor", "start": place, "end": place + 3},
        paired(FRAGMENT, "水清", "山绿"),
        {"device": "numeral", "start": 0, "end": 1},
    ]
    monkeypatch.setattr(outside, "found", lambda text: rows)
    units = [
        {"fos": "比喻", "begin": FRAGMENT.index("“"), "end": FRAGMENT.index("”") + 1},
        {"fos": "对偶", "begin": FRAGMENT.index("水"), "end": FRAGMENT.index("。", place + 6) + 1},
        {"fos": "夸张", "begin": 0, "end": 3},
    ]
    counts = outside.configure({"a": {"fragment": FRAGMENT, "units": units}})
    assert counts["比喻", "exact"].tolist() == [1, 1, 1]
    assert counts["对偶", "exact"].tolist() == [0, 1, 1]
    assert counts["对偶", "overlap"].tolist() == [1, 1, 1]
    assert counts["micro", "exact"].tolist() == [1, 3, 2]


def test_pairs_of_whole_clauses_of_one_length_are_couplets_there():
    text = "远处水清，山绿。近处路宽，桥又长。人勤，地美。"
    assert not outside._counts(text, paired(text, "水清", "山绿"))
    assert not outside._counts(text, paired(text, "近处路宽", "桥又长"))
    assert outside._counts(text, paired(text, "人勤", "地美"))


def test_second_lines_are_dealt_to_other_couplets():
    pairs = [[f"{a}水东流", f"{a}山西立"] for a in "天地人春秋"]
    pairs += [["一二三四五", "六七八九十"], ["甲乙丙丁戊", "己庚辛壬癸"]]
    pairs += [["一二三四五六七", "七六五四三二一"], ["甲乙丙丁戊己庚", "庚己戊丁丙乙甲"]]
    dealt = list(outside.dealt(pairs))
    assert sorted([one, two] for one, two, paired in dealt if paired) == sorted(pairs)
    assert all([one, two] not in pairs for one, two, paired in dealt if not paired)


def test_a_vehicle_stands_where_most_of_it_stands():
    assert outside._places("火", "火像火") == [(0, 1), (2, 3)]
    assert outside._places("刚出山的太阳", "你像太阳将出山") == [(2, 4)]
    assert outside._places("人", "风在唱歌") == []
