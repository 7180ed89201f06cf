"""What a column of a village list can mean: one closed list, with the label the officer sees."""

from nsnt_desktop.models.words import LabelledEnum

_TICK = "tick:"


class Field(LabelledEnum):
    """The meaning of a column; "tick:…" columns each stand for one main source and hold ticks."""

    STT = "stt", "Số thứ tự"
    CODE = "code", "Mã hộ"
    HEAD = "head", "Chủ hộ"
    BIRTH_YEAR = "birth_year", "Năm sinh chủ hộ"
    VILLAGE = "village", "Thôn"
    PERSONS = "persons", "Nhân khẩu"
    POVERTY = "poverty", "Loại hộ (nghèo, cận nghèo)"
    POOR = "poor", "Hộ nghèo (đánh dấu)"
    NEAR_POOR = "near_poor", "Hộ cận nghèo (đánh dấu)"
    MAIN_SOURCE = "main_source", "Nguồn nước chính"
    TICK_HOUSEHOLD = "tick:household_unspecified", "Công trình CNNL (đánh dấu)"
    TICK_CENTRAL = "tick:central_unspecified", "Công trình CNTT (đánh dấu)"
    TICK_CENTRAL_TAP = "tick:central_tap", "Cấp nước tập trung, vòi tại hộ (đánh dấu)"
    TICK_CENTRAL_PUBLIC = "tick:central_public", "Cấp nước tập trung, vòi công cộng (đánh dấu)"
    TICK_DRILLED_WELL = "tick:drilled_well", "Giếng khoan (đánh dấu)"
    TICK_DUG_WELL = "tick:dug_well", "Giếng đào (đánh dấu)"
    TICK_RAIN = "tick:rain", "Nước mưa (đánh dấu)"
    TICK_GRAVITY_PIPE = "tick:gravity_pipe", "Máng lần, tự chảy (đánh dấu)"
    TICK_SURFACE = "tick:surface", "Nước mặt (đánh dấu)"
    TICK_BOUGHT = "tick:bought", "Nước mua (đánh dấu)"
    TICK_NEIGHBOUR = "tick:neighbour", "Dùng nhờ hộ khác (đánh dấu)"
    TICK_OTHER = "tick:other", "Nguồn khác (đánh dấu)"
    HYGIENIC = "hygienic", "Nước hợp vệ sinh"
    CLEAN = "clean", "Nước sạch đạt quy chuẩn"
    BASIS = "basis", "Căn cứ đạt quy chuẩn"
    SCHEME = "scheme", "Tên công trình cấp nước tập trung"
    LITRES_PER_MONTH = "litres_per_month", "Lượng nước (m³/tháng)"
    HAS_METER = "has_meter", "Có đồng hồ nước"
    ADDRESS = "address", "Địa chỉ"
    PHONE = "phone", "Số điện thoại"
    DRY_SEASON_SHORTAGE = "dry_season_shortage", "Mùa khô thiếu nước"
    POLLUTION = "pollution", "Nguy cơ ô nhiễm"
    NOTE = "note", "Ghi chú"
    FORMER_COMMUNE = "former_commune", "Xã cũ"
    HOUSEHOLD_KEY = "household_key", "Mã đối chiếu"
    IGNORE = "ignore", "Không đọc cột này"

    @classmethod
    def of(cls, code: str) -> "Field":
        """Return the field with this code, as it stands in the file of synonyms; KeyError for any other."""
        return {field.value: field for field in cls}[code]

    @property
    def source_code(self) -> str | None:
        """The main source a tick in this column stands for; None for the other columns."""
        return self.value.removeprefix(_TICK) if self.value.startswith(_TICK) else None

    @property
    def attribute(self) -> str | None:
        """The attribute of an ImportRow this column fills; None for columns that fill none."""
        if self in {Field.POOR, Field.NEAR_POOR}:
            return "poverty"
        if self is Field.MAIN_SOURCE or self.source_code:
            return "source_code"
        return None if self in {Field.STT, Field.IGNORE} else self.value

    @property
    def word_kind(self) -> str:
        """What an unknown word in this column is remembered as: one answer for all columns of yes and no."""
        return self.attribute if self.attribute in {"source_code", "poverty", "basis"} else "yes_no"
