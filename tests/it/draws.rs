//! The file of draws: what is written comes back bit for bit, and a run that is continued gives the file of one long run.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use polars::prelude::{ParquetReader, SerReader};
use proptest::prelude::*;
use sroi::storage::{DrawEncoder, DrawWriter, EncodedDraws, Scratch, Table, write_table};

const BLOCK: usize = 8192;
const GROUP: usize = 65_536;

/// A file name of one test.
fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("draws");
    fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn names(columns: &[Vec<f64>]) -> Vec<String> {
    (0..columns.len())
        .map(|index| format!("column.{index}"))
        .collect()
}

fn metadata(what: &str) -> Vec<(String, String)> {
    vec![("what".to_owned(), what.to_owned())]
}

/// Appends the draws from `first` on.
fn append(writer: &mut DrawWriter, columns: &[Vec<f64>], first: usize) {
    let encoder = writer.encoder();
    let mut scratch = encoder.scratch().unwrap();
    let draws = columns[0].len();
    for start in (first..draws).step_by(BLOCK) {
        let end = draws.min(start + BLOCK);
        let block: Vec<Vec<f64>> = columns.iter().map(|c| c[start..end].to_vec()).collect();
        let encoded = encoder.encode(&mut scratch, start as u64, &block).unwrap();
        writer.append(encoded).unwrap();
    }
}

fn write(path: &Path, columns: &[Vec<f64>]) {
    let mut writer = DrawWriter::create(path, names(columns)).unwrap();
    append(&mut writer, columns, 0);
    writer.finish(&metadata("all")).unwrap();
}

/// Reads with polars: the numbers of the draws, and the bits of each column.
fn read(path: &Path) -> (Vec<u64>, Vec<Vec<u64>>) {
    let frame = ParquetReader::new(File::open(path).unwrap())
        .finish()
        .unwrap();
    let draw = frame.columns()[0].u64().unwrap();
    let numbers = frame.columns()[1..].iter().map(|column| {
        assert_eq!(column.null_count(), 0);
        let values = column.f64().unwrap().into_no_null_iter();
        values.map(f64::to_bits).collect()
    });
    (draw.into_no_null_iter().collect(), numbers.collect())
}

fn assert_comes_back(path: &Path, columns: &[Vec<f64>]) {
    let (draw, numbers) = read(path);
    assert!(draw.iter().copied().eq(0..columns[0].len() as u64));
    assert_eq!(numbers.len(), columns.len());
    for (written, read) in columns.iter().zip(numbers) {
        assert!(written.iter().map(|value| value.to_bits()).eq(read));
    }
}

/// A mixing function: index to random bits.
fn mix(index: u64) -> u64 {
    let x = (index + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ x >> 31
}

/// Columns as runs have them: continuous, counts, a constant, nothing but noise.
fn columns(draws: usize) -> Vec<Vec<f64>> {
    let uniform = |index: usize, k: u64| (mix(index as u64 * 8 + k) >> 11) as f64 / 2_f64.powi(53);
    let column = |value: &dyn Fn(usize) -> f64| (0..draws).map(value).collect();
    vec![
        column(&|index| 40.0 + 25.0 * (uniform(index, 0) + uniform(index, 1) - 1.0)),
        column(&|index| (uniform(index, 2) * 12.0).floor()),
        column(&|_| 0.035),
        column(&|index| f64::from_bits(mix(index as u64 * 8 + 3))),
    ]
}

/// Numbers that are easily damaged on the way.
fn special() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(-0.0),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(f64::MIN_POSITIVE),
        (0_u64..1 << 52).prop_map(f64::from_bits),
        // Not-a-numbers of either sign with any payload.
        (any::<bool>(), 1_u64..1 << 52).prop_map(|(negative, payload)| {
            f64::from_bits(u64::from(negative) << 63 | 0x7ff << 52 | payload)
        }),
        any::<u64>().prop_map(f64::from_bits),
    ]
}

fn any_column(rows: usize) -> impl Strategy<Value = Vec<f64>> {
    let noise = any::<u64>().prop_map(move |seed| {
        let number = |index: usize| f64::from_bits(mix(seed ^ index as u64));
        (0..rows).map(number).collect()
    });
    let few = prop::collection::vec(special(), 1..9).prop_flat_map(move |values| {
        let index = 0..values.len();
        prop::collection::vec(index, rows)
            .prop_map(move |places| places.into_iter().map(|place| values[place]).collect())
    });
    let shaped = (-300_i32..300, any::<u64>()).prop_map(move |(power, seed)| {
        let uniform = |index: usize| (mix(seed ^ index as u64) >> 11) as f64 / 2_f64.powi(53);
        let number = |index| 10_f64.powi(power) * (uniform(index) - 0.2);
        (0..rows).map(number).collect()
    });
    prop_oneof![
        special().prop_map(move |value| vec![value; rows]),
        prop::collection::vec(special(), rows),
        noise,
        few,
        shaped,
    ]
}

