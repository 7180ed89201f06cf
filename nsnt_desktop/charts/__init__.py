"""Charts for screen and paper: figures of a year → a chart as plain data → one drawing in vectors.

`year_charts` and `year_lines` say what a chart shows, from the same figures as the tables, in exact
fractions. `draw` makes a reportlab Drawing of it, in the look of the place it is drawn for: the PDF prints
that drawing, the Word file takes a picture of it, the screen paints its shapes (ui/chart_paint.py). Only
`draw` and what it uses load reportlab.
"""
