//! What the fuzz targets share: a file system in memory, and a tenant in it.

mod memory;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub use memory::Memory;
use proofup::domain::directory::Directory;
use proofup::store::Store;
use proofup::store::folder::{FolderStore, Made, Options, check, create};
use proofup::store::format_user;
use proofup::store::fs::Fs;

/// Where the tenant is.
pub fn dir() -> PathBuf {
    PathBuf::from("/tenant")
}

/// A small tenant.
pub fn golden() -> Memory {
    let fs = Memory::default();
    let text = include_str!("../corpus/tenant/small.ron").replace("SNAPSHOT", "");
    create(&fs, &dir(), Made::From(&text)).expect("the corpus holds a tenant");
    fs
}

/// A tenant in the large form.
pub fn large() -> Memory {
    let fs = Memory::default();
    let put = |name: &str, bytes: &[u8]| {
        let path = dir().join(name);
        if let Some(folder) = path.parent() {
            fs.make_dir(folder).expect("there is room");
        }
        fs.set(&path, bytes);
    };
    macro_rules! put {
        ($($name:literal),*) => {
            $(put($name, include_bytes!(concat!("../../store/fixtures/format-1-large/", $name)));)*
        };
    }
    put!(
        "tenant.ron",
        "journal/0000000001.ron",
        "users/000002-0002.ron",
        "users/000002-0003.ron",
        "users/000003-0001.ron"
    );
    fs
}

fn options(fs: &Memory, read_only: bool) -> Options {
    Options {
        read_only,
        lock_wait: Duration::ZERO,
        fs: Arc::new(fs.clone()),
        ..Options::default()
    }
}

/// Everything that the state holds, as text.
fn contents(directory: &dyn Directory) -> String {
    let heads = (0..directory.len()).filter_map(|at| directory.head(at));
    let users = heads.filter_map(|head| directory.user(head.id));
    let users = users.map(|user| format_user(&user).expect("what was read can be written"));
    users.collect::<Vec<_>>().join("\n")
}

/// Opens the tenant in every way there is. Whatever its files hold: no panic; what is shown for
/// reading is what is there for writing; and what was written is there the next time.
pub fn open_in_every_way(fs: &Memory) {
    let path: &Path = &dir();
    let _ = check(fs, path);
    let opened = |read_only| {
        let store = FolderStore::open(path, &options(fs, read_only))?;
        store.wait_until_ready();
        Ok::<_, proofup::store::StoreError>(store)
    };
    let Ok(shown) = opened(true) else {
        // Then it is not opened for writing either, and nothing is written.
        let before = fs.clone_all();
        if opened(false).is_err() {
            assert!(fs.holds(&before), "refused, and yet written");
        }
        return;
    };
    let shown = contents(&*shown.snapshot());
    let written = match opened(false) {
        Ok(store) => {
            let written = contents(&*store.snapshot());
            store.close().ok();
            written
        }
        // An edit by hand that leaves nobody to administer is shown, and not taken over.
        Err(_) => return,
    };
    assert_eq!(shown, written);
    let again = opened(true).expect("what was written is read");
    assert_eq!(contents(&*again.snapshot()), written);
}

/// The sum of `text` behind a line of sum `before`.
pub fn then(before: u32, text: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(before);
    hasher.update(text);
    hasher.finalize()
}

/// The sum that the last line of a journal states.
pub fn sum_of_last(journal: &[u8]) -> u32 {
    let text = String::from_utf8_lossy(journal);
    let sum = text.trim_end().rsplit("//").next().unwrap_or_default();
    u32::from_str_radix(sum, 16).expect("ours")
}
