"""The sheets of the six indicators and of the criteria, with the program's own figures beside them."""

from decimal import Decimal

from openpyxl import Workbook

from nsnt_desktop.documents.figure_workbook_formulas import COMMUNE, RATIOS, compared, over, rounded
from nsnt_desktop.documents.figure_workbook_groups import printed, result_look
from nsnt_desktop.documents.figure_workbook_households import COUNT, HEADING_ROW, SCHEMES, begin
from nsnt_desktop.documents.figure_workbook_input import BookInput
from nsnt_desktop.format import BLANK
from nsnt_desktop.indicators.criteria import Verdict
from nsnt_desktop.indicators.results import Indicator
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, SustainabilityClass
from nsnt_desktop.workbooks import TEXT, WORDS, Formula, Look, Sheet, Value

INDICATORS, CRITERIA = "Sáu chỉ số", "Tiêu chí"
_WRAPPED = TEXT._replace(wrap=True)
_CHECK = Look(align="center")
_THRESHOLD_PARTS = 10**4
"""A threshold has four decimals at most (registry/reference_lists.py)."""
MET, NOT_MET = "đạt", "chưa đạt"
_SIGNS = {"≥": ">=", ">": ">", "≤": "<=", "<": "<", "=": "="}
_CLASSES = (*SustainabilityClass, None)


def write_indicators(made: Workbook, book: BookInput) -> None:
    """Write the six indicators and their parts, then the schemes by class."""
    columns = [("Chỉ số", 8), ("Tên chỉ số", 52), ("Đơn vị", 18), ("Cách đếm", 46)]
    columns += [("Tử số", 12), ("Mẫu số", 12), ("Chưa xác định", 12), ("Kết quả", 11), ("So sánh", 10)]
    columns += [(f"Chương trình: {word}", 13) for word in ("tử số", "mẫu số", "chưa xác định", "kết quả")]
    note = "Cột E đến H là công thức đếm từ trang «Hộ» và «Công trình»; cột J đến M là số của chương trình."
    sheet = begin(made, book, INDICATORS, "SÁU CHỈ SỐ", note, columns=columns, frozen=1)
    result = result_look(book.assumptions.decimals, bold=True)
    looks = [TEXT, _WRAPPED, TEXT, _WRAPPED, COUNT, COUNT, COUNT, result, _CHECK, COUNT, COUNT, COUNT, result]
    for row, indicator in enumerate(book.figures.commune.indicators, HEADING_ROW + 1):
        sheet.write(_line(row, indicator, book.assumptions.decimals), looks, 34)
    counts = book.figures.commune.counts
    covered = [over(name, COMMUNE) for name in ("metered", "clean", "estimated")]
    words = (
        f'="Chỉ số 5 tính trên "&{covered[0]}&"/"&{covered[1]}&" hộ nước sạch có số liệu, trong đó "&'
        f'{covered[2]}&" ước tính. Chương trình: {counts.metered}/{counts.clean}, {counts.estimated}."'
    )
    sheet.write([None, Formula(words)], WORDS)
    sheet.write([])
    _write_classes(sheet, book)


def _line(row: int, indicator: Indicator, decimals: int) -> list[Value]:
    ratio = RATIOS.get(indicator.code)
    if ratio:
        how, scale = ratio.how, ratio.scale
        parts = [over(text, COMMUNE) for text in (ratio.numerator, ratio.denominator, ratio.unknown)]
        parts[2] = f"MIN({parts[2]},F{row})"
    else:
        how, scale = "công trình bền vững / mọi công trình theo dõi", 100
        parts = [_of_class(SustainabilityClass.SUSTAINABLE), "COUNTA(CT_XEP_LOAI)", _of_class(None)]
    return [
        indicator.code,
        indicator.name,
        indicator.unit,
        how,
        *(Formula(f"={part}") for part in parts),
        rounded(f"E{row}", f"F{row}", f"G{row}", scale=scale),
        compared(*(f"{ours}{row}={theirs}{row}" for ours, theirs in zip("EFGH", "JKLM", strict=True))),
        indicator.numerator,
        indicator.denominator,
        indicator.unknown,
        printed(indicator, decimals),
    ]


def _of_class(named: SustainabilityClass | None) -> str:
    return f'COUNTIFS(CT_XEP_LOAI,"{named.label if named else UNCLASSIFIED_LABEL}")'


