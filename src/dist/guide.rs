//! Find the class of a uniform in a few nanoseconds, however many classes there are.
//!
//! The unit interval is cut into equal cells, four or more per class (a million at most). A cell knows the
//! first class that a uniform in it can fall into; most cells meet one border at most, so one comparison settles
//! the rest.
//!
//! # Invariants
//!
//! The result is that of a search through all classes, bit for bit; only the time depends on the cells.
//!
//! # References
//!
//! H.-C. Chen, Y. Asau (1974), On generating random variates from an empirical distribution, AIIE Transactions 6.

/// 2⁵²: adding it rounds to a whole number, which then stands in the low bits.
const TO_WHOLE: f64 = 4_503_599_627_370_496.0;
/// The bits that hold the number of a cell.
const CELL: u64 = 0x3F_FFFF;
/// At most so many cells: 4 MB.
const MOST_CELLS: usize = 1 << 20;
/// Uniforms located at a time: their cells stay in the first-level cache.
const BLOCK: usize = 64;

/// Where classes end, and where to begin looking.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Guide {
    /// The uniform at which each class ends; the last class ends at 1, and another number beyond follows.
    tops: Vec<f64>,
    /// The first class that reaches the lower border of each cell, and one more for the end.
    starts: Vec<u32>,
    /// The number of cells in the unit interval, a power of 2.
    cells: f64,
}

impl Guide {
    /// A guide to classes that end at these uniforms, which do not decrease; the last one counts as 1.
    pub(crate) fn new(mut tops: Vec<f64>) -> Self {
        let cells = (4 * tops.len()).next_power_of_two().clamp(16, MOST_CELLS);
        tops.pop();
        let last = tops.len();
        tops.extend([1.0, 2.0]);
        let width = 1.0 / cells as f64;
        let mut class = 0;
        // A uniform belongs to the cell whose centre is nearest: the first and the last are half as wide.
        let starts = (0..cells + 2)
            .map(|cell| {
                let border = (cell as f64 - 0.5) * width;
                while class < last && tops[class] < border {
                    class += 1;
                }
                class as u32
            })
            .collect();
        Self {
            tops,
            starts,
            cells: cells as f64,
        }
    }

    /// The uniforms at which classes end.
    pub(crate) fn tops(&self) -> &[f64] {
        self.tops.split_last().map_or(&[], |(_, tops)| tops)
    }

    /// Writes the value of the class of every uniform; `value` is given the class and the uniform, clamped to [0, 1].
    ///
    /// Locates a block of uniforms first, which becomes vector code.
    #[inline(always)]
    pub(crate) fn fill(&self, us: &[f64], out: &mut [f64], value: impl Fn(usize, f64) -> f64) {
        let mut cells = [0_u32; BLOCK];
        let mut inside = [0.0; BLOCK];
        for (us, out) in us.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
            for ((cell, inside), &u) in cells.iter_mut().zip(&mut inside).zip(us) {
                (*cell, *inside) = self.locate(u);
            }
            for ((x, &cell), &u) in out.iter_mut().zip(&cells).zip(&inside) {
                *x = value(self.class(cell, u), u);
            }
        }
    }

    /// The value of the class of one uniform, as [`Guide::fill`] writes it.
    #[inline(always)]
    pub(crate) fn at(&self, u: f64, value: impl Fn(usize, f64) -> f64) -> f64 {
        let (cell, u) = self.locate(u);
        value(self.class(cell, u), u)
    }

    /// The cell of a uniform, and the uniform clamped to [0, 1]; NaN counts as the smallest.
    #[inline(always)]
    fn locate(&self, u: f64) -> (u32, f64) {
        let u = if u > 0.0 { u } else { 0.0 };
        let u = if u < 1.0 { u } else { 1.0 };
        (((u * self.cells + TO_WHOLE).to_bits() & CELL) as u32, u)
    }

    /// The first class that ends at u or above.
    #[inline(always)]
    fn class(&self, cell: u32, u: f64) -> usize {
        let first = self.start(cell);
        let ends = self.tops.get(first..).and_then(|tops| tops.first_chunk());
        match ends {
            Some(&[_, next]) if next < u => self.search(cell, u),
            Some(&[end, _]) => first + usize::from(end < u),
            None => first,
        }
    }

    /// By halving: in the tails, many classes share a cell.
    #[cold]
    fn search(&self, cell: u32, u: f64) -> usize {
        let (first, last) = (self.start(cell), self.start(cell + 1));
        let shared = self.tops.get(first..last).unwrap_or_default();
        first + shared.partition_point(|&top| top < u)
    }

    #[inline(always)]
    fn start(&self, cell: u32) -> usize {
        self.starts
            .get(cell as usize)
            .map_or(0, |&class| class as usize)
    }
}