fn any_columns() -> impl Strategy<Value = Vec<Vec<f64>>> {
    let rows = prop_oneof![
        Just(1),
        Just(63),
        Just(BLOCK - 1),
        Just(BLOCK),
        1..2000_usize
    ];
    rows.prop_flat_map(|rows| prop::collection::vec(any_column(rows), 1..4))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_numbers_come_back(columns in any_columns()) {
        let path = file("any.parquet");
        write(&path, &columns);
        assert_comes_back(&path, &columns);
    }
}

#[test]
fn runs_of_any_length_come_back() {
    for draws in [1, BLOCK, BLOCK + 1, GROUP, 2 * GROUP + 3 * BLOCK + 17] {
        let columns = columns(draws);
        let path = file("length.parquet");
        write(&path, &columns);
        assert_comes_back(&path, &columns);
        if draws > GROUP {
            let size = fs::metadata(&path).unwrap().len() as f64 / draws as f64;
            // 6.7 bytes for a continuous column, half a byte for counts below 12, none for a constant, 8 for noise.
            assert!((14.0..16.0).contains(&size), "{size} bytes per draw");
        }
    }
}

#[test]
fn a_file_without_draws_is_a_file() {
    let path = file("empty.parquet");
    let writer = DrawWriter::create(&path, vec!["a".to_owned()]).unwrap();
    writer.finish(&[]).unwrap();
    assert_eq!(read(&path), (vec![], vec![vec![]]));
}

