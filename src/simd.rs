//! Runs loops with the widest instructions the machine has, chosen at run time.
//!
//! A [`Kernel`] given to [`wide`] or [`widest`] is compiled once per instruction set. It must be plain arithmetic on plain
//! numbers: `+ − × ÷ √` and integer operations round alike in every instruction set, so every path gives equal bits.
//! Nothing here changes a result; tests force each path and compare.

use std::sync::atomic::{AtomicU8, Ordering};

/// An instruction set that loops are compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Instructions {
    /// What every machine of the target has.
    Portable,
    /// AVX2 and FMA (the fused operations are not used).
    Avx2,
    /// AVX-512.
    Avx512,
}

impl Instructions {
    /// All of them with their names.
    pub const ALL: [(&'static str, Self); 3] = [
        ("portable", Self::Portable),
        ("avx2", Self::Avx2),
        ("avx512", Self::Avx512),
    ];
}

/// The widest set that may be used, as an index into [`Instructions::ALL`].
static LIMIT: AtomicU8 = AtomicU8::new(2);

/// Forbids instruction sets beyond `limit`, in the whole process. For tests and measurements: results do not change.
pub fn limit(limit: Instructions) {
    LIMIT.store(limit as u8, Ordering::Relaxed);
}

fn allowed(set: Instructions) -> bool {
    LIMIT.load(Ordering::Relaxed) >= set as u8
}

/// The widest set that this machine has and that is allowed.
#[must_use]
pub fn available() -> Instructions {
    #[cfg(target_arch = "x86_64")]
    {
        if allowed(Instructions::Avx512) && pulp::x86::V4::try_new().is_some() {
            return Instructions::Avx512;
        }
        if allowed(Instructions::Avx2) && pulp::x86::V3::try_new().is_some() {
            return Instructions::Avx2;
        }
    }
    Instructions::Portable
}

/// A loop with its columns. `run` and everything it calls must be `#[inline(always)]`: what is not inlined is compiled for
/// the portable instruction set, whoever calls it.
pub trait Kernel {
    /// What comes of it.
    type Output;

    /// Does the work.
    fn run(self) -> Self::Output;
}

/// Runs `kernel` with AVX2 where the machine has it: for loops that look things up, which AVX-512 makes slower because the
/// compiler then gathers.
#[inline]
pub fn wide<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    if allowed(Instructions::Avx2)
        && let Some(set) = pulp::x86::V3::try_new()
    {
        return pulp::Simd::vectorize(set, Work(kernel));
    }
    kernel.run()
}

/// Runs `kernel` with AVX-512 or AVX2 where the machine has it: for loops over columns.
#[inline]
pub fn widest<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    if allowed(Instructions::Avx512)
        && let Some(set) = pulp::x86::V4::try_new()
    {
        return pulp::Simd::vectorize(set, Work(kernel));
    }
    wide(kernel)
}

/// A kernel as pulp wants it.
struct Work<K>(K);

impl<K: Kernel> pulp::WithSimd for Work<K> {
    type Output = K::Output;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) -> K::Output {
        self.0.run()
    }
}
