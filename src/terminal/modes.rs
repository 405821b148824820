//! The bytes that take a terminal over and give it back: for ours and for those at the far end of
//! SSH. Modes are written by hand because `EnableMouseCapture` asks for every motion (1003).

/// Alternate screen, hidden cursor, bracketed paste.
pub const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?2004h";

/// Undoes [`ENTER`], from the last to the first, whatever a frame that was cut off left behind: an
/// open synchronized update, a colour, a scroll region.
pub const LEAVE: &str = "\x1b[?2026l\x1b[m\x1b[r\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Asks for clicks and the wheel, in SGR's form.
pub const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";

/// Undoes [`MOUSE_ON`].
pub const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Around each frame, so that the terminal shows it whole (mode 2026; harmless where unknown).
pub const FRAME: (&str, &str) = ("\x1b[?2026h", "\x1b[?2026l");

/// The bell.
pub const BELL: &str = "\x07";