#[test]
fn bytes_depend_on_neither_thread_nor_scratch() {
    fn shared<T: Send + Sync>() {}
    fn sent<T: Send>() {}
    shared::<DrawEncoder>();
    sent::<EncodedDraws>();
    sent::<Scratch>();
    sent::<DrawWriter>();

    let columns = columns(20 * BLOCK);
    let (one, many) = (file("one.parquet"), file("many.parquet"));
    write(&one, &columns);
    let mut writer = DrawWriter::create(&many, names(&columns)).unwrap();
    let encoder = writer.encoder();
    let columns = &columns;
    let mut blocks: Vec<EncodedDraws> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3)
            .map(|thread| {
                let encoder = &encoder;
                scope.spawn(move || {
                    let mut scratch = encoder.scratch().unwrap();
                    // The last blocks first.
                    let own = (0..20).rev().filter(|block| block % 3 == thread);
                    let encode = |block: usize| {
                        let range = block * BLOCK..(block + 1) * BLOCK;
                        let cut: Vec<_> =
                            columns.iter().map(|c| c[range.clone()].to_vec()).collect();
                        encoder
                            .encode(&mut scratch, (block * BLOCK) as u64, &cut)
                            .unwrap()
                    };
                    own.map(encode).collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    blocks.sort_by_key(EncodedDraws::first_draw);
    assert!(blocks.iter().all(|block| block.rows() == BLOCK));
    for block in blocks {
        writer.append(block).unwrap();
    }
    writer.finish(&metadata("all")).unwrap();
    assert!(fs::read(one).unwrap() == fs::read(many).unwrap());
}

#[test]
fn blocks_that_do_not_fit_are_refused() {
    let path = file("refused.parquet");
    let mut writer = DrawWriter::create(&path, vec!["a".to_owned(), "b".to_owned()]).unwrap();
    let encoder = writer.encoder();
    let mut scratch = encoder.scratch().unwrap();
    let mut encode = |first, columns: &[Vec<f64>]| encoder.encode(&mut scratch, first, columns);
    for columns in [
        vec![],
        vec![vec![1.0]],
        vec![vec![1.0], vec![1.0, 2.0]],
        vec![vec![], vec![]],
        vec![vec![0.0; BLOCK + 1]; 2],
    ] {
        let error = encode(0, &columns).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a block of draws has 2 columns of one length from 1 to 8192"
        );
    }
    let columns = vec![vec![1.0]; 2];
    let message = "blocks of draws are appended in order";
    let late = encode(1, &columns).unwrap();
    assert_eq!(writer.append(late).unwrap_err().to_string(), message);
    writer.append(encode(0, &columns).unwrap()).unwrap();
    // A block that is not full is the last one.
    let behind = encode(1, &columns).unwrap();
    assert_eq!(writer.append(behind).unwrap_err().to_string(), message);
}

#[test]
fn a_continued_run_gives_the_file_of_one_long_run() {
    let long = columns(3 * GROUP + 2 * BLOCK + 99);
    let (whole, earlier, continued) = (
        file("whole.parquet"),
        file("earlier.parquet"),
        file("continued.parquet"),
    );
    write(&whole, &long);
    for draws in [
        1,
        GROUP - 1,
        GROUP,
        2 * GROUP + 3 * BLOCK + 5,
        long[0].len(),
    ] {
        let short: Vec<Vec<f64>> = long.iter().map(|c| c[..draws].to_vec()).collect();
        let mut writer = DrawWriter::create(&earlier, names(&long)).unwrap();
        append(&mut writer, &short, 0);
        writer
            .finish(&metadata("shorter, and other words"))
            .unwrap();

        let mut writer = DrawWriter::create(&continued, names(&long)).unwrap();
        let taken = writer.take_over(&earlier).unwrap() as usize;
        assert_eq!(taken, draws / GROUP * GROUP);
        append(&mut writer, &long, taken);
        writer.finish(&metadata("all")).unwrap();
        assert!(
            fs::read(&continued).unwrap() == fs::read(&whole).unwrap(),
            "{draws}"
        );
    }
}

/// What is said of a file that is taken over.
#[track_caller]
fn refusal(earlier: &Path, names: &[&str]) -> (ErrorKind, String) {
    let names = names.iter().map(|&name| name.to_owned()).collect();
    let mut writer = DrawWriter::create(&file("refusing.parquet"), names).unwrap();
    let error = writer.take_over(earlier).unwrap_err();
    (error.kind(), error.to_string())
}

#[test]
fn other_files_are_not_taken_over() {
    const OTHER: &str = "the earlier draws have other columns, or another program wrote them";
    const INCOMPLETE: &str = "the earlier draws are not a complete Parquet file";
    let own = ["column.0", "column.1", "column.2", "column.3"];
    let earlier = file("taken.parquet");
    write(&earlier, &columns(GROUP));
    for names in [&own[..3], &["column.0", "column.2", "column.1", "column.3"]] {
        let refused = refusal(&earlier, names);
        assert_eq!(refused, (ErrorKind::InvalidData, OTHER.to_owned()));
    }
    let table = Table::new("table").number("column.0", [1.0, 2.0]);
    write_table(&file("table.parquet"), &table, &[]).unwrap();
    let refused = refusal(&file("table.parquet"), &["column.0"]);
    assert_eq!(refused, (ErrorKind::InvalidData, OTHER.to_owned()));

    let bytes = fs::read(&earlier).unwrap();
    let cut = file("cut.parquet");
    for length in [0, 7, 1000, bytes.len() - 1] {
        fs::write(&cut, &bytes[..length]).unwrap();
        let refused = refusal(&cut, &own);
        assert_eq!(refused, (ErrorKind::InvalidData, INCOMPLETE.to_owned()));
    }
    assert_eq!(
        refusal(&file("nowhere.parquet"), &own).0,
        ErrorKind::NotFound
    );

    let mut writer = DrawWriter::create(&file("refusing.parquet"), names(&columns(1))).unwrap();
    append(&mut writer, &columns(1), 0);
    let error = writer.take_over(&earlier).unwrap_err();
    assert_eq!(error.to_string(), "earlier draws come first");
}

#[test]
fn damaged_files_are_not_taken_over() {
    const DAMAGED: &str = "the earlier draws are damaged: a page is not as it was written";
    let own = ["column.0", "column.1", "column.2", "column.3"];
    let (earlier, damaged) = (file("sound.parquet"), file("damaged.parquet"));
    write(&earlier, &columns(GROUP));
    let bytes = fs::read(&earlier).unwrap();
    // The magic number, the head of a page, the numbers of the draws.
    for place in [0, 4, 30] {
        let mut bytes = bytes.clone();
        bytes[place] ^= 0x10;
        fs::write(&damaged, &bytes).unwrap();
        let refused = refusal(&damaged, &own);
        assert_eq!(
            refused,
            (ErrorKind::InvalidData, DAMAGED.to_owned()),
            "{place}"
        );
    }
    let mut gone = bytes;
    // A hundred bytes of a page missing: its neighbour is not where it should be.
    gone.drain(100_000..100_100);
    fs::write(&damaged, &gone).unwrap();
    let refused = refusal(&damaged, &own);
    assert_eq!(refused, (ErrorKind::InvalidData, DAMAGED.to_owned()));
}
