//! The distribution of the result with its break-even line, within 80 columns.
//!
//! Both sides say their share of the draws in words, so that nothing rests on colour.

use super::run::{WIDTH, paragraph};
use crate::analysis::{Histogram, HistogramOf};
use crate::report::digits::{euro, number, percent, significant};
use crate::stats::Estimate;
use crate::text::Lang;

/// Rows of the highest bin.
const ROWS: usize = 8;
/// Levels of a row: the eighths of a block.
const LEVELS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Below this many bins each has two columns.
const WIDE_BELOW: usize = 28;
/// Columns left of the bins.
const MARGIN: usize = 2;
/// Digits of an edge: it is a round number, so that most have fewer.
const EDGE_DIGITS: i32 = 6;
/// Bins between labels, of which the least that leaves room is taken.
const STRIDES: [usize; 3] = [5, 10, 20];

/// A side of break-even.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarSide {
    /// Benefits do not exceed costs.
    Short,
    /// They do.
    Beyond,
}

/// Gives a piece of a bar the colour of its side, or leaves it as it is.
pub type Paint = fn(BarSide, &str) -> String;

/// A bar without colour.
#[must_use]
pub fn unpainted(_: BarSide, bar: &str) -> String {
    bar.to_owned()
}

/// The histogram.
#[must_use]
pub(super) fn histogram_text(lang: Lang, histogram: &Histogram, paint: Paint) -> String {
    let layout = Layout::of(lang, histogram);
    let mut text = format!("\n{}", paragraph(&title(lang, histogram)));
    text += &layout.sides(lang, histogram);
    for row in (0..ROWS).rev() {
        text += &layout.row(row, paint);
    }
    text += &layout.axis();
    text += &layout.labels(lang, histogram);
    text + &paragraph(lang.pick(
        "The axis leaves out at most 0.5 % of the draws at either end.",
        "Aan elk uiteinde valt hooguit 0,5 % van de trekkingen buiten de as.",
    ))
}

fn title(lang: Lang, histogram: &Histogram) -> String {
    let print = |estimate: Estimate| match histogram.of {
        HistogramOf::Ratio => number(lang, estimate),
        HistogramOf::NetBenefit => euro(lang, estimate),
    };
    let what = match histogram.of {
        HistogramOf::Ratio => lang.pick("B/C", "B/K"),
        HistogramOf::NetBenefit => lang.pick("Net benefit", "Netto baten"),
    };
    let (median, [low, high]) = (print(histogram.median), histogram.interval.map(print));
    match lang {
        Lang::En => {
            format!("{what}: median {median}, 95 % uncertainty interval {low} to {high}")
        }
        Lang::Nl => {
            format!("{what}: mediaan {median}, 95 %-onzekerheidsinterval {low} tot {high}")
        }
    }
}

/// Where everything stands.
struct Layout {
    /// Levels of the bins, a level of [`LEVELS`] for each row.
    levels: Vec<usize>,
    /// Columns of a bin.
    width: usize,
    /// Columns left of the bins.
    margin: usize,
    /// Bins from the lowest edge to break-even, in view or not.
    anchor: i64,
    /// Bins left of break-even.
    below: usize,
    /// The line that stands for break-even has a column of its own, if it is in view.
    line: bool,
}

impl Layout {
    fn of(lang: Lang, histogram: &Histogram) -> Self {
        let (bins, anchor) = (&histogram.bins, histogram.below);
        let width = if bins.len() < WIDE_BELOW { 2 } else { 1 };
        let highest = bins.iter().map(|bin| bin.share).fold(0.0, f64::max);
        let full = (ROWS * (LEVELS.len() - 1)) as f64;
        // A bin that holds a draw is seen.
        let level = |share: f64| (share / highest * full).ceil() as usize;
        let below = usize::try_from(anchor).unwrap_or(0).min(bins.len());
        let line = anchor == below as i64;
        let text = short(lang, histogram).chars().count() + 1;
        let room = if line {
            text.saturating_sub(below * width)
        } else {
            0
        };
        Self {
            levels: bins.iter().map(|bin| level(bin.share)).collect(),
            width,
            margin: MARGIN + room,
            anchor,
            below,
            line,
        }
    }

    /// The shares of the draws on either side of the line, or where the line would be.
    fn sides(&self, lang: Lang, histogram: &Histogram) -> String {
        let (short, beyond) = (short(lang, histogram), beyond(lang, histogram));
        if self.line {
            let width = self.column(self.below) - 1;
            return format!("{short:>width$} │ {beyond}\n");
        }
        let value = significant(lang, histogram.break_even, 3);
        let place = match (lang, self.anchor < 0) {
            (Lang::En, true) => "to the left of the axis",
            (Lang::En, false) => "to the right of the axis",
            (Lang::Nl, true) => "links buiten de as",
            (Lang::Nl, false) => "rechts buiten de as",
        };
        paragraph(&lang.pick(
            format!("Break-even, at {value}, is {place}: {short}, {beyond}."),
            format!("Break-even, bij {value}, ligt {place}: {short}, {beyond}."),
        ))
    }

