"""What the officer is told before a year is closed, opened again, or opened anew."""

from collections.abc import Iterable, Sequence

from nsnt_desktop import format as vn
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.closing import Closing, Reopening
from nsnt_desktop.registry.new_year import (
    HOUSEHOLD_BLANK,
    HOUSEHOLD_CARRIED,
    SCHEME_BLANK,
    SCHEME_CARRIED,
    STARTS_BLANK,
    NextYear,
    Part,
)


def closing_question(closing: Closing) -> str:
    """Return what closing a year without errors would freeze, and what is still to be seen."""
    counts = closing.counts
    unknown = max(counts.hygienic_unknown, counts.clean_unknown)
    open_points = (
        (closing.warnings, "cảnh báo chưa xử lý và chưa ghi lý do bỏ qua"),
        (unknown, "hộ chưa xác định nước hợp vệ sinh hoặc nước sạch"),
        (counts.households - counts.updated, "hộ chưa cập nhật trong năm"),
        (closing.unclassified, "công trình chưa phân loại"),
    )
    told = [f"– Còn {vn.number(count)} {what}." for count, what in open_points if count]
    if closing.earlier_open:
        told.append(f"– Năm {_listed(map(str, closing.earlier_open))} vẫn đang mở.")
    seen = "Không còn lỗi." + (" Nên xem trước khi chốt:\n" + "\n".join(told) if told else "")
    return (
        f"Chốt số liệu năm {closing.year}?\n\n"
        f"{vn.number(counts.households)} hộ, {vn.number(counts.persons)} nhân khẩu. {seen}\n\n"
        f"Sau khi chốt, số liệu và các chỉ số năm {closing.year} được giữ nguyên, dù sau này sửa thông số, "
        "ngưỡng hay tên thôn. Muốn sửa phải mở lại và ghi lý do."
    )


def reopening_words(reopening: Reopening) -> str:
    """Return what opening a closed year again means, in lines broken by hand, and ask for the reason."""
    closed = f" (chốt {vn.day(reopening.closed_at)})" if reopening.closed_at else ""
    lines = [
        f"Số liệu năm {reopening.year}{closed} sẽ sửa được, các chỉ số được tính lại",
        "theo danh sách hộ và thông số hiện nay cho đến khi chốt lại.",
    ]
    if reopening.later:
        lines.append(f"Những gì sửa ở đây không tự chuyển sang năm {_listed(map(str, reopening.later))}.")
    return "\n".join([*lines, "", "Lý do mở lại (được ghi vào nhật ký):"])


def next_year_question(following: NextYear) -> str:
    """Return what opening a year would carry over, leave behind, and begin without."""
    if following.exists:
        return f"Năm {following.year} đã mở từ trước. Chuyển sang năm {following.year}?"
    carried = [
        f"{vn.number(following.households)} hộ đang ở: {_labels(HOUSEHOLD_CARRIED)}",
        f"{vn.number(following.schemes)} công trình cấp nước: {_labels(SCHEME_CARRIED)}",
    ]
    if following.answers:
        carried.append(f"{vn.number(following.answers)} câu trả lời đánh giá nguồn nước của hộ")
    blank = [_labels(HOUSEHOLD_BLANK), f"{_labels(SCHEME_BLANK)} của công trình", *STARTS_BLANK]
    open_still = (
        f" Năm {following.last} chưa chốt: sửa năm đó từ nay không tự chuyển sang năm {following.year}."
        if following.last_open
        else ""
    )
    return "\n".join(
        (
            f"Mở năm {following.year} từ số liệu năm {following.last}?\n",
            "Mang sang (mọi hộ được tính là chưa cập nhật):",
            *(f"– {line}." for line in carried),
            *_left(following),
            f"Để trống: {'; '.join(blank)}.\n",
            f"Số liệu năm {following.last} giữ nguyên.{open_still}",
        )
    )


def _left(following: NextYear) -> list[str]:
    lines = []
    if following.left:
        counted = (f"{_became(status)} ({vn.number(count)} hộ)" for status, count in following.left)
        lines.append(f"Không mang sang: {', '.join(counted)}.")
    for village, count in following.homeless:
        lines.append(
            f"{village} thôi hoạt động và chưa nhập vào thôn nào: {vn.number(count)} hộ ở lại năm "
            f"{following.last}. Muốn mang sang, hãy chuyển các hộ này sang thôn khác trước."
        )
    return lines


def _became(status: HouseholdStatus) -> str:
    return status.label[:1].lower() + status.label[1:]


def _labels(parts: Sequence[Part]) -> str:
    return ", ".join(part.label for part in parts)


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} và {last}" if first else last
