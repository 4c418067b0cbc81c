//! Writes SVG. One unit is a point (1/72 inch), so that sizes are those on paper.

use super::font;
use super::palette::{INK, PAPER};
use crate::report::html::escaped;

/// Points in a millimetre.
pub(super) const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Size of all text but the smallest.
pub(super) const SIZE: f64 = 7.0;
/// Size of remarks.
pub(super) const SMALL: f64 = 6.2;

/// A line's looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    pub(super) colour: &'static str,
    pub(super) width: f64,
    /// Lengths of dashes and gaps; empty for a solid line.
    pub(super) dash: &'static str,
}

impl Stroke {
    pub(super) const fn solid(colour: &'static str, width: f64) -> Self {
        Self {
            colour,
            width,
            dash: "",
        }
    }

    pub(super) const fn dashed(colour: &'static str, width: f64) -> Self {
        Self {
            colour,
            width,
            dash: "3 2",
        }
    }

    fn attributes(self) -> String {
        let Self {
            colour,
            width,
            dash,
        } = self;
        let dash = if dash.is_empty() {
            String::new()
        } else {
            format!(" stroke-dasharray=\"{dash}\"")
        };
        format!("stroke=\"{colour}\" stroke-width=\"{width}\"{dash}")
    }
}

/// Which point of a text is where it is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A text's looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Font {
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) colour: &'static str,
    pub(super) anchor: Anchor,
}

impl Font {
    pub(super) const fn plain(anchor: Anchor) -> Self {
        Self {
            size: SIZE,
            bold: false,
            colour: INK,
            anchor,
        }
    }

    pub(super) const fn small(self) -> Self {
        Self {
            size: SMALL,
            ..self
        }
    }

    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) const fn colour(self, colour: &'static str) -> Self {
        Self { colour, ..self }
    }

    /// How wide a text is.
    pub(super) fn width(self, text: &str) -> f64 {
        self.size * font::width(text, self.bold)
    }

    /// The text, cut off with an ellipsis where it is wider than there is room.
    pub(super) fn fitted(self, text: &str, room: f64) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        let mut letters: Vec<char> = text.chars().collect();
        while letters.pop().is_some() {
            let cut: String = letters.iter().collect();
            let cut = format!("{}…", cut.trim_end());
            if self.width(&cut) <= room {
                return cut;
            }
        }
        "…".to_owned()
    }

    /// The text in at most two lines.
    pub(super) fn lines(self, text: &str, room: f64) -> Vec<String> {
        if self.width(text) <= room {
            return vec![text.to_owned()];
        }
        let mut first = String::new();
        // A number stays with its sign.
        let text = text.replace(" %", "\u{a0}%").replace("€ ", "€\u{a0}");
        let mut words = text
            .split([' ', '\n'])
            .filter(|word| !word.is_empty())
            .peekable();
        while let Some(word) = words.peek() {
            let longer = if first.is_empty() {
                (*word).to_owned()
            } else {
                format!("{first} {word}")
            };
            if self.width(&longer) > room {
                break;
            }
            first = longer;
            words.next();
        }
        let rest: Vec<&str> = words.collect();
        let rest = rest.join(" ");
        match (first.is_empty(), rest.is_empty()) {
            (true, _) => self.broken(&rest, room),
            (_, true) => vec![first],
            _ => vec![first, self.fitted(&rest, room)],
        }
    }

    /// A text whose first word is wider than there is room, broken within that word.
    fn broken(self, text: &str, room: f64) -> Vec<String> {
        let mut first = String::new();
        for letter in text.chars() {
            let longer = format!("{first}{letter}-");
            if self.width(&longer) > room {
                break;
            }
            first.push(letter);
        }
        let rest = self.fitted(&text[first.len()..], room);
        if first.is_empty() {
            return vec![rest];
        }
        vec![first + "-", rest]
    }
}

/// A drawing that grows.
#[derive(Debug)]
pub(super) struct Canvas {
    pub(super) width: f64,
    body: String,
}

impl Canvas {
    pub(super) fn new(width: f64) -> Self {
        Self {
            width,
            body: String::new(),
        }
    }

