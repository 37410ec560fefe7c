from __future__ import annotations

import pytest

from tests.unit.twin.inputs.conftest import MakeCabinet, WriteTable
from twin.errors import DataFileError
from twin.inputs.matching import match_columns
from twin.inputs.tables import Table, read_table


@pytest.fixture
def table(write_table: WriteTable) -> Table:
    return read_table(write_table("p.csv", "time_s", [(0,)]))


@pytest.mark.parametrize(
    ("columns", "by"),
    [
        (["rack-2", "rack-1"], "cabinet"),
        (["SN-1.RACK-02_power_W", "sn_1 rack 1 (W)"], "cabinet"),
        (["tcs-1.cdu-02_power_W", "tcs-1.cdu-01_power_W"], "CDU"),
        (["cdu2_W", "cdu1_W"], "CDU"),
    ],
)
def test_names_decide_whatever_the_order(
    table: Table, make_cabinet: MakeCabinet, columns: list[str], by: str
) -> None:
    site = [make_cabinet(n, name=f"sn-1.rack-{n:02d}", cdu=f"tcs-1.cdu-{n}") for n in (1, 2)]
    match = match_columns(table, columns, site)
    assert (match.by, match.in_order) == (by, False)
    assert match.groups == ((columns[0], (1,)), (columns[1], (0,)))


def test_last_parts_that_two_loops_share_do_not_decide(table: Table, make_cabinet: MakeCabinet) -> None:
    site = [make_cabinet(n, cdu=f"tcs-{n}.cdu-1", loop=f"tcs-{n}") for n in (1, 2)]
    with pytest.raises(DataFileError, match="2 cabinets, 2 CDUs, 2 loops, 1 supernode"):
        match_columns(table, ["cdu1"] * 3, site)


def test_two_columns_cannot_mean_one_cabinet(table: Table, make_cabinet: MakeCabinet) -> None:
    site = [make_cabinet(n) for n in (1, 2, 3)]
    with pytest.raises(DataFileError, match="neither by name nor by number"):
        match_columns(table, ["compute-01", "compute-1"], site)


def test_a_name_that_ends_in_w_is_kept(table: Table, make_cabinet: MakeCabinet) -> None:
    site = [make_cabinet(1, name="sn-1.row"), make_cabinet(2, name="sn-1.ro")]
    assert match_columns(table, ["row"], site).groups == (("row", (0,)),)
