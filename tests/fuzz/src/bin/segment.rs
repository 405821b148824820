//! Any bytes in the place of a segment file. The first byte says whether `tenant.ron` is given the
//! length and the sum that fit, so that what is behind them is reached too.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use proofup_fuzz::{Memory, dir, large, open_in_every_way, then};

static GOLDEN: LazyLock<Memory> = LazyLock::new(large);

fuzz_target!(|input: &[u8]| {
    let Some((&how, segment)) = input.split_first() else {
        return;
    };
    let fs = GOLDEN.copy();
    let path = dir().join("users/000003-0001.ron");
    if !how.is_multiple_of(4) {
        let tenant = dir().join("tenant.ron");
        let text = String::from_utf8(fs.clone_all()[&tenant].clone()).expect("ours");
        let name = "file: \"users/000003-0001.ron\"";
        let (before, rest) = text.split_once(name).expect("named");
        let (_, behind) = rest.split_once(')').expect("ours");
        let users = segment
            .split(|&byte| byte == b'\n')
            .count()
            .saturating_sub(3);
        let (bytes, crc) = (segment.len(), then(0, segment));
        let entry =
            format!("{name}, users: {users}, bytes: {bytes}, first: \"\", crc: \"{crc:08x}\")");
        let body = format!("{before}{entry}{behind}");
        let body = body.trim_end().rsplit_once('\n').expect("its sum").0;
        let sum = then(0, format!("{body}\n").as_bytes());
        fs.set(&tenant, format!("{body}\n//{sum:08x}\n").as_bytes());
    }
    fs.set(&path, segment);
    open_in_every_way(&fs);
});
