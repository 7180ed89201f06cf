"""The words of the field: each closed list of values, with its official Vietnamese label beside it.

Three-valued answers (hygienic, clean, shortage, meter) are `bool | None`; None is "not yet known", not "no".
"""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """A closed list whose members carry the Vietnamese label that screens and papers print."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def of(cls, code: str) -> Self:
        """Return the member with this code (the typed form of calling the class)."""
        return next(member for member in cls if member.value == code)


class Poverty(LabelledEnum):
    """Poverty status of a household in one year."""

    POOR = "poor", "Hộ nghèo"
    NEAR_POOR = "near_poor", "Hộ cận nghèo"
    NONE = "none", "Không nghèo"


class SourceGroup(LabelledEnum):
    """The three groups of main sources."""

    CENTRAL = "central", "Công trình cấp nước tập trung"
    HOUSEHOLD = "household", "Quy mô hộ gia đình"
    OTHER = "other", "Nguồn khác"


class Basis(LabelledEnum):
    """What the verdict "clean water" rests on (căn cứ)."""

    TEST = "test", "Kết quả xét nghiệm"
    SUPPLIER = "supplier", "Xác nhận của đơn vị cấp nước"
    OFFICIAL_LIST = "official_list", "Danh sách được cơ quan có thẩm quyền xác nhận"
    OTHER = "other", "Khác"
    NONE = "none", "Chưa có căn cứ"


class HouseholdStatus(LabelledEnum):
    """What became of a household in one year; only active households are counted."""

    ACTIVE = "active", "Đang ở"
    MOVED_AWAY = "moved_away", "Đã chuyển đi"
    MERGED = "merged", "Đã nhập hộ"
    ENDED = "ended", "Không còn hộ"


class YearState(LabelledEnum):
    """Whether the figures of a survey year may still change (chốt số liệu)."""

    OPEN = "open", "đang mở"
    CLOSED = "closed", "đã chốt"


class Levels(LabelledEnum):
    """How many levels of government stand over the commune."""

    THREE = "three", "3 cấp (trước 01/7/2025)"
    TWO = "two", "2 cấp (từ 01/7/2025)"


class SchemeKind(LabelledEnum):
    """How a centralised scheme brings its water."""

    GRAVITY = "gravity", "Tự chảy"
    PUMPED = "pumped", "Bơm dẫn"
    HANGING_LAKE = "hanging_lake", "Hồ treo"
    PLANT_NETWORK = "plant_network", "Mạng nhà máy liên xã"


class ManagementModel(LabelledEnum):
    """Who manages and operates a scheme."""

    COMMUNITY = "community", "Cộng đồng"
    COMMUNE = "commune", "UBND xã"
    COOPERATIVE = "cooperative", "Hợp tác xã"
    PUBLIC_UNIT = "public_unit", "Đơn vị sự nghiệp"
    COMPANY = "company", "Doanh nghiệp"
    PRIVATE = "private", "Tư nhân"


class SchemeMeasure(LabelledEnum):
    """What the program can read of a scheme to propose an answer to a criterion of sustainability.

    A name in braces stands for the assumption of that key (`indicators.scheme_measures.measure_label`).
    """

    COVERS_COST = "covers_cost", "Thu trong năm đủ bù chi"
    WATER_MEETS = "water_meets", "Kết quả xét nghiệm nước còn giá trị"
    REGULAR_SUPPLY = "regular_supply", "Gián đoạn không quá {days_interrupted_max} ngày trong năm"
    CAPACITY_USED = "capacity_used", "Công suất hoặc đấu nối từ {capacity_share} % thiết kế"
    TRAINED_OPERATOR = "trained_operator", "Ghi có người vận hành được đào tạo"
    MANAGED = "managed", "Ghi tổ chức hoặc mô hình quản lý"


class SustainabilityClass(LabelledEnum):
    """The four published classes of a scheme (indicator 6), and the state before one is known."""

    SUSTAINABLE = "sustainable", "Bền vững"
    FAIRLY = "fairly", "Tương đối bền vững"
    POORLY = "poorly", "Kém bền vững"
    NOT_WORKING = "not_working", "Không hoạt động"


class DocumentKind(LabelledEnum):
    """The official papers of a year: the plan, the report, and the smaller ones around them."""

    PLAN = "plan", "Kế hoạch"
    REPORT = "report", "Báo cáo"
    REQUEST = "request", "Công văn gửi thôn"
    INVITATION = "invitation", "Giấy mời tập huấn"
    MINUTES = "minutes", "Biên bản kiểm tra"
    COVER_LETTER = "cover_letter", "Công văn gửi báo cáo"


class DocumentState(LabelledEnum):
    """Whether a paper may still change, and whether it is in force."""

    DRAFT = "draft", "Dự thảo"
    ISSUED = "issued", "Đã ban hành"
    RECALLED = "recalled", "Đã thu hồi"


class ActivityKind(LabelledEnum):
    """The kinds of work a plan names."""

    TRAINING = "training", "Tập huấn"
    COLLECTION = "collection", "Thu thập, cập nhật số liệu"
    SUPERVISION = "supervision", "Kiểm tra, giám sát"
    REPORTING = "reporting", "Báo cáo"


class Severity(LabelledEnum):
    """How much a finding weighs: an error blocks closing the year, a warning must be seen."""

    ERROR = "error", "Lỗi"
    WARNING = "warning", "Cảnh báo"


WITH_BASES = (DocumentKind.PLAN, DocumentKind.REPORT)
"""The papers that cite a list of legal bases of their own."""
NUMBERED_TOGETHER = (DocumentKind.REQUEST, DocumentKind.COVER_LETTER)
"""Papers of one number series, as all công văn are; every other kind has its own."""
OWN_MEASURE_LABEL = "Cán bộ tự đánh giá"
UNKNOWN_LABEL = "Chưa xác định"
SOURCE_UNKNOWN_LABEL = "Chưa xác định nguồn"
UNCLASSIFIED_LABEL = "Chưa phân loại"
YES_NO_LABELS = {True: "Có", False: "Không", None: UNKNOWN_LABEL}
CLEAN_LABELS = {True: "Đạt quy chuẩn", False: "Không đạt", None: UNKNOWN_LABEL}
SAMPLE_MARK = "dữ liệu minh họa"
"""Stands on every screen and page made from the sample commune."""
