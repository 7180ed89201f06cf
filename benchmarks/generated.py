"""Made-up communes and lists of any size for the benchmarks; invented people, a fixed seed."""

import random
from itertools import product
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import select

from nsnt_desktop.models import Household, HouseholdRecord, Village, now, search_text
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.storage.audit import bulk_insert
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.text import person_sort_key

_FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Trịnh",
    "Quách",
    "Cao",
]
_MIDDLE = ["Văn", "Thị", "Đức", "Hữu", "Minh", "Quang", "Kim", "Ngọc", "Xuân", "Thế", "Hồng", "Bá"]
_GIVEN = [
    "Hùng",
    "Hoa",
    "Thắng",
    "Bình",
    "Khoẻ",
    "Được",
    "Thuý",
    "Tuấn",
    "Chiến",
    "Lộc",
    "Nghĩa",
    "Sơn",
    "Thủy",
    "Đào",
    "Ánh",
    "Mười",
    "Yến",
    "Hải",
]


def names(count: int) -> list[str]:
    """Return so many invented names, each once, made of the syllables people's names are made of."""
    every = [" ".join(words) for words in product(_FAMILY, _MIDDLE, _MIDDLE, _GIVEN)]
    random.Random(1893).shuffle(every)  # noqa: S311 - repeatable data, no secret
    return [every[i % len(every)] for i in range(count)]


def commune(path: Path, households: int, villages: int = 40) -> DataFile:
    """Return a new data file with so many households of one year, spread over the villages."""
    rng = random.Random(1893)  # noqa: S311 - repeatable data, no secret
    data = create_commune(path, NewCommune("Đo Thử", 2024, [f"Thôn {i}" for i in range(1, villages + 1)]))
    with change(data, "Tạo số liệu đo thử") as made:
        places = list(made.session.scalars(select(Village.id)))
        heads = names(households)
        ids = bulk_insert(
            made.session,
            Household,
            [
                {
                    "code": f"{i:06d}",
                    "head": head,
                    "address": "",
                    "phone": "",
                    "search": search_text(head, f"{i:06d}", ""),
                    "sort_key": person_sort_key(head),
                }
                for i, head in enumerate(heads)
            ],
        )
        moment = now()
        bulk_insert(
            made.session,
            HouseholdRecord,
            [
                {
                    "year_id": 1,
                    "household_id": household_id,
                    "village_id": places[i % len(places)],
                    "status": HouseholdStatus.ACTIVE,
                    "persons": rng.randint(1, 7),
                    "poverty": rng.choices([Poverty.NONE, Poverty.POOR, Poverty.NEAR_POOR], [90, 3, 7])[0],
                    "main_source_id": rng.choice([1, 4, 4, 5, 6, 7, None]),
                    "hygienic": rng.choice([True, True, True, False, None]),
                    "clean": rng.choice([True, True, False, None]),
                    "litres_per_month": rng.choice([None, rng.randint(1000, 20000)]),
                    "treatment": "",
                    "pollution_risk": "",
                    "note": "",
                    "updated_at": moment,
                }
                for i, household_id in enumerate(ids)
            ],
        )
    return data


def village_list(path: Path, rows: int) -> None:
    """Write a village head's list with so many rows of the one-heading layout."""
    rng = random.Random(17)  # noqa: S311 - repeatable data, no secret
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Thôn 1")
    sheet.append(
        [
            "TT",
            "Thôn",
            "Tên chủ hộ",
            "Số nhân khẩu",
            "Loại hộ",
            "Nguồn nước chính",
            "Nước hợp vệ sinh",
            "Nước sạch đạt quy chuẩn",
            "m3/tháng",
        ]
    )
    for i, head in enumerate(names(rows), 1):
        sheet.append(
            [
                i,
                f"Thôn {1 + i % 40}",
                head,
                rng.randint(1, 7),
                rng.choice(["Không", "Không", "Hộ nghèo", "Hộ cận nghèo"]),
                rng.choice(["Giếng khoan", "Giếng đào", "Công trình cấp nước tập trung"]),
                rng.choice(["Có", "Không"]),
                rng.choice(["Đạt", "Không đạt", "Chưa xác định"]),
                rng.choice([None, 7.3, 12.5]),
            ]
        )
    book.save(path)
