//! A program on a pseudo-terminal, and the screen it draws.
//!
//! ```no_run
//! let mut pty = Pty::start(&["--sandbox"], (80, 24));
//! pty.wait_for("All users");
//! pty.keys("jj<space>m");
//! pty.wait_for("1 selected");
//! pty.keys("<ctrl-c>");
//! assert_eq!(pty.exit(), 0);
//! pty.assert_restored();
//! ```

use std::io::{Read as _, Write};
use std::num::NonZero;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use tempfile::TempDir;

use super::keys;

/// What has not happened after this long will not.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running program and its terminal.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    slave: Option<Box<dyn SlavePty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    exited: Receiver<ExitStatus>,
    pid: Pid,
    parser: vt100::Parser,
    raw: Vec<u8>,
    settings_before: String,
    _home: TempDir,
}

impl Pty {
    /// Starts `proofup` with these arguments on a terminal of `size`, columns and rows.
    pub fn start(arguments: &[&str], size: (u16, u16)) -> Self {
        Self::start_with(arguments, size, &[])
    }

    /// The same, with environment variables.
    pub fn start_with(arguments: &[&str], size: (u16, u16), environment: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_proofup"));
        command.args(arguments);
        for (name, value) in environment {
            command.env(name, value);
        }
        Self::start_command(command, size)
    }

    /// Starts `proofup` on a throw-away copy of the demo tenant, signed in as its Global
    /// Administrator: on the first blade.
    pub fn signed_in(size: (u16, u16)) -> Self {
        let mut pty = Self::start(&["--sandbox", "--as", "admin@contoso.com"], size);
        pty.wait_for("Password");
        pty.keys("<ctrl-t><enter>");
        pty.wait_for("All users");
        pty
    }

