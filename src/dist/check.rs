//! Check single parameters. Every condition is written so that NaN fails it.

use super::parameters::PriorError;

/// Larger magnitudes, and positive numbers below the inverse, are refused: squares would leave the doubles.
const LIMIT: f64 = 1e100;

/// A finite number within ±1e100.
pub(crate) fn finite(key: &str, x: f64) -> Result<f64, PriorError> {
    if !x.is_finite() {
        return Err(PriorError::at(
            key,
            format!("`{key}` is {x}: a finite number is needed"),
        ));
    }
    if !(x.abs() <= LIMIT) {
        return Err(PriorError::at(
            key,
            format!("`{key}` is {x:e}: numbers go up to 1e100 here"),
        ));
    }
    Ok(x)
}

/// A finite number above 0.
pub(crate) fn positive(key: &str, x: f64) -> Result<f64, PriorError> {
    let x = finite(key, x)?;
    if !(x > 0.0) {
        return Err(PriorError::at(
            key,
            format!("`{key}` is {x}: it must be above 0"),
        ));
    }
    if !(x >= 1.0 / LIMIT) {
        return Err(PriorError::at(
            key,
            format!("`{key}` is {x:e}: positive numbers start at 1e-100 here"),
        ));
    }
    Ok(x)
}

/// A count: whole and not negative.
pub(crate) fn count(key: &str, n: f64) -> Result<f64, PriorError> {
    finite(key, n)?;
    if !(n >= 0.0) {
        return Err(PriorError::at(
            key,
            format!("`{key}` is {n}: a count cannot be negative"),
        ));
    }
    if n.floor() != n {
        return Err(PriorError::at(
            key,
            format!("`{key}` is {n}: a count is a whole number"),
        ));
    }
    Ok(n)
}

/// Finite weights of any sum above 0, none negative; `what` is one of them.
pub(crate) fn weights(key: &str, what: &str, weights: &[f64]) -> Result<(), PriorError> {
    for weight in weights {
        finite(key, *weight)?;
        if !(*weight >= 0.0) {
            return Err(PriorError::at(key, format!("{what} {weight} is negative")));
        }
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        let message = format!("every {what} is 0: there is nothing to draw");
        return Err(PriorError::at(key, message));
    }
    Ok(())
}

/// Finite probabilities with sum 1, none negative.
pub(crate) fn probabilities(probabilities: &[f64]) -> Result<(), PriorError> {
    weights("probabilities", "probability", probabilities)?;
    let sum: f64 = probabilities.iter().sum();
    if !((sum - 1.0).abs() <= 1e-9) {
        return Err(PriorError::at(
            "probabilities",
            format!("the probabilities sum to {sum}, not to 1"),
        ));
    }
    Ok(())
}

/// A spread: above 0, and a hint for those who meant none.
pub(crate) fn spread(key: &str, x: f64) -> Result<f64, PriorError> {
    positive(key, x).map_err(|error| {
        if x == 0.0 {
            error.help("leave the prior out, or use `fixed`, for a value without uncertainty")
        } else {
            error
        }
    })
}

/// A shape parameter of a gamma or beta, within the range that the tables are accurate for.
pub(crate) fn shape(key: Option<&str>, name: &str, x: f64) -> Result<f64, PriorError> {
    let error = |message: String| PriorError {
        key: key.map(str::to_owned),
        message,
        help: None,
    };
    if !(x >= 0.01) {
        return Err(error(format!(
            "{name} would be {x:.3e}: below 0.01 nearly all probability sits at an end"
        ))
        .help("give a smaller spread"));
    }
    if !(x <= 1e10) {
        return Err(error(format!(
            "{name} would be {x:.3e}: above 1e10 the prior is a point"
        ))
        .help("use `fixed`"));
    }
    Ok(x)
}

/// min ≤ mode ≤ max with min < max.
pub(crate) fn ordered(min: f64, mode: f64, max: f64) -> Result<(), PriorError> {
    let (min, mode, max) = (
        finite("min", min)?,
        finite("mode", mode)?,
        finite("max", max)?,
    );
    ends(min, max)?;
    if !(min <= mode) {
        return Err(PriorError::at(
            "mode",
            format!("`mode` {mode} lies below `min` {min}"),
        ));
    }
    if !(mode <= max) {
        return Err(PriorError::at(
            "mode",
            format!("`mode` {mode} lies above `max` {max}"),
        ));
    }
    Ok(())
}

/// min < max.
pub(crate) fn ends(min: f64, max: f64) -> Result<(), PriorError> {
    let (min, max) = (finite("min", min)?, finite("max", max)?);
    if min == max {
        return Err(PriorError::at(
            "max",
            format!("`min` and `max` are both {min}: there is no uncertainty"),
        )
        .help("use `fixed`"));
    }
    if !(min < max) {
        return Err(PriorError::at(
            "max",
            format!("`max` {max} lies below `min` {min}"),
        ));
    }
    if !(max - min >= 1e-12 * min.abs().max(max.abs())) {
        return Err(PriorError::at(
            "max",
            format!("`min` {min} and `max` {max} are the same to twelve digits"),
        )
        .help("use `fixed`"));
    }
    Ok(())
}
