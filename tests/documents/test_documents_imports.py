import subprocess
import sys

HEAVY = {"reportlab", "docx", "pypdfium2", "PIL"}


def test_the_words_of_a_paper_need_no_renderer() -> None:
    names = ("tree", "worded_papers", "gather", "issuing", "style_check", "previews", "fonts", "layout")
    code = "import sys\n" + "".join(f"import nsnt_desktop.documents.{name}\n" for name in names)
    code += f"print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
