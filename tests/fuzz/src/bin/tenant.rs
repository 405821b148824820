//! Any text in the place of `tenant.ron`.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use proofup_fuzz::{Memory, dir, golden, open_in_every_way};

static GOLDEN: LazyLock<Memory> = LazyLock::new(golden);

fuzz_target!(|text: &[u8]| {
    let fs = GOLDEN.copy();
    // As somebody who edits it leaves what the program wrote: the place in the journal.
    let own = fs.clone_all()[&dir().join("tenant.ron")].clone();
    let own = String::from_utf8(own).expect("ours");
    let snapshot = own
        .lines()
        .find(|line| line.trim_start().starts_with("snapshot:"));
    let text = String::from_utf8_lossy(text);
    let text = text.replace("SNAPSHOT", snapshot.unwrap_or_default());
    fs.set(&dir().join("tenant.ron"), text.as_bytes());
    open_in_every_way(&fs);
});
