//! Eigenvectors of small symmetric matrices.

/// Rounds of rotations; a dozen is enough for any matrix, and the loop ends sooner.
const SWEEPS: usize = 40;

/// Parts of a matrix of features that are not told apart from 0, relative to the largest.
const RANK: f64 = 1e-10;

/// A square matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Square {
    pub(super) size: usize,
    pub(super) entries: Vec<f64>,
}

impl Square {
    pub(super) fn zero(size: usize) -> Self {
        Self {
            size,
            entries: vec![0.0; size * size],
        }
    }

    pub(super) fn diagonal(values: &[f64]) -> Self {
        let mut matrix = Self::zero(values.len());
        for (i, value) in values.iter().enumerate() {
            *matrix.at(i, i) = *value;
        }
        matrix
    }

    pub(super) fn at(&mut self, i: usize, j: usize) -> &mut f64 {
        &mut self.entries[i * self.size + j]
    }

    pub(super) fn get(&self, i: usize, j: usize) -> f64 {
        self.entries[i * self.size + j]
    }

    /// Copies the lower triangle to the upper.
    pub(super) fn mirror(&mut self) {
        for i in 0..self.size {
            for j in 0..i {
                *self.at(j, i) = self.get(i, j);
            }
        }
    }

    /// x'·M·y.
    pub(super) fn form(&self, x: &[f64], y: &[f64]) -> f64 {
        let rows = self.entries.chunks_exact(self.size);
        rows.zip(x)
            .map(|(row, x)| x * row.iter().zip(y).map(|(m, y)| m * y).sum::<f64>())
            .sum()
    }
}