    /// A row of the bars, counted from below.
    fn row(&self, row: usize, paint: Paint) -> String {
        let steps = LEVELS.len() - 1;
        let piece = |level: &usize| {
            let step = level.saturating_sub(row * steps).min(steps);
            LEVELS[step].to_string().repeat(self.width)
        };
        let pieces = |levels: &[usize]| levels.iter().map(piece).collect::<String>();
        let (left, right) = self.levels.split_at(self.below);
        let left = coloured(paint, BarSide::Short, &pieces(left));
        let right = coloured(paint, BarSide::Beyond, &pieces(right));
        let line = if self.line { "│" } else { "" };
        let row = format!("{}{left}{line}{right}", self.indent());
        row.trim_end().to_owned() + "\n"
    }

    fn axis(&self) -> String {
        let dashes = |bins: usize| "─".repeat(bins * self.width);
        let (left, right) = (self.below, self.levels.len() - self.below);
        let line = if self.line { "┼" } else { "" };
        let (left, right) = (dashes(left), dashes(right));
        format!("{}{left}{line}{right}\n", self.indent())
    }

    /// Values along the axis, that of break-even among them, and what it is.
    fn labels(&self, lang: Lang, histogram: &Histogram) -> String {
        let print = |bin: usize| {
            let edge = histogram.bins.get(bin).map(|bin| bin.low);
            let edge = edge.or(histogram.bins.last().map(|bin| bin.high));
            label(lang, histogram.of, edge.unwrap_or(f64::NAN))
        };
        let fits = |stride: &usize| {
            let lengths = self.marks(*stride).map(|bin| print(bin).chars().count());
            lengths.max().unwrap_or(0) + 2 <= stride * self.width
        };
        let [.., widest] = STRIDES;
        let stride = STRIDES.into_iter().find(fits).unwrap_or(widest);
        let labels = self.marks(stride).map(|bin| (self.column(bin), print(bin)));
        let mut text = labelled(labels);
        if self.line {
            let name = "break-even".to_owned();
            text += &labelled([(self.column(self.below), name)]);
        }
        text
    }

    /// Edges with a label: every so many from break-even to both sides.
    fn marks(&self, stride: usize) -> impl Iterator<Item = usize> {
        let first = self.anchor.rem_euclid(stride as i64) as usize;
        (first..=self.levels.len()).step_by(stride)
    }

    /// The column in which an edge is.
    fn column(&self, edge: usize) -> usize {
        let after = self.line && edge > self.below;
        self.margin + edge * self.width + usize::from(after)
    }

    fn indent(&self) -> String {
        " ".repeat(self.margin)
    }
}

/// A line of labels with their middles in these columns, where there is room.
fn labelled(labels: impl IntoIterator<Item = (usize, String)>) -> String {
    let mut line: Vec<char> = Vec::new();
    for (middle, label) in labels {
        let length = label.chars().count();
        let Some(start) = middle.checked_sub(length / 2) else {
            continue;
        };
        let free = line.is_empty() || line.len() < start;
        if free && start + length <= WIDTH {
            line.resize(start, ' ');
            line.extend(label.chars());
        }
    }
    line.into_iter().collect::<String>() + "\n"
}

/// The piece of a row with the colour of its side; blanks have none.
fn coloured(paint: Paint, side: BarSide, piece: &str) -> String {
    let bar = piece.trim_start();
    let blanks = piece.len() - bar.len();
    let after = bar.len() - bar.trim_end().len();
    if bar.is_empty() {
        return piece.to_owned();
    }
    let painted = paint(side, bar.trim_end());
    format!("{}{painted}{}", " ".repeat(blanks), " ".repeat(after))
}

fn short(lang: Lang, histogram: &Histogram) -> String {
    let share = percent(lang, histogram.short);
    format!("{share} {}", lang.pick("below", "eronder"))
}

fn beyond(lang: Lang, histogram: &Histogram) -> String {
    let share = percent(lang, histogram.beyond);
    format!("{share} {}", lang.pick("above", "erboven"))
}

/// An edge, which is exact.
fn label(lang: Lang, of: HistogramOf, edge: f64) -> String {
    let text = significant(lang, edge, EDGE_DIGITS);
    match (of, text.strip_prefix('−')) {
        (HistogramOf::Ratio, _) => text,
        (HistogramOf::NetBenefit, Some(positive)) => format!("−€ {positive}"),
        (HistogramOf::NetBenefit, None) => format!("€ {text}"),
    }
}
