//! The terminal this process was started on, as two open files and a size.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::termios::{isatty, tcgetwinsize};

/// More columns or rows than this are not used: what a window claims to be is an allocation.
const LARGEST: Size = Size::new(1000, 500);

/// What a terminal that does not know its size is taken for.
const USUAL: Size = Size::new(80, 24);

/// A terminal to read from and to write to.
#[derive(Debug)]
pub struct Tty {
    input: File,
    output: File,
}

/// There is no terminal.
#[derive(Debug, thiserror::Error)]
pub enum NoTerminal {
    /// What is shown would go into a file or a pipe.
    #[error(
        "standard output is no terminal: start proofup in one (over SSH: `ssh -t`), or use `proofup users`"
    )]
    Output,
    /// Nobody can press a key.
    #[error(
        "there is no terminal to read keys from ({0}): start proofup in one (over SSH: `ssh -t`)"
    )]
    Input(io::Error),
}

impl Tty {
    /// Standard output, and for the keys standard input, or `/dev/tty` where that is taken by
    /// something else.
    pub fn open() -> Result<Self, NoTerminal> {
        let output = io::stdout();
        if !isatty(&output) {
            return Err(NoTerminal::Output);
        }
        let input = if isatty(io::stdin()) {
            io::stdin().as_fd().try_clone_to_owned().map(File::from)
        } else {
            File::open("/dev/tty")
        };
        let output = output.as_fd().try_clone_to_owned();
        Ok(Self {
            input: input.map_err(NoTerminal::Input)?,
            output: output.map_err(|_| NoTerminal::Output)?.into(),
        })
    }

    /// Of two files, whatever they are.
    #[cfg(test)]
    pub fn of(input: File, output: File) -> Self {
        Self { input, output }
    }

    /// Columns and rows now.
    pub fn size(&self) -> Size {
        match tcgetwinsize(&self.output) {
            Ok(window) => usable(window.ws_col, window.ws_row),
            Err(_) => USUAL,
        }
    }

    /// Where keys come from.
    pub fn input(&self) -> &File {
        &self.input
    }

    /// Writes all of `bytes`. Waits where the terminal is slow, also where somebody else made the
    /// file non-blocking.
    pub fn write_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match (&self.output).write(bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => bytes = &bytes[written..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    poll(&mut [PollFd::new(&self.output, PollFlags::OUT)], None)?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Whether an error means that the terminal is no longer there: hung up, or its other end closed.
pub fn is_gone(error: &io::Error) -> bool {
    matches!(
        Errno::from_io_error(error),
        Some(Errno::IO | Errno::PIPE | Errno::NXIO | Errno::NOTTY)
    )
}

fn usable(columns: u16, rows: u16) -> Size {
    if columns == 0 || rows == 0 {
        return USUAL;
    }
    Size::new(columns.min(LARGEST.width), rows.min(LARGEST.height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_believed_within_reason() {
        assert_eq!(usable(120, 40), Size::new(120, 40));
        assert_eq!(usable(1, 1), Size::new(1, 1));
        assert_eq!(usable(0, 0), USUAL);
        assert_eq!(usable(20_000, 20_000), LARGEST);
    }
}
