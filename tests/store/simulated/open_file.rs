//! A file of the file system in memory, open for reading or writing: each call is counted, and may
//! fail.

use std::io::{self, ErrorKind};

use proofup::store::fs::{Handle, Source};

use super::{File, Simulated};

/// A file that is open.
pub struct OpenFile(pub Simulated, pub File);

impl Source for OpenFile {
    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        drop(self.0.call("read_at")?);
        let at = usize::try_from(at).unwrap();
        let data = self.1.lock().unwrap();
        let found = data.bytes.get(at..at + bytes.len());
        bytes.copy_from_slice(found.ok_or(ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

impl Handle for OpenFile {
    fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        // A write that fails has written half.
        let (failed, written) = match self.0.call("write_at") {
            Ok(mut inner) => {
                inner.writes += 1;
                (None, inner.writes)
            }
            Err(error) => (Some(error), 0),
        };
        let bytes = if failed.is_some() {
            &bytes[..bytes.len() / 2]
        } else {
            bytes
        };
        let at = usize::try_from(at).unwrap();
        let mut data = self.1.lock().unwrap();
        data.write(at, bytes);
        data.written = written;
        failed.map_or(Ok(()), Err)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        drop(self.0.call("set_len")?);
        self.1
            .lock()
            .unwrap()
            .set_len(usize::try_from(len).unwrap());
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        match self.0.call("sync") {
            Ok(_) => {
                self.1.lock().unwrap().sync();
                Ok(())
            }
            Err(error) => {
                self.1.lock().unwrap().fail_to_sync();
                Err(error)
            }
        }
    }
}
