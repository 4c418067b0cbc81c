//! Turn an address (seed, name, draw) into a uniform random number.
//!
//! Randomness is an address, not a state that is handed around: the uniform of a draw depends on the
//! seed of the run, the name of the input and the number of the draw, and on nothing else. Adding,
//! removing or reordering other inputs changes nothing; scenarios share their draws (common random
//! numbers); any range of draws can be computed on any machine without the ones before it.
//!
//! ```text
//!  (seed, name) ──SHA-256──▶ Key ──mix(chunk, lane)──▶ 16 states ──xoshiro256++──▶ CHUNK uniforms
//! ```
//!
//! *Invariants.*
//! - A uniform is (k + ½)·2⁻⁵² for an integer k in 0..2⁵²; so u and 1 − u are both exact, and 0 < u < 1.
//! - Every chunk starts from its own states; no chunk needs another one.
//! - Integer arithmetic only, hence the same bits on every machine. Golden values in
//!   `tests/it/streams.rs` guard them; a change there is a change of every published number.
//!
//! *References.* Blackman & Vigna (2021), "Scrambled linear pseudorandom number generators", ACM
//! TOMS 47(4):36 (xoshiro256++). Steele, Lea & Flood (2014), "Fast splittable pseudorandom number
//! generators", OOPSLA (the 64-bit finaliser, Stafford's variant 13). FIPS 180-4 (SHA-256).

mod design;
mod key;
mod lanes;
mod latin;
mod mix;
mod permutation;
mod scramble;
mod sobol;

pub use design::{Design, DesignError, Layout, Uniforms};
pub use key::Key;
pub use lanes::LANES;