def _write_classes(sheet: Sheet, book: BookInput) -> None:
    sheet.write([None, f"Công trình theo xếp loại (trang «{SCHEMES}»)"], WORDS._replace(bold=True))
    looks = [TEXT, TEXT, TEXT, TEXT, COUNT, TEXT, TEXT, TEXT, _CHECK, COUNT]
    for named in _CLASSES:
        row = sheet.row_count + 1
        label = named.label if named else UNCLASSIFIED_LABEL
        formula, same = Formula(f"={_of_class(named)}"), compared(f"E{row}=J{row}")
        told = book.figures.classes.get(named, 0)
        sheet.write(["", label, "công trình", "", formula, "", "", "", same, told], looks)


def write_criteria(made: Workbook, book: BookInput) -> None:
    """Write the criteria held against their indicators: verdict, and what is missing."""
    columns = [("Mã", 8), ("Tiêu chí", 46), ("Chỉ số", 8), ("So với", 8), ("Ngưỡng", 10), ("Kết quả", 11)]
    columns += [("Kết luận", 12), ("Còn thiếu (hộ, công trình)", 13), ("So sánh", 10)]
    columns += [("Chương trình: kết luận", 14), ("Chương trình: còn thiếu", 14), ("Văn bản", 36)]
    note = "Kết luận so giá trị chính xác, không so số đã làm tròn; không có ngưỡng thì không kết luận."
    sheet = begin(made, book, CRITERIA, "TIÊU CHÍ NÔNG THÔN MỚI", note, columns=columns, frozen=1)
    codes = [indicator.code for indicator in book.figures.commune.indicators]
    rows = {code: row for row, code in enumerate(codes, HEADING_ROW + 1)}
    result = result_look(book.assumptions.decimals)
    looks = [
        TEXT,
        _WRAPPED,
        TEXT,
        _CHECK,
        Look("0.####"),
        result,
        _CHECK,
        COUNT,
        _CHECK,
        _CHECK,
        COUNT,
        _WRAPPED,
    ]
    for verdict in book.criteria:
        sheet.write(
            _criterion(sheet.row_count + 1, verdict, rows.get(verdict.criterion.indicator)), looks, 34
        )


def _criterion(row: int, verdict: Verdict, at: int | None) -> list[Value]:
    """Return one line; `at` is the row of its indicator on the sheet of the six, None: it has none."""
    criterion = verdict.criterion
    threshold = float(Decimal(criterion.value)) if criterion.value else None
    judged = at is not None and criterion.operator in _SIGNS
    missing = verdict.missing_schemes if verdict.missing_households is None else verdict.missing_households
    return [
        criterion.code,
        criterion.name,
        criterion.indicator,
        criterion.operator,
        threshold,
        Formula(f"='{INDICATORS}'!H{at}") if at else BLANK,
        Formula(_verdict(row, criterion.operator, f"'{INDICATORS}'!", at)) if judged and at else BLANK,
        Formula(_missing(row, verdict, f"'{INDICATORS}'!", at)) if judged and at else "",
        compared(f"G{row}=J{row}", f"H{row}=K{row}"),
        {True: MET, False: NOT_MET, None: BLANK}[verdict.met],
        "" if missing is None else missing,
        criterion.legal_document,
    ]


def _verdict(row: int, sign: str, sheet: str, at: int) -> str:
    scale = f'IF({sheet}C{at}="%",100,1)'
    value = f"{sheet}E{at}*{scale}*{_THRESHOLD_PARTS}"
    wanted = f"ROUND(E{row}*{_THRESHOLD_PARTS},0)*{sheet}F{at}"
    judged = f'IF({value}{_SIGNS[sign]}{wanted},"{MET}","{NOT_MET}")'
    return f'=IF(OR(E{row}="",F{row}="{BLANK}"),"{BLANK}",{judged})'


def _missing(row: int, verdict: Verdict, sheet: str, at: int) -> str:
    """Return the formula of how many more would meet a share; nothing where more would not help."""
    parts = 100 * _THRESHOLD_PARTS
    wanted = f"(ROUND(E{row}*{_THRESHOLD_PARTS},0)*{sheet}F{at})"
    reached = {
        "≥": f"-INT(-{wanted}/{parts})",
        ">": f"INT({wanted}/{parts})+1",
        "=": f"IF(INT({wanted}/{parts})*{parts}={wanted},INT({wanted}/{parts}),-1)",
    }.get(verdict.criterion.operator)
    if reached is None or (verdict.indicator is not None and verdict.indicator.unit != "%"):
        return '=""'
    have, of = f"{sheet}E{at}", f"{sheet}F{at}"
    more = f'IF(AND({have}<{reached},{reached}<={of}),{reached}-{have},"")'
    return f'=IF(G{row}="{NOT_MET}",{more},"")'
