"""By what a marked copy is known when it comes in again."""

READ_FIRST = "Đọc trước"
"""The sheet of a marked copy that tells its reader what to do; it holds no list."""
GUIDE_TITLE = "BẢN ĐÁNH DẤU CHỖ CẦN SỬA"
"""Its first line."""
TO_MEND = "Cần sửa"
"""The heading of the column of reasons; it tells nothing about households."""
