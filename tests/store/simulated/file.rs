//! A file's bytes: what programs see, and what of it would be there after a power cut.

use crate::simulated::Chance;

/// A disk writes so many bytes or none of them.
const SECTOR: usize = 512;

#[derive(Clone, Default)]
pub struct Data {
    /// What programs see.
    pub bytes: Vec<u8>,
    /// What is there after a power cut for certain.
    disk: Vec<u8>,
    /// What was written since the last sync, in order.
    unsynced: Vec<Write>,
    /// The file's number.
    pub inode: u64,
    /// Which write of the file system was the last to it.
    pub written: u64,
}

#[derive(Clone)]
enum Write {
    Bytes { at: usize, bytes: Vec<u8> },
    Len(usize),
}

impl Data {
    /// A file whose bytes are durable.
    pub fn durable(bytes: Vec<u8>, inode: u64) -> Self {
        Self {
            disk: bytes.clone(),
            bytes,
            inode,
            ..Self::default()
        }
    }

    pub fn write(&mut self, at: usize, bytes: &[u8]) {
        put(&mut self.bytes, at, bytes);
        let bytes = bytes.to_vec();
        self.unsynced.push(Write::Bytes { at, bytes });
    }

    pub fn set_len(&mut self, len: usize) {
        self.bytes.resize(len, 0);
        self.unsynced.push(Write::Len(len));
    }

    pub fn sync(&mut self) {
        for write in self.unsynced.drain(..) {
            match write {
                Write::Bytes { at, bytes } => put(&mut self.disk, at, &bytes),
                Write::Len(len) => self.disk.resize(len, 0),
            }
        }
    }

    /// As after a sync that failed: programs still see what they wrote, but the system has given
    /// it up, and a second sync will say that all is well.
    pub fn fail_to_sync(&mut self) {
        self.unsynced.clear();
    }

    /// Everything that was written is durable, whatever became of syncs.
    pub fn settle(&mut self) {
        self.unsynced.clear();
        self.disk.clone_from(&self.bytes);
    }

    /// What is found after a power cut: of what was not synced all, nothing, a beginning, or some
    /// sectors; where the length got ahead of the bytes, zeros or what was on the disk before.
    pub fn after_power_cut(&self, chance: &mut Chance) -> Vec<u8> {
        let mut found = self.disk.clone();
        if self.unsynced.is_empty() {
            return found;
        }
        let fate = chance.below(6);
        for write in &self.unsynced {
            match write {
                _ if fate == 0 => {}
                Write::Bytes { at, bytes } if fate == 1 => put(&mut found, *at, bytes),
                Write::Bytes { at, bytes } if fate == 2 => {
                    put(&mut found, *at, &bytes[..chance.below(bytes.len() + 1)]);
                }
                Write::Bytes { at, bytes } => {
                    let rest = |chance: &mut Chance| match fate {
                        3 => 0,
                        _ => chance.byte(),
                    };
                    let cut = if fate == 5 {
                        0
                    } else {
                        chance.below(bytes.len() + 1)
                    };
                    for (n, sector) in bytes.chunks(SECTOR).enumerate() {
                        let at = at + n * SECTOR;
                        let kept = match fate {
                            5 if chance.below(2) == 0 => sector.len(),
                            _ => cut.saturating_sub(n * SECTOR).min(sector.len()),
                        };
                        put(&mut found, at, &sector[..kept]);
                        let torn: Vec<u8> = sector[kept..].iter().map(|_| rest(chance)).collect();
                        put(&mut found, at + kept, &torn);
                    }
                }
                Write::Len(len) if chance.below(2) == 0 => found.resize(*len, 0),
                Write::Len(_) => {}
            }
        }
        found
    }
}

fn put(into: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if into.len() < end {
        into.resize(end, 0);
    }
    into[at..end].copy_from_slice(bytes);
}