    /// Starts anything. The environment is the plain one of a terminal, whatever the tests' own is,
    /// save what `command` sets.
    pub fn start_command(mut command: CommandBuilder, size: (u16, u16)) -> Self {
        let usual = [("TERM", "xterm-256color"), ("LANG", "C.UTF-8")];
        for name in [
            "NO_COLOR",
            "COLORTERM",
            "LC_ALL",
            "LC_CTYPE",
            "TERM",
            "LANG",
        ] {
            // Set by the test or else removed.
            if command.get_env(name) == std::env::var_os(name).as_deref() {
                command.env_remove(name);
            }
        }
        // Nobody's own tenant is opened, and none is left behind.
        let home = tempfile::tempdir().unwrap();
        for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            if command.get_env(name) == std::env::var_os(name).as_deref() {
                command.env(name, home.path());
            }
        }
        command.env_remove("PROOFUP_TENANT");
        command.env_remove("PROOFUP_LOG");
        for (name, value) in usual {
            if command.get_env(name).is_none() {
                command.env(name, value);
            }
        }
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let settings_before = settings(&*pair.master);
        let mut child = pair.slave.spawn_command(command).unwrap();
        let pid = i32::try_from(child.process_id().unwrap()).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (tell_output, output) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if tell_output.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (tell_exit, exited) = mpsc::channel();
        thread::spawn(move || tell_exit.send(child.wait().unwrap()));
        Self {
            writer: Some(pair.master.take_writer().unwrap()),
            master: pair.master,
            slave: Some(pair.slave),
            output,
            exited,
            pid: Pid::from_raw(pid).unwrap(),
            parser: vt100::Parser::new(cells(size.1), cells(size.0), 0),
            raw: Vec::new(),
            settings_before,
            _home: home,
        }
    }

    /// Presses keys, all in one write: `"jj<space><enter><ctrl-c>"`.
    pub fn keys(&mut self, keys: &str) {
        self.send(&keys::bytes(keys));
    }

    /// Sends bytes as they are, in one write.
    pub fn send(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().expect("the terminal has hung up");
        writer.write_all(bytes).unwrap();
    }

    /// Pastes a text as a terminal does where the program asked for it.
    pub fn paste(&mut self, text: &str) {
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.parser
            .screen_mut()
            .set_size(cells(size.1), cells(size.0));
        self.master.resize(pty_size(size)).unwrap();
    }

    /// Waits until the screen shows `text`.
    pub fn wait_for(&mut self, text: &str) {
        self.wait(&format!("`{text}`"), |pty| pty.screen().contains(text));
    }

    /// Waits until `count` frames have been drawn since the start.
    pub fn wait_for_frames(&mut self, count: usize) {
        self.wait(&format!("{count} frames"), |pty| pty.frames() >= count);
    }

    /// Whether the screen shows `text` within `time`.
    pub fn shows_within(&mut self, text: &str, time: Duration) -> bool {
        let shown = self.wait_until(Instant::now() + time, |pty| pty.screen().contains(text));
        shown.is_ok()
    }

    /// Whether the screen shows no `text` any more within `time`.
    pub fn hides_within(&mut self, text: &str, time: Duration) -> bool {
        let hidden = self.wait_until(Instant::now() + time, |pty| !pty.screen().contains(text));
        hidden.is_ok()
    }

    /// Waits until `seen` is true of a whole frame; `what` names it where it never becomes so.
    pub fn wait(&mut self, what: &str, seen: impl Fn(&Self) -> bool) {
        if let Err(problem) = self.wait_until(Instant::now() + PATIENCE, seen) {
            let cause = match problem {
                RecvTimeoutError::Timeout => "in time",
                RecvTimeoutError::Disconnected => "before the terminal was closed",
            };
            panic!(
                "waited for {what}, which did not come {cause}:\n{}",
                self.screen()
            );
        }
    }

    fn wait_until(
        &mut self,
        until: Instant,
        seen: impl Fn(&Self) -> bool,
    ) -> Result<(), RecvTimeoutError> {
        while self.is_within_a_frame() || !seen(self) {
            let left = until.saturating_duration_since(Instant::now());
            let bytes = self.output.recv_timeout(left)?;
            self.take(&bytes);
        }
        Ok(())
    }

    /// How many bytes come within `time`. For what must *not* happen; wait for everything else.
    pub fn bytes_within(&mut self, time: Duration) -> usize {
        let before = self.raw.len();
        let until = Instant::now() + time;
        while let Ok(bytes) = self
            .output
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            self.take(&bytes);
        }
        self.raw.len() - before
    }

    /// What the screen shows: its rows as text.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// The text that is shown reversed: the row or button under the portal's cursor.
    pub fn reversed(&self) -> String {
        let screen = self.parser.screen();
        let (rows, columns) = screen.size();
        let cells =
            (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)));
        cells
            .filter_map(|(row, column)| screen.cell(row, column))
            .filter(|cell| cell.inverse())
            .map(|cell| {
                if cell.has_contents() {
                    cell.contents()
                } else {
                    " "
                }
            })
            .collect()
    }

    /// The screen with colours, attributes, cursor and modes.
    pub fn cells(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Everything the program has written.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// How many frames have been drawn.
    pub fn frames(&self) -> usize {
        count(&self.raw, b"\x1b[?2026h")
    }

    fn is_within_a_frame(&self) -> bool {
        last(&self.raw, b"\x1b[?2026h") > last(&self.raw, b"\x1b[?2026l")
    }

    /// The process, for `/proc` and signals.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// Sends the process a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Whether the process ends within `time`.
    pub fn exits_within(&mut self, time: Duration) -> Option<u32> {
        let status = self.exited.recv_timeout(time).ok()?;
        // Reading ends once nobody has the terminal open any more.
        self.slave = None;
        while let Ok(bytes) = self.output.recv_timeout(PATIENCE) {
            self.take(&bytes);
        }
        Some(status.exit_code())
    }

    /// Waits until the process has ended and all it wrote has been read. Gives its exit code.
    pub fn exit(&mut self) -> u32 {
        let code = self.exits_within(PATIENCE);
        code.unwrap_or_else(|| panic!("still running:\n{}", self.screen()))
    }

    /// Panics unless the terminal is as it was found.
    pub fn assert_restored(&self) {
        let screen = self.parser.screen();
        assert!(!screen.alternate_screen(), "alternate screen left on");
        assert!(!screen.hide_cursor(), "cursor left hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste left on");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        for mode in [1000, 1002, 1003, 1004, 1006, 1049, 2004, 2026] {
            let set = last(&self.raw, format!("\x1b[?{mode}h").as_bytes());
            let reset = last(&self.raw, format!("\x1b[?{mode}l").as_bytes());
            assert!(set <= reset, "mode {mode} left on");
        }
        assert_eq!(
            settings(&*self.master),
            self.settings_before,
            "raw mode left on"
        );
    }

    /// Panics unless `after` was written later than the last `before`.
    pub fn assert_follows(&self, before: &str, after: &str) {
        let text = String::from_utf8_lossy(&self.raw);
        let behind = text.rsplit(before).next().unwrap_or_default();
        assert!(text.contains(before), "`{before}` was never written");
        assert!(
            behind.contains(after),
            "no `{after}` after `{before}`:\n{text:?}"
        );
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend(bytes);
        self.parser.process(bytes);
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // A failed test leaves nothing running. It may be gone already.
        if self.exited.try_recv().is_err() && self.slave.is_some() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

/// How often `part` occurs in `bytes`.
pub fn count(bytes: &[u8], part: &[u8]) -> usize {
    bytes
        .windows(part.len())
        .filter(|window| *window == part)
        .count()
}

fn last(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).rposition(|window| window == part)
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has a size")
}
