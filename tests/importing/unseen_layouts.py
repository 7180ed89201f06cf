"""Lists as village heads might send them: one truth written down in a layout drawn by lot."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from importing_lists import sheet

from nsnt_desktop.importing.files.reading import Cell, Range, Sheet

# ruff: noqa: E501 - tables of words

FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Quách",
    "Bùi",
    "Trương",
    "Đinh",
    "Hồ",
    "Tống",
    "Bàn",
    "Vì",
    "Giàng",
)
MIDDLES = ("Văn", "Thị", "Hữu", "Đức", "Ngọc", "Công", "Xuân", "A", "Tổ")
GIVEN = ("An", "Bình", "Hoà", "Cường", "Ước", "Hà", "Sơn", "Đào", "Khoan", "Hải", "Cộng", "Bảy", "Lan")
SOURCES = ("drilled_well", "dug_well", "rain", "gravity_pipe", "surface", "bought", "central_unspecified")
CENTRAL = {"central_unspecified"}
SOURCE_WORDS = {
    "drilled_well": ("Giếng khoan", "giếng khoan", "GIẾNG KHOAN", "Nước giếng khoan", "gieng khoan", "Giếng khoan (có máy bơm)", "Giếng khoang"),
    "dug_well": ("Giếng đào", "Giếng khơi", "giếng đào", "Giếng đào."),
    "rain": ("Nước mưa", "nước mưa", "Nước mưa (bể, lu)"),
    "gravity_pipe": ("Nước tự chảy", "Máng lần", "tự chảy"),
    "surface": ("Nước suối", "Nước mặt", "Khe suối"),
    "bought": ("Nước mua", "Nước đóng bình"),
    "central_unspecified": ("Công trình cấp nước tập trung", "CNTT", "Nước tập trung"),
}  # fmt: skip
SOURCE_TITLES = {
    "drilled_well": ("Giếng khoan", "GK", "Nước giếng khoan"),
    "dug_well": ("Giếng đào", "Giếng khơi"),
    "rain": ("Nước mưa",),
    "gravity_pipe": ("Tự chảy", "Máng lần"),
    "surface": ("Nước mặt", "Nước suối", "Sông, suối, ao, hồ"),
    "bought": ("Nước mua",),
    "central_unspecified": ("Nước tập trung", "CNTT", "Công trình CNTT"),
}
TITLES = {
    "stt": ("STT", "TT", "Số TT", "Số thứ tự"),
    "head": ("Họ và tên chủ hộ", "Tên chủ hộ", "Họ tên chủ hộ", "Chủ hộ", "Họ và tên", "Hộ gia đình", "Họ, tên chủ hộ", "Đại diện hộ"),
    "persons": ("Số khẩu", "Số nhân khẩu", "Nhân khẩu", "Tổng số khẩu", "Số người trong hộ", "Số khẩu (người)"),
    "poverty": ("Loại hộ", "Diện hộ", "Hộ nghèo/cận nghèo", "Phân loại hộ", "Tình trạng nghèo"),
    "poor": ("Hộ nghèo", "Nghèo", "HN", "Thuộc hộ nghèo"),
    "near_poor": ("Hộ cận nghèo", "Cận nghèo", "HCN"),
    "not_poor": ("Hộ không nghèo", "Không nghèo", "Hộ bình thường"),
    "source": ("Nguồn nước chính", "Nguồn nước", "Nguồn nước sử dụng", "Nguồn cấp nước", "Loại nguồn nước"),
    "hygienic": ("Nước hợp vệ sinh", "HVS", "Nước HVS", "Sử dụng nước hợp vệ sinh", "Hộ được sử dụng nước hợp vệ sinh"),
    "clean": ("Nước sạch", "Nước sạch đạt quy chuẩn", "Đạt quy chuẩn", "Sử dụng nước sạch", "Nước sạch đạt QC"),
    "m3": ("m3/tháng", "Lượng nước dùng (m3/tháng)", "Số khối/tháng", "m³/tháng"),
    "phone": ("SĐT", "Số điện thoại", "Điện thoại"),
    "village": ("Thôn", "Tên thôn", "Thôn, bản", "Thôn/xóm"),
    "note": ("Ghi chú",),
    "sex": ("Giới tính", "Nam/Nữ"),
    "wall": ("Màu sơn", "Số CCCD", "Khoảng cách đến nhà tiêu (m)", "Nhà tiêu hợp vệ sinh"),
    "born": ("Năm sinh", "Năm sinh chủ hộ"),
}  # fmt: skip
GROUPS = {
    "poverty": ("Loại hộ", "Diện hộ"),
    "source": ("Nguồn nước", "Nguồn nước sinh hoạt", "Nguồn cấp nước"),
    "quality": ("Chất lượng nước sinh hoạt đang sử dụng", "Chất lượng nước"),
}
VILLAGES = ("Thôn 1", "Thôn 3A", "Thôn Phác Lê", "Bản Pù Luông", "Thôn Do Thượng", "Khu phố 2", "Tiểu khu 4")
TICKS = ("x", "X", "✓", "v", "V", "1", 1.0, "có", "ü", "+", "×", "√")


@dataclass
class Home:
    """One household as it truly is; what a layout cannot say is taken from it when the layout is drawn."""

    head: str
    persons: int | None
    poverty: str | None
    source_code: str | None
    hygienic: bool | None
    clean: bool | None
    litres_per_month: int | None = None
    phone: str | None = None
    birth_year: int | None = None
    village: str | None = None


@dataclass
class Column:
    """A column of the list: its titles from the group down, and what it writes of a household."""

    titles: tuple[str, ...]
    cells: list[Cell]


@dataclass
class Drawn:
    """A sheet and what it says."""

    sheet: Sheet
    homes: list[Home]
    how: list[str] = field(default_factory=list)


def draw(seed: int) -> Drawn:
    return _Drawing(Random(seed)).all()  # noqa: S311


class _Drawing:
    def __init__(self, lot: Random) -> None:
        self.lot = lot
        self.homes = [self._home() for _ in range(lot.randint(5, 14))]
        # An empty column of ticks says nothing: each that a layout may have is ticked somewhere.
        self.homes[0].poverty, self.homes[1].poverty, self.homes[2].poverty = "poor", "none", "near_poor"
        self.homes[0].hygienic = self.homes[0].clean = True
        self.homes[1].hygienic = self.homes[1].clean = False
        self.how: list[str] = []
        self.tick = lot.choice(TICKS)
        self.merged: list[Range] = []
        self.rows: list[list[Cell]] = []

    def pick(self, *choices: str) -> str:
        chosen = self.lot.choice(choices)
        self.how.append(chosen)
        return chosen

    def _home(self) -> Home:
        lot = self.lot
        head = " ".join([lot.choice(FAMILIES), *lot.sample(MIDDLES, lot.randint(1, 2)), lot.choice(GIVEN)])
        hygienic = lot.random() < 0.7
        return Home(
            head,
            lot.randint(1, 9),
            lot.choice(("none", "none", "poor", "near_poor")),
            lot.choice(SOURCES),
            hygienic,
            hygienic and lot.random() < 0.6,
        )

    # The columns

    def all(self) -> Drawn:
        where = self.pick("title", "column", "column once", "groups", "blocks", "none")
        named = self.lot.sample(VILLAGES, 2)
        half = len(self.homes) // 2
        for at, home in enumerate(self.homes):
            home.village = None if where == "none" else named[0 if at < half or where == "title" else 1]
        columns = self._columns(where)
        self._above(named[0] if where in {"title", "blocks"} else "")
        self._heading(columns)
        self._body(columns, where, half, named)
        self._below()
        return Drawn(sheet(self.rows, name="Sheet1", merged=self.merged), self.homes, self.how)

    def _columns(self, where: str) -> list[Column]:
        parts = [self._persons(), self._poverty(), self._source(), self._quality(), *self._extras()]
        names = self._names()
        if where.startswith("column"):
            parts.append([self._village(once=where == "column once")])
        if self.lot.random() < 0.5:
            self.how.append("shuffled")
            parts.append(names)
            self.lot.shuffle(parts)
        else:
            parts.insert(0, names)
        stt = self.pick("STT", "no STT") == "STT"
        numbers: list[Cell] = [float(n) for n in range(1, len(self.homes) + 1)]
        first = [Column((self.title("stt"),), numbers)] if stt else []
        return [*first, *(column for part in parts for column in part)]

    def title(self, key: str) -> str:
        return self._decorated(self.lot.choice(TITLES[key]))

    def _decorated(self, title: str) -> str:
        ways = (
            str.upper, lambda t: f"{t}:", lambda t: f" {t} ", lambda t: t.replace(" ", "\n", 1), lambda t: f"{t} (*)",
            lambda t: f"{t} (1)" if "(" not in t else t, lambda t: f"{t}²" if t[-1].isalpha() else t,
        )  # fmt: skip
        return self.lot.choice(ways)(title) if self.lot.random() < 0.3 else title

    def _names(self) -> list[Column]:
        way = self.pick("one name", "one name", "name in two", "name under one title")
        heads = [home.head for home in self.homes]
        if way == "one name":
            return [Column((self.title("head"),), [self.lot.choice((h, f" {h} ", h)) for h in heads])]
        family: list[Cell] = [h.rpartition(" ")[0] for h in heads]
        given: list[Cell] = [h.rpartition(" ")[2] for h in heads]
        if way == "name in two":
            return [Column((self._decorated("Họ và tên đệm"),), family), Column(("Tên",), given)]
        return [Column(("Họ và tên chủ hộ",), family), Column(("",), given)]

    def _persons(self) -> list[Column]:
        way = self.pick("4.0", "4", "4 khẩu", "04", "4 (2 nữ)", "no persons")
        if way == "no persons":
            for home in self.homes:
                home.persons = None
            return []
        written: dict[str, Callable[[Any], Cell]] = {
            "4.0": float,
            "4": str,
            "4 khẩu": lambda n: f"{n} khẩu",
            "04": lambda n: f"0{n}",
            "4 (2 nữ)": lambda n: f"{n} ({n // 2} nữ)",
        }
        return [Column((self.title("persons"),), [written[way](home.persons) for home in self.homes])]

    def _poverty(self) -> list[Column]:
        way = self.pick("two ticks", "three ticks", "words", "N/CN/K", "no poverty", "grouped ticks")
        told = [home.poverty for home in self.homes]
        if way == "no poverty":
            for home in self.homes:
                home.poverty = None
            return []
        if way in {"words", "N/CN/K"}:
            words = {
                "words": {"poor": "Hộ nghèo", "near_poor": "Cận nghèo", "none": "Không"},
                "N/CN/K": {"poor": "N", "near_poor": "CN", "none": "K"},
            }[way]
            return [Column((self.title("poverty"),), [words[str(status)] for status in told])]
        kinds = ("poor", "near_poor", "none")[: 2 if way != "three ticks" else 3]
        short = {"poor": "Nghèo", "near_poor": "Cận nghèo", "none": "Khác"}
        group = self.lot.choice(GROUPS["poverty"])
        return [
            Column(
                (group, short[kind]) if way != "two ticks" else (self.title(kind),),
                [self.tick if status == kind else "" for status in told],
            )
            for kind in kinds
        ]

    def _source(self) -> list[Column]:
        way = self.pick("source words", "source ticks", "CNNL/CNTT", "grouped sources", "no source")
        if way == "no source":
            for home in self.homes:
                home.source_code = None
            return []
        told = [str(home.source_code) for home in self.homes]
        if way == "source words":
            return [Column((self.title("source"),), [self.lot.choice(SOURCE_WORDS[code]) for code in told])]
        if way == "CNNL/CNTT":
            vague = ["central_unspecified" if code in CENTRAL else "household_unspecified" for code in told]
            for home, code in zip(self.homes, vague, strict=True):
                home.source_code = code
            codes = {"household_unspecified": "Công trình CNNL", "central_unspecified": "Công trình CNTT"}
            group = self.lot.choice(GROUPS["source"])
            return [
                Column((group, title), [self.tick if one == code else "" for one in vague])
                for code, title in codes.items()
            ]
        above = (self.lot.choice(GROUPS["source"]),) if way == "grouped sources" else ()
        return [
            Column(
                (*above, self.lot.choice(SOURCE_TITLES[code])),
                [self.tick if one == code else "" for one in told],
            )
            for code in SOURCES
        ]

    def _quality(self) -> list[Column]:
        way = self.pick("quality ticks", "grouped quality", "Có/Không", "Có|Không", "no quality")
        if way == "no quality":
            for home in self.homes:
                home.hygienic = home.clean = None
            return []
        if way in {"Có/Không", "Có|Không"}:
            for home in self.homes:
                home.clean = None if self.lot.random() < 0.2 else home.clean
        hygienic, clean = [home.hygienic for home in self.homes], [home.clean for home in self.homes]
        if way == "Có/Không":
            word = {True: "Có", False: "Không", None: ""}
            verdict = self.lot.choice(({True: "Đạt", False: "Không đạt", None: "Chưa xác định"}, word))
            return [
                Column((self.title("hygienic"),), [word[told] for told in hygienic]),
                Column((self.title("clean"),), [verdict[told] for told in clean]),
            ]
        if way == "Có|Không":
            yes, no = self.lot.choice((("Có", "Không"), ("Đạt", "Không đạt"), ("Có", "Chưa")))
            return [
                Column((title, side), [self.tick if told is value else "" for told in values])
                for title, values in ((self.title("hygienic"), hygienic), (self.title("clean"), clean))
                for side, value in ((yes, True), (no, False))
            ]
        group = (self.lot.choice(GROUPS["quality"]),) if way == "grouped quality" else ()
        return [
            Column((*group, self.title("hygienic")), [self.tick if told else "" for told in hygienic]),
            Column((*group, self.title("clean")), [self.tick if told else "" for told in clean]),
        ]

    def _extras(self) -> list[list[Column]]:
        found: list[list[Column]] = []
        for key in ("m3", "phone", "born", "sex", "wall", "note"):
            if self.lot.random() < 0.3:
                self.how.append(key)
                found.append([Column((self.title(key),), getattr(self, f"_{key}")())])
        return found

    def _m3(self) -> list[Cell]:
        way = self.lot.choice((lambda t: t / 10, lambda t: f"{t // 10},{t % 10}", lambda t: f"{t / 10} m3"))
        cells: list[Cell] = []
        for home in self.homes:
            if self.lot.random() < 0.3:
                cells.append("")
                continue
            tenths = self.lot.randint(1, 300)
            home.litres_per_month = tenths * 100
            cells.append(way(tenths))
        return cells

    def _phone(self) -> list[Cell]:
        cells: list[Cell] = []
        for home in self.homes:
            home.phone = f"09{self.lot.randint(10_000_000, 99_999_999)}"
            cells.append(
                self.lot.choice((home.phone, float(home.phone), f"{home.phone[:4]} {home.phone[4:]}"))
            )
        return cells

    def _born(self) -> list[Cell]:
        cells: list[Cell] = []
        for home in self.homes:
            home.birth_year = self.lot.randint(1935, 2000)
            cells.append(self.lot.choice((float(home.birth_year), f"05/02/{home.birth_year}")))
        return cells

    def _sex(self) -> list[Cell]:
        return [self.lot.choice(("Nam", "Nữ")) for _ in self.homes]

    def _wall(self) -> list[Cell]:
        return [self.lot.choice(("xanh", "x", "")) for _ in self.homes]

    def _note(self) -> list[Cell]:
        return ["" for _ in self.homes]

    def _village(self, *, once: bool) -> Column:
        cells: list[Cell] = []
        last = None
        for home in self.homes:
            cells.append("" if once and home.village == last else str(home.village))
            last = home.village
        return Column((self.title("village"),), cells)

    # The rows

    def _above(self, village: str) -> None:
        lines: list[list[Cell]] = [
            ["UBND XÃ CẨM TÂN", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            ["", "", "", "Độc lập - Tự do - Hạnh phúc"],
            [],
            ["DANH SÁCH HỘ SỬ DỤNG NƯỚC SẠCH, NƯỚC HỢP VỆ SINH"],
            ["Năm 2026"],
            ["(Kèm theo Kế hoạch số 12/KH-UBND ngày 5 tháng 2 năm 2026)"],
            ["Xã: Cẩm Tân"],
        ]
        self.rows += [line for line in lines if self.lot.random() < 0.5]
        if village:
            ways: list[list[Cell]] = [
                [f"DANH SÁCH HỘ DÂN {village.upper()} XÃ CẨM TÂN NĂM 2026"],
                [f"Danh sách hộ {village}"],
                ["Đơn vị:", village],
                [f"{village.split(maxsplit=1)[0]}: {village.partition(' ')[2]}"],
            ]
            ways = ways if village not in {"Khu phố 2", "Tiểu khu 4"} else ways[:3]
            self.rows.append(self.lot.choice(ways))

    def _heading(self, columns: list[Column]) -> None:
        start, width = len(self.rows), len(columns)
        deep = any(len(column.titles) > 1 for column in columns)
        way = self.pick("merged", "unmerged", "half merged")
        if not deep:
            self.rows.append([column.titles[0] for column in columns])
        else:
            top: list[Cell] = []
            below: list[Cell] = []
            for at, column in enumerate(columns):
                grouped = len(column.titles) > 1
                same = grouped and at and columns[at - 1].titles[:1] == column.titles[:1]
                top.append("" if same else column.titles[0])
                below.append(column.titles[1] if grouped else "")
                if not grouped and way == "merged":
                    self.merged.append(((start, at), (start + 1, at)))
                if grouped and not same and way != "unmerged":
                    last = at
                    while last + 1 < width and columns[last + 1].titles[:1] == column.titles[:1]:
                        last += 1
                    if last > at:
                        self.merged.append(((start, at), (start, last)))
            self.rows += [top, below]
        self.heading = self.rows[start:]
        for at, column in enumerate(columns):
            if column.titles == ("",) and self.lot.random() < 0.7:
                self.merged = [m for m in self.merged if not (m[0][0] >= start and m[0][1] in {at, at - 1})]
                self.merged.append(((start, at - 1), (start + len(self.heading) - 1, at)))
        numbering = self.pick("(1)", "1", "A", "no numbering", "no numbering")
        if numbering != "no numbering" and width > 2:
            kinds: dict[str, Callable[[int], Cell]] = {
                "(1)": lambda n: f"({n})",
                "1": float,
                "A": lambda n: chr(64 + n),
            }
            self.rows.append([kinds[numbering](n) for n in range(1, width + 1)])

    def _body(self, columns: list[Column], where: str, half: int, named: list[str]) -> None:
        stt = columns[0].titles[0].strip().lower()[:2] in {"st", "tt", "số"} and isinstance(
            columns[0].cells[0], float
        )
        head = next(
            at
            for at, c in enumerate(columns)
            if str(c.cells[0]).strip() and self.homes[0].head.startswith(str(c.cells[0]).strip())
        )
        width = len(columns)
        if "STT" in self.how and self.lot.random() < 0.1:
            self.how.append("example")
            self.rows.append([self.lot.choice(("VD", "Ví dụ")), *(column.cells[0] for column in columns[1:])])
        for at in range(len(self.homes)):
            if where == "groups" and at in {0, half}:
                self._group(self.homes[at].village or "", head, stt=stt)
            if where == "blocks" and at == half:
                self._signatures(width)
                self.rows += [["", "", f"DANH SÁCH {named[1].upper()}"], *self.heading]
            if at and where != "blocks" and self.lot.random() < 0.08:
                self._noise(head, width)
            self.rows.append([column.cells[at] for column in columns])
        if self.pick("total", "no total") == "total":
            self._total(columns, head)

    def _group(self, village: str, head: int, *, stt: bool) -> None:
        ways: list[list[Cell]] = [[village], [village.upper()], [f"I. {village}"]]
        if stt and head == 1:
            ways += [["II", village], ["", village, 55.0]]
        self.rows.append(self.lot.choice(ways))

    def _noise(self, head: int, width: int) -> None:
        at: list[Cell] = [""] * head
        ways: list[list[list[Cell]]] = [
            [[]],
            [["Tổ 2"]],
            [[*at, "Cộng tổ 1: 23 hộ"]],
            [[*at, "Cộng trang", *[3.0] * (width - head - 1)], *self.heading],
            [[*at, "Cộng tổ 1", *[3.0] * (width - head - 1)]],
            [["Xóm Đầm (12 hộ)"] if self.how[0] in {"title", "column once"} else ["Tổ 3 (12 hộ)"]],
            [["Trang 2"], *self.heading],
            self.heading,
        ]
        self.rows += self.lot.choice(ways)

    def _total(self, columns: list[Column], head: int) -> None:
        label = self.lot.choice(("Tổng cộng", "TỔNG CỘNG", "Cộng", "Tổng số: 12 hộ", "Tổng"))
        sums: list[Cell] = [
            float(sum(cell != "" for cell in column.cells)) if at and self.lot.random() < 0.7 else ""
            for at, column in enumerate(columns)
        ]
        sums[head] = label
        self.rows.append(sums)

    def _signatures(self, width: int) -> None:
        right = max(width - 3, 1)
        self.rows += [
            [],
            [*[""] * right, "Cẩm Tân, ngày 5 tháng 2 năm 2026"],
            ["", "NGƯỜI LẬP BIỂU", *[""] * (right - 2), "TRƯỞNG THÔN"],
            [*[""] * right, "(Ký, ghi rõ họ tên)"],
            [],
            ["", "Lê Thị Lập", *[""] * (right - 2), "Nguyễn Văn Trưởng"],
        ]

    def _below(self) -> None:
        if self.pick("signed", "unsigned") == "signed":
            self._signatures(len(self.heading[0]))
        if self.pick("noted", "no note") == "noted":
            self.rows += [[], ["Ghi chú: đánh dấu x vào ô thích hợp"]]
