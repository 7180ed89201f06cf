"""What a column of a village list can mean: one closed list, with the label the officer sees."""

from nsnt_desktop.models.words import LabelledEnum

_TICK = "tick:"


class Field(LabelledEnum):
    """The meaning of a column; "tick:…" columns each stand for one main source and hold ticks."""

    STT = "stt", "Số thứ tự"
    CODE = "code", "Mã hộ"
    HEAD = "head", "Chủ hộ"
    GIVEN_NAME = "given_name", "Tên (ghép sau họ và tên đệm)"
    RELATION = "relation", "Quan hệ với chủ hộ"
    MEMBER = "member", "Thành viên trong hộ"
    BIRTH_YEAR = "birth_year", "Năm sinh chủ hộ"
    VILLAGE = "village", "Thôn"
    PERSONS = "persons", "Nhân khẩu"
    POVERTY = "poverty", "Loại hộ (nghèo, cận nghèo)"
    POOR = "poor", "Hộ nghèo (đánh dấu)"
    NEAR_POOR = "near_poor", "Hộ cận nghèo (đánh dấu)"
    NOT_POOR = "not_poor", "Không nghèo (đánh dấu)"
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
    CLEAN_CENTRAL = "clean_central", "Nước sạch từ công trình tập trung (đánh dấu)"
    CLEAN_HOUSEHOLD = "clean_household", "Nước sạch từ công trình hộ gia đình (đánh dấu)"
    NOT_HYGIENIC = "not_hygienic", "Không hợp vệ sinh (đánh dấu)"
    NOT_CLEAN = "not_clean", "Không đạt quy chuẩn (đánh dấu)"
    BASIS = "basis", "Căn cứ đạt quy chuẩn"
    SCHEME = "scheme", "Tên công trình cấp nước tập trung"
    LITRES_PER_MONTH = "litres_per_month", "Lượng nước (m³/tháng)"
    HAS_METER = "has_meter", "Có đồng hồ nước"
    NO_METER = "no_meter", "Không có đồng hồ (đánh dấu)"
    ADDRESS = "address", "Địa chỉ"
    PHONE = "phone", "Số điện thoại"
    DRY_SEASON_SHORTAGE = "dry_season_shortage", "Mùa khô thiếu nước"
    NO_SHORTAGE = "no_shortage", "Không thiếu nước (đánh dấu)"
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
    def denied(self) -> "Field | None":
        """The column of yes and no to which a tick in this column says no."""
        return _DENIED.get(self)

    @property
    def attribute(self) -> str | None:
        """The attribute of an ImportRow this column fills; None for columns that fill none."""
        if self in {Field.POOR, Field.NEAR_POOR, Field.NOT_POOR}:
            return "poverty"
        if self.denied:
            return self.denied.value
        if self in {Field.CLEAN_CENTRAL, Field.CLEAN_HOUSEHOLD}:
            return "clean"
        if self is Field.MAIN_SOURCE or self.source_code:
            return "source_code"
        return None if self in _NO_ATTRIBUTE else self.value

    @property
    def word_kind(self) -> str:
        """What an unknown word in this column is remembered as: one answer for all columns of yes and no."""
        return self.attribute if self.attribute in {"source_code", "poverty", "basis"} else "yes_no"


_NO_ATTRIBUTE = {Field.STT, Field.GIVEN_NAME, Field.RELATION, Field.MEMBER, Field.IGNORE}
_DENIED = {
    Field.NOT_HYGIENIC: Field.HYGIENIC,
    Field.NOT_CLEAN: Field.CLEAN,
    Field.NO_METER: Field.HAS_METER,
    Field.NO_SHORTAGE: Field.DRY_SEASON_SHORTAGE,
}
DENIALS = {**{yes: no for no, yes in _DENIED.items()}, Field.POOR: Field.NOT_POOR}
"""Which column of ticks says no to a column of yes."""