/// Eigenvalues in ascending order, with the eigenvectors as rows (cyclic Jacobi rotations; Golub & Van Loan 2013, section 8.5).
pub(super) fn eigen(mut matrix: Square) -> (Vec<f64>, Vec<Vec<f64>>) {
    let n = matrix.size;
    let mut vectors = Square::diagonal(&vec![1.0; n]);
    let scale: f64 = matrix.entries.iter().map(|x| x * x).sum();
    for _ in 0..SWEEPS {
        let mut off = 0.0;
        for i in 0..n {
            for j in 0..i {
                off += matrix.get(i, j) * matrix.get(i, j);
            }
        }
        if off <= 1e-30 * scale {
            break;
        }
        for i in 0..n {
            for j in 0..i {
                rotate(&mut matrix, &mut vectors, j, i);
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| matrix.get(a, a).total_cmp(&matrix.get(b, b)));
    let values = order.iter().map(|&i| matrix.get(i, i)).collect();
    let rows = order
        .iter()
        .map(|&i| vectors.entries[i * n..(i + 1) * n].to_vec())
        .collect();
    (values, rows)
}

/// Makes entry (p, q) zero. `vectors` holds the eigenvectors as rows.
fn rotate(matrix: &mut Square, vectors: &mut Square, p: usize, q: usize) {
    let apq = matrix.get(p, q);
    if apq == 0.0 {
        return;
    }
    let theta = (matrix.get(q, q) - matrix.get(p, p)) / (2.0 * apq);
    let sign = if theta < 0.0 { -1.0 } else { 1.0 };
    let t = sign / (theta.abs() + (theta * theta + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    rotate_rows(matrix, p, q, c, s);
    let n = matrix.size;
    for k in 0..n {
        let (x, y) = (matrix.get(k, p), matrix.get(k, q));
        *matrix.at(k, p) = c * x - s * y;
        *matrix.at(k, q) = s * x + c * y;
    }
    *matrix.at(p, q) = 0.0;
    *matrix.at(q, p) = 0.0;
    rotate_rows(vectors, p, q, c, s);
}

fn rotate_rows(matrix: &mut Square, p: usize, q: usize, c: f64, s: f64) {
    let n = matrix.size;
    let (head, tail) = matrix.entries.split_at_mut(q * n);
    let rows = head[p * n..(p + 1) * n].iter_mut().zip(&mut tail[..n]);
    for (x, y) in rows {
        (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
    }
}

/// A basis in which features are orthonormal and their penalty is diagonal (Demmler & Reinsch 1975).
#[derive(Clone, Debug)]
pub(super) struct Diagonal {
    /// Rows: the coefficients of each function in terms of the features.
    pub(super) rows: Vec<Vec<f64>>,
    /// The penalty of each function, ascending.
    pub(super) penalties: Vec<f64>,
}

/// Diagonalises the mean products of features and their penalty at once. Combinations of features that vanish on the sample are
/// left out.
pub(super) fn diagonalise(gram: Square, penalty: &Square) -> Diagonal {
    let (values, vectors) = eigen(gram);
    let largest = values.last().copied().unwrap_or(0.0);
    let white: Vec<Vec<f64>> = values
        .iter()
        .zip(vectors)
        .filter(|(value, _)| **value > RANK * largest)
        .map(|(value, vector)| {
            let scale = 1.0 / value.sqrt();
            vector.into_iter().map(|x| x * scale).collect()
        })
        .collect();
    let mut inner = Square::zero(white.len());
    for (i, x) in white.iter().enumerate() {
        for (j, y) in white[..=i].iter().enumerate() {
            *inner.at(i, j) = penalty.form(x, y);
        }
    }
    inner.mirror();
    let (penalties, rotations) = eigen(inner);
    let most = penalties.last().copied().unwrap_or(0.0);
    let rows = rotations.iter().map(|rotation| {
        let mut row = vec![0.0; penalty.size];
        for (weight, vector) in rotation.iter().zip(&white) {
            for (out, x) in row.iter_mut().zip(vector) {
                *out += weight * x;
            }
        }
        row
    });
    Diagonal {
        rows: rows.collect(),
        penalties: penalties
            .iter()
            .map(|&p| if p > 1e-9 * most { p } else { 0.0 })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(entries: &[f64]) -> Square {
        let mut size = 0;
        while size * size < entries.len() {
            size += 1;
        }
        Square {
            size,
            entries: entries.to_vec(),
        }
    }

    #[test]
    fn eigenvectors_of_a_known_matrix() {
        // Eigenvalues of the second-difference matrix are 2 − 2 cos(jπ/4): 2 − √2, 2, 2 + √2.
        let (values, vectors) = eigen(matrix(&[2.0, -1.0, 0.0, -1.0, 2.0, -1.0, 0.0, -1.0, 2.0]));
        let root = 2.0_f64.sqrt();
        for (value, known) in values.iter().zip([2.0 - root, 2.0, 2.0 + root]) {
            assert!((value - known).abs() < 1e-14);
        }
        assert!((vectors[1][0] + vectors[1][2]).abs() < 1e-14 && vectors[1][1].abs() < 1e-14);
    }

    #[test]
    fn both_matrices_become_diagonal() {
        let gram = matrix(&[2.0, 0.5, 0.1, 0.5, 1.0, 0.2, 0.1, 0.2, 3.0]);
        let penalty = matrix(&[1.0, -1.0, 0.0, -1.0, 2.0, -1.0, 0.0, -1.0, 1.0]);
        let diagonal = diagonalise(gram.clone(), &penalty);
        assert_eq!(diagonal.penalties[0], 0.0, "a constant is not penalised");
        for (i, x) in diagonal.rows.iter().enumerate() {
            for (j, y) in diagonal.rows.iter().enumerate() {
                let same = f64::from(u8::from(i == j));
                assert!((gram.form(x, y) - same).abs() < 1e-12);
                assert!((penalty.form(x, y) - same * diagonal.penalties[i]).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn features_that_say_the_same_count_once() {
        let gram = matrix(&[1.0, 1.0, 1.0, 1.0]);
        assert_eq!(diagonalise(gram, &Square::zero(2)).rows.len(), 1);
    }
}
