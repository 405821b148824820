//! Any bytes in the place of the journal. The first byte says whether each line is given the sum
//! that fits, so that what is behind the sums is reached too.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use proofup_fuzz::{Memory, dir, golden, open_in_every_way};

static GOLDEN: LazyLock<Memory> = LazyLock::new(golden);

fuzz_target!(|input: &[u8]| {
    let Some((&how, lines)) = input.split_first() else {
        return;
    };
    let fs = GOLDEN.copy();
    let path = dir().join("journal/0000000001.ron");
    let mut journal = fs.clone_all()[&path].clone();
    if how.is_multiple_of(4) {
        journal.extend(lines);
    } else {
        let mut sum = proofup_fuzz::sum_of_last(&journal);
        for line in lines.split(|&byte| byte == b'\n') {
            // A sum of the corpus is replaced by the one that fits.
            let stated = line.windows(3).rposition(|three| three == b" //");
            let text = &line[..stated.unwrap_or(line.len())];
            sum = proofup_fuzz::then(sum, text);
            journal.extend(text);
            journal.extend(format!(" //{sum:08x}\n").into_bytes());
        }
    }
    fs.set(&path, &journal);
    open_in_every_way(&fs);
});
