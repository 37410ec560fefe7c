"""The outline of a site: what stands where, with equal branches as one."""

from __future__ import annotations

from time import perf_counter

from tests.plants import site
from twin.config import Branch, load_site, outline
from twin.reports.site_tree import tree_fields, tree_lines


def lines(name: str) -> list[str]:
    return list(tree_lines(outline(site(name))))


def test_equal_halls_rows_and_supernodes_are_one_line_each() -> None:
    found = lines("cloudmatrix384-x432")
    assert found[0].startswith("├─ hall-01..54 × 54: 24 x generic-crah-80kw (N+2)")
    assert found[1].startswith("│  └─ tcs-01..54-1..8 × 8: 2 x generic-cdu-600kw (N+1)")
    assert "sn-01..54-1..8: cloudmatrix384: 12 x cm384-compute + 4 x cm384-bus" in found[2]
    assert len(found) < 20


def test_what_differs_stands_apart() -> None:
    # Hall 13 has one cabinet more than the twelve others.
    halls = [branch for branch in outline(site("kunlun-p800-30k")) if branch.names[0].startswith("hall")]
    assert [branch.per_parent for branch in halls] == [12, 1]
    assert halls[1].names == ("hall-13",)


def test_air_cooled_supernodes_hang_on_no_loop() -> None:
    hall = outline(site("bytedance-h200"))[0]
    assert [child.text.split(":")[0] for child in hall.children] == [
        "2 x generic-cdu-600kw (N+1), pg25 at 32 degC",
        "hgx-h200-16",
    ]
    assert hall.children[1].per_parent == 64


def test_a_spread_supernode_is_shown_in_its_parts() -> None:
    (part,) = [line for line in lines("atlas950-superpod") if "pod-1" in line]
    assert "1/16 of atlas950-superpod: 8 x atlas950-compute + 2 x atlas950-interconnect" in part


def test_no_branch_is_lost_in_folding() -> None:
    def supernodes(branch: Branch) -> int:
        own = len(branch.names) if branch.text.startswith("cloudmatrix384:") else 0
        return own + sum(supernodes(child) for child in branch.children)

    assert sum(map(supernodes, outline(site("cloudmatrix384-x432")))) == 432


def test_fields_for_machines_say_the_same() -> None:
    fields = [tree_fields(branch) for branch in outline(site("superpod-15k"))]
    assert fields[0]["names"] == "hall-1..5"
    assert fields[0]["children"][0]["per_parent"] == 8


def test_the_largest_site_is_built_and_drawn_within_three_seconds() -> None:
    begin = perf_counter()
    outline(load_site("cloudmatrix384-x432"))
    assert perf_counter() - begin < 3.0
