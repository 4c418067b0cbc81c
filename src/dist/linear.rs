//! Solve small systems of linear equations.

/// The solution of A·x = b by Gaussian elimination with partial pivoting and one step of refinement; `None` when A is
/// singular to rounding.
pub(crate) fn solve(a: &[Vec<f64>], b: &[f64]) -> Option<Vec<f64>> {
    let first = eliminated(a.to_vec(), b.to_vec())?;
    let residual = a.iter().zip(b).map(|(row, target)| {
        let reached: f64 = row.iter().zip(&first).map(|(a, x)| a * x).sum();
        target - reached
    });
    let correction = eliminated(a.to_vec(), residual.collect())?;
    Some(
        first
            .iter()
            .zip(correction)
            .map(|(x, more)| x + more)
            .collect(),
    )
}

fn eliminated(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let n = b.len();
    for column in 0..n {
        let pivot =
            (column..n).max_by(|&i, &j| a[i][column].abs().total_cmp(&a[j][column].abs()))?;
        if !(a[pivot][column].abs() > 1e-14) {
            return None;
        }
        a.swap(column, pivot);
        b.swap(column, pivot);
        let top = a[column].clone();
        for row in column + 1..n {
            let factor = a[row][column] / top[column];
            for (value, above) in a[row].iter_mut().zip(&top).skip(column) {
                *value -= factor * above;
            }
            b[row] -= factor * b[column];
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| a[row][k] * b[k]).sum();
        b[row] = (b[row] - known) / a[row][row];
    }
    Some(b)
}