    pub(super) fn line(&mut self, from: [f64; 2], to: [f64; 2], stroke: Stroke) {
        let [x1, y1, x2, y2] = [from[0], from[1], to[0], to[1]].map(short);
        let look = stroke.attributes();
        self.body += &format!("<path d=\"M{x1} {y1}L{x2} {y2}\" {look}/>\n");
    }

    /// A line through points.
    pub(super) fn polyline(&mut self, points: &[[f64; 2]], stroke: Stroke) {
        let (path, look) = (path(points), stroke.attributes());
        self.body += &format!("<path d=\"{path}\" fill=\"none\" {look}/>\n");
    }

    /// A filled area.
    pub(super) fn area(&mut self, points: &[[f64; 2]], fill: &'static str) {
        let path = path(points);
        self.body += &format!("<path d=\"{path}Z\" fill=\"{fill}\"/>\n");
    }

    /// A bar from one corner to the opposite one.
    pub(super) fn bar(&mut self, from: [f64; 2], to: [f64; 2], fill: &'static str) {
        let (x, y) = (from[0].min(to[0]), from[1].min(to[1]));
        let (width, height) = ((to[0] - from[0]).abs(), (to[1] - from[1]).abs());
        let [x, y, width, height] = [x, y, width, height].map(short);
        self.body += &format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>\n"
        );
    }

    pub(super) fn dot(&mut self, at: [f64; 2], radius: f64, fill: &'static str) {
        let [x, y] = at.map(short);
        self.body += &format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\"/>\n");
    }

    /// Many dots through which others are seen.
    pub(super) fn cloud(&mut self, points: &[[f64; 2]], radius: f64, fill: &'static str) {
        self.body += &format!(
            "<path stroke=\"{fill}\" stroke-width=\"{}\" stroke-linecap=\"round\" stroke-opacity=\"0.35\" fill=\"none\" d=\"",
            2.0 * radius
        );
        for at in points {
            let [x, y] = at.map(short);
            self.body += &format!("M{x} {y}h0");
        }
        self.body += "\"/>\n";
    }

    /// A text on a line of writing at `at`.
    pub(super) fn text(&mut self, at: [f64; 2], font: Font, text: &str) {
        self.written(at, font, text, "");
    }

    /// A text that stands out from what is below it.
    pub(super) fn halo(&mut self, at: [f64; 2], font: Font, text: &str) {
        let look = format!(
            " paint-order=\"stroke\" stroke=\"{PAPER}\" stroke-width=\"2\" stroke-linejoin=\"round\""
        );
        self.written(at, font, text, &look);
    }

    fn written(&mut self, at: [f64; 2], font: Font, text: &str, more: &str) {
        let [x, y] = at.map(short);
        let (size, colour) = (font.size, font.colour);
        let weight = if font.bold {
            " font-weight=\"600\""
        } else {
            ""
        };
        let anchor = match font.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let text = escaped(text);
        self.body += &format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\"{weight}{anchor}{more}>{text}</text>\n"
        );
    }

    /// The drawing, so many points high, with what it shows in words for those who do not see it.
    pub(super) fn finish(self, height: f64, name: &str, title: &str, alt: &str) -> String {
        let width = self.width;
        let [mm_wide, mm_high] = [width, height].map(|points| short(points / POINTS_PER_MM));
        let [wide, high] = [width, height].map(short);
        let (title, alt, family) = (escaped(title), escaped(alt), font::FAMILY);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{mm_wide}mm\" height=\"{mm_high}mm\" \
             viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-labelledby=\"{name}-title {name}-alt\" \
             font-family=\"{family}, Helvetica, Arial, sans-serif\">\n\
             <title id=\"{name}-title\">{title}</title>\n<desc id=\"{name}-alt\">{alt}</desc>\n\
             <rect width=\"{wide}\" height=\"{high}\" fill=\"{PAPER}\"/>\n{}</svg>\n",
            self.body
        )
    }
}

fn path(points: &[[f64; 2]]) -> String {
    let mut path = String::new();
    for (place, at) in points.iter().enumerate() {
        let [x, y] = at.map(short);
        let command = if place == 0 { 'M' } else { 'L' };
        path += &format!("{command}{x} {y}");
    }
    path
}

/// A hundredth of a point is finer than any printer.
fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}
