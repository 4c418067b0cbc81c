//! Benchmarks of `sroi`.
