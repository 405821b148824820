//! What a large tenant takes of the memory, in a process of its own.

use std::path::Path;
use std::process::Command;

use proofup::store::folder::FolderStore;

use crate::harness::Table;
use crate::tenants::{Tenant, options};

/// The word that has this program be the child.
pub const CHILD: &str = "memory-of";

/// Opens the tenant, knows everybody, and says how many bytes it takes.
pub fn child(dir: &Path) {
    let options = proofup::store::folder::Options {
        read_only: true,
        ..options()
    };
    let store = FolderStore::open(dir, &options).unwrap();
    // With all that finding somebody takes.
    assert_eq!(store.damage(), None);
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    for word in ["VmRSS:", "VmHWM:"] {
        let line = status.lines().find(|line| line.starts_with(word)).unwrap();
        println!("{}", line.split_whitespace().nth(1).unwrap());
    }
    drop(store);
}

pub fn rows(table: &mut Table, tenant: &Tenant) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.arg(CHILD).arg(&tenant.dir).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let kib: Vec<f64> = said.lines().map(|line| line.parse().unwrap()).collect();
    let of = |kib: f64| kib * 1024.0 / tenant.bytes() as f64;
    let measured = format!(
        "{:.3}  ({:.0} MB; at most {:.0} MB)",
        of(kib[0]),
        kib[0] / 1e3,
        kib[1] / 1e3
    );
    let what = format!(
        "memory with everybody known at {} / bytes of the files",
        tenant.size()
    );
    table.row(what, "<= 0.20", measured, of(kib[0]) <= 0.20);
}
