//! The audit trail and the sign-in log: the journal is both. What this process has seen is in memory; what is older
//! is read from the files once somebody asks for that much.

use std::collections::VecDeque;
use std::path::Path;

use super::files::{JOURNAL, failed};
use super::load::any_header;
use crate::domain::audit::AuditEntry;
use crate::domain::sign_in::SignInEntry;
use crate::store::StoreError;
use crate::store::fs::Fs;
use crate::store::{journal, replay};

/// The log entries of the journal.
pub(super) struct Trail {
    /// The number of the last journal entry that is not in memory.
    before: u64,
    audit: Log<AuditEntry>,
    sign_ins: Log<SignInEntry>,
}

/// Entries in the pieces they came in, oldest first: a bulk brings very many, which stay where they
/// are.
struct Log<E>(VecDeque<Vec<E>>);

impl<E: Clone> Log<E> {
    fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    fn push(&mut self, newer: Vec<E>) {
        if !newer.is_empty() {
            self.0.push_back(newer);
        }
    }

    /// The newest first, at most `limit`.
    fn newest(&self, limit: usize) -> Vec<E> {
        let pieces = self.0.iter().rev();
        let entries = pieces.flat_map(|piece| piece.iter().rev());
        entries.take(limit).cloned().collect()
    }
}

impl Trail {
    /// Nothing up to entry `before` is in memory.
    pub(super) fn new(before: u64) -> Self {
        Self {
            before,
            audit: Log(VecDeque::new()),
            sign_ins: Log(VecDeque::new()),
        }
    }

    /// These are the newest.
    pub(super) fn extend(&mut self, audit: Vec<AuditEntry>, sign_ins: Vec<SignInEntry>) {
        self.audit.push(audit);
        self.sign_ins.push(sign_ins);
    }

    /// The newest audit entries first, at most `limit`.
    pub(super) fn audit(
        &mut self,
        fs: &dyn Fs,
        dir: &Path,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        while self.audit.len() < limit && self.before > 0 {
            self.read_older(fs, dir)?;
        }
        Ok(self.audit.newest(limit))
    }

    /// The newest sign-ins first, at most `limit`.
    pub(super) fn sign_ins(
        &mut self,
        fs: &dyn Fs,
        dir: &Path,
        limit: usize,
    ) -> Result<Vec<SignInEntry>, StoreError> {
        while self.sign_ins.len() < limit && self.before > 0 {
            self.read_older(fs, dir)?;
        }
        Ok(self.sign_ins.newest(limit))
    }

    /// Reads the journal file that holds the newest entry that is not in memory.
    fn read_older(&mut self, fs: &dyn Fs, dir: &Path) -> Result<(), StoreError> {
        let folder = dir.join(JOURNAL);
        let listed = fs.list(&folder);
        let names = listed.map_err(|error| failed(&folder, "cannot be read", error))?;
        let firsts = names.iter().filter_map(|name| journal::first_of(name));
        let Some(first) = firsts.filter(|&first| first <= self.before).max() else {
            // Sealed files were taken away; the tenant does not need them.
            self.before = 0;
            return Ok(());
        };
        let path = folder.join(journal::file_name(first));
        let read = fs.read(&path, 0);
        let bytes = read.map_err(|error| failed(&path, "cannot be read", error))?;
        let damaged = |why: String| {
            StoreError::Damaged(format!("{JOURNAL}/{}: {why}", journal::file_name(first)))
        };
        let (len, sum, _) = any_header(&bytes, first).map_err(damaged)?;
        let lines = replay::lines(&bytes[len..], first, sum);
        let wanted = self.before - first + 1;
        if (lines.entries.len() as u64) < wanted {
            return Err(damaged(format!(
                "entry {} is damaged",
                first + lines.entries.len() as u64
            )));
        }
        let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
        let (mut audit, mut sign_ins) = (Vec::new(), Vec::new());
        for entry in lines.entries.into_iter().take(wanted) {
            audit.extend(entry.audit);
            sign_ins.extend(entry.sign_ins);
        }
        self.audit.0.push_front(audit);
        self.sign_ins.0.push_front(sign_ins);
        self.before = first - 1;
        Ok(())
    }
}
