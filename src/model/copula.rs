//! Correlation matrices of normal scores.
//!
//! A rank correlation `ρ_S` belongs to the correlation ρ = 2 sin(π `ρ_S` / 6) of the normal scores (Pearson 1907; the
//! inverse of `ρ_S` = (6/π) asin(ρ/2)).

use crate::math;

/// A square matrix, row by row.
pub type Matrix = Vec<Vec<f64>>;

/// The correlation of normal scores that gives a rank correlation.
#[must_use]
pub fn score_of_rank(rank: f64) -> f64 {
    2.0 * math::sin(std::f64::consts::PI * rank / 6.0)
}

/// The lower Cholesky factor, or `None` when the matrix is not positive definite.
///
/// The one singular matrix that has a meaning, all ones, is accepted: its members share one draw.
#[must_use]
pub fn cholesky(matrix: &Matrix) -> Option<Matrix> {
    let n = matrix.len();
    let shared = matrix.iter().flatten().all(|&r| r == 1.0);
    let mut lower = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            let rest = matrix[i][j] - known;
            if i != j {
                lower[i][j] = if lower[j][j] == 0.0 {
                    0.0
                } else {
                    rest / lower[j][j]
                };
            } else if rest > 1e-10 {
                lower[i][i] = rest.sqrt();
            } else if !(shared && rest > -1e-10) {
                return None;
            }
        }
    }
    Some(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factor_times_its_transpose_is_the_matrix() {
        let matrix = vec![
            vec![1.0, 0.6, 0.2],
            vec![0.6, 1.0, -0.3],
            vec![0.2, -0.3, 1.0],
        ];
        let lower = cholesky(&matrix).unwrap();
        for i in 0..3 {
            for j in 0..3 {
                let product: f64 = (0..3).map(|k| lower[i][k] * lower[j][k]).sum();
                assert!((product - matrix[i][j]).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn singular_is_refused_except_one_shared_draw() {
        assert!(cholesky(&vec![vec![1.0, -1.0], vec![-1.0, 1.0]]).is_none());
        assert_eq!(
            cholesky(&vec![vec![1.0; 3]; 3]).unwrap()[2],
            vec![1.0, 0.0, 0.0]
        );
    }

    /// The inverse of Spearman's formula `ρ_S = (6/π) asin(ρ/2)`.
    #[test]
    fn rank_to_score() {
        for (rank, score) in [
            (0.3, 0.31286893008),
            (0.5, 0.51763809021),
            (0.6, 0.61803398875),
            (0.8, 0.81347328615),
        ] {
            assert!((score_of_rank(rank) - score).abs() < 1e-10);
        }
        assert_eq!(score_of_rank(0.0), 0.0);
    }
}
