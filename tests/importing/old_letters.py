"""Text typed in the old Vietnamese fonts, for tests: tables written down apart from the program's own."""

import unicodedata

_TCVN3 = """
A1 Ă A2 Â A3 Ê A4 Ô A5 Ơ A6 Ư A7 Đ A8 ă A9 â AA ê AB ô AC ơ AD ư AE đ B5 à B6 ả B7 ã B8 á
B9 ạ BB ằ BC ẳ BD ẵ BE ắ C6 ặ C7 ầ C8 ẩ C9 ẫ CA ấ CB ậ CC è CE ẻ CF ẽ D0 é D1 ẹ D2 ề D3 ể
D4 ễ D5 ế D6 ệ D7 ì D8 ỉ DC ĩ DD í DE ị DF ò E1 ỏ E2 õ E3 ó E4 ọ E5 ồ E6 ổ E7 ỗ E8 ố E9 ộ
EA ờ EB ở EC ỡ ED ớ EE ợ EF ù F1 ủ F2 ũ F3 ú F4 ụ F5 ừ F6 ử F7 ữ F8 ứ F9 ự FA ỳ FB ỷ FC ỹ
FD ý FE ỵ
""".split()  # noqa: SIM905
_VNI = """
à aø á aù ả aû ã aõ ạ aï ă aê ằ aè ắ aé ẳ aú ẵ aü ặ aë â aâ ầ aà ấ aá ẩ aå ẫ aã ậ aä
è eø é eù ẻ eû ẽ eõ ẹ eï ê eâ ề eà ế eá ể eå ễ eã ệ eä ì ì í í ỉ æ ĩ ó ị ò
ò oø ó où ỏ oû õ oõ ọ oï ô oâ ồ oà ố oá ổ oå ỗ oã ộ oä ơ ô ờ ôø ớ ôù ở ôû ỡ ôõ ợ ôï
ù uø ú uù ủ uû ũ uõ ụ uï ư ö ừ öø ứ öù ử öû ữ öõ ự öï ỳ yø ý yù ỷ yû ỹ yõ ỵ î đ ñ
""".split()  # noqa: SIM905
TCVN3 = {
    letter: bytes.fromhex(code).decode("latin-1")
    for code, letter in zip(_TCVN3[::2], _TCVN3[1::2], strict=True)
}
_SMALL = dict(zip(_VNI[::2], _VNI[1::2], strict=True))
VNI = _SMALL | {letter.upper(): old.upper() for letter, old in _SMALL.items()}
SMALL_LETTERS = tuple(_SMALL)
"""The 67 letters of Vietnamese that have a mark."""

_FAMILIES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Hà Quách Trương Đinh Cao Phùng "
    "Trịnh Mai Đào Lưu Lường Quàng Lò Tạ Chu Đoàn"
)
_MIDDLES = "Văn Thị Đức Hữu Ngọc Minh Xuân Quang Đình Bá Kim Hồng Thế Công Huy Mạnh Thanh Duy Trọng Thuý Tiến"
_GIVEN = (
    "An Ánh Ấm Bình Chiến Dũng Đượm Hải Hùng Hường Khoẻ Liên Lộc Nguyện Ổn Phượng Quyết Tỉnh Thắng Thuý Thủy "
    "Tuấn Ước Ý Yến Được Đào Hiền Mỹ Nga Sáu Tư Út Vượng Giảng Nghĩa Kỷ Loan Oanh Phụng Quế Sửu Tỵ Uyên"
)


def names(count: int = 400) -> list[str]:
    """Return so many different names of people, of three words each."""
    families, middles, given = _FAMILIES.split(), _MIDDLES.split(), _GIVEN.split()
    return [
        " ".join(
            (
                families[i % len(families)],
                middles[i * 5 % len(middles)],
                given[(i * 7 + i // 31) % len(given)],
            )
        )
        for i in range(count)
    ]


def tcvn3(text: str) -> str:
    """Return text as it was typed in .VnTime, which has no capitals with a tone."""
    return "".join(TCVN3.get(c, TCVN3.get(c.lower(), c)) for c in unicodedata.normalize("NFC", text))


def tcvn3_h(text: str) -> str:
    """Return text as it was typed in .VnTimeH, which shows small letters as capitals."""
    return tcvn3(text.lower())


def vni(text: str) -> str:
    """Return text as it was typed in VNI-Times."""
    return "".join(VNI.get(c, c) for c in unicodedata.normalize("NFC", text))
