"""Draw the pictures of this lesson: `python pictures.py` writes them into images/ beside itself."""

from pathlib import Path

BLUE, ORANGE, INK, GREY, PALE = "#1f6feb", "#c2410c", "#30343b", "#8a8f98", "#e8f0fe"


def frame(width, height, title, *parts):
    """A whole picture on white."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" role="img">'
    return "\n".join([head, f"<title>{title}</title>", f'<rect width="{width}" height="{height}" fill="#fff"/>', *parts, "</svg>\n"])


def words(x, y, text, colour=INK, anchor="middle"):
    """A piece of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{text}</text>'


class Plane:
    """A part of the plane, drawn with its origin of coordinates at (left, bottom), `unit` pixels for 1."""

    def __init__(self, left, bottom, unit):
        self.left, self.bottom, self.unit = left, bottom, unit

    def place(self, x, y):
        """Where a point lies in the picture."""
        return self.left + self.unit * x, self.bottom - self.unit * y

    def path(self, points, style):
        """A line through points, or a surface round which they lie."""
        places = " ".join("{:.1f},{:.1f}".format(*self.place(*point)) for point in points)
        return f'<polygon points="{places}" {style}/>'

    def line(self, start, end, colour, style='stroke-width="2.5"'):
        """A straight line between two points."""
        (x1, y1), (x2, y2) = self.place(*start), self.place(*end)
        return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" {style}/>'

    def dot(self, x, y, *, is_on):
        """A point of class 1, filled, or of class 0, hollow."""
        left, top = self.place(x, y)
        return f'<circle cx="{left:.1f}" cy="{top:.1f}" r="6" fill="{BLUE if is_on else "#fff"}" stroke="{BLUE}" stroke-width="2"/>'

    def words(self, x, y, text, colour=INK, anchor="start", dx=0, dy=0):
        """Text at a point."""
        left, top = self.place(x, y)
        return words(left + dx, top + dy, text, colour, anchor)

    def axes(self, width, height, names=("x", "y")):
        """Two axes with whole numbers."""
        ticks = [self.words(n, 0, n, GREY, "middle", dy=20) for n in range(int(width) + 1)]
        ticks += [self.words(0, n, n, GREY, "end", dx=-12, dy=4) for n in range(1, int(height) + 1)]
        names = [self.words(width, 0, names[0], INK, "start", dx=8, dy=4), self.words(0, height, names[1], INK, "middle", dy=-8)]
        return [self.line((0, 0), (width, 0), INK, ""), self.line((0, 0), (0, height), INK, ""), *ticks, *names]


def sides():
    """The line 2x + 4y - 8 = 0, its positive side, and two points with their scores."""
    plane = Plane(60, 250, 62)
    return frame(
        480,
        290,
        "The line 2x + 4y - 8 = 0 crosses the y axis at 2 and the x axis at 4; above it the score is positive",
        plane.path([(0, 2), (4, 0), (5.4, 0), (5.4, 3.4), (0, 3.4)], f'fill="{PALE}"'),
        *plane.axes(5.4, 3.4),
        plane.line((0, 2), (5, -0.5), ORANGE),
        plane.words(0.25, 2.05, "2x + 4y - 8 = 0", ORANGE, dx=8, dy=-4),
        plane.dot(3, 2, is_on=True),
        plane.words(3, 2, "(3, 2): score 6, class 1", dx=-40, dy=-14),
        plane.dot(1, 1, is_on=False),
        plane.words(1, 1, "(1, 1): score -2,", dx=-40, dy=22),
        plane.words(1, 1, "class 0", dx=-40, dy=38),
    )


def square(plane, title, fires, *more):
    """The four inputs of a gate as corners of a square."""
    corners = [(x, y) for x in (0, 1) for y in (0, 1)]
    return [
        plane.words(0.5, 1.62, title, anchor="middle"),
        *more,
        *plane.axes(1.4, 1.4, ("x0", "x1")),
        *(plane.dot(*corner, is_on=corner in fires) for corner in corners),
    ]


def gates():
    """A gate that one line fences in, and one whose corners are yours to part."""
    one, other = Plane(60, 230, 120), Plane(370, 230, 120)
    fence = one.path([(0.5, 0), (1.4, 0.9), (1.4, 0)], f'fill="{PALE}"'), one.line((0.4, -0.1), (1.4, 0.9), ORANGE)
    return frame(
        600,
        270,
        "Left: a line parts (1, 0) from the other three corners. Right: XOR fires at (0, 1) and (1, 0), at opposite corners",
        *square(one, "the first, but not the second", [(1, 0)], *fence),
        *square(other, "XOR: the inputs differ", [(0, 1), (1, 0)]),
    )


def closer():
    """A missed point, the line before it and after it: x + y - 4 = 0 and 1.2x + 1.1y - 3.9 = 0."""
    plane = Plane(60, 270, 56)
    return frame(
        520,
        310,
        "The missed point (2, 1) pulls the line x + y = 4 closer: it becomes 1.2x + 1.1y = 3.9",
        *plane.axes(5, 4.2),
        plane.line((0, 4), (4, 0), GREY, 'stroke-width="2.5" stroke-dasharray="6 4"'),
        plane.words(0.9, 3.3, "before: x + y - 4 = 0, the point scores -1", GREY),
        plane.line((0, 3.9 / 1.1), (3.25, 0), ORANGE),
        plane.words(1.9, 2.4, "after: 1.2x + 1.1y - 3.9 = 0, the point scores -0.4", ORANGE),
        plane.dot(2, 1, is_on=True),
        plane.words(2, 1, "(2, 1)", anchor="end", dx=-12, dy=4),
    )


if __name__ == "__main__":
    images = Path(__file__).with_name("images")
    images.mkdir(exist_ok=True)
    for name, draw in (("sides", sides), ("gates", gates), ("closer", closer)):
        (images / f"{name}.svg").write_text(draw(), encoding="utf-8")
