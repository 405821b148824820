//! Mouse reports: SGR's form (mode 1006), which is asked for, and X10's, which some send anyway.

use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// A report: which button, where (counted from 1), and whether it was let go.
pub fn report(button: u32, column: u32, row: u32, released: bool) -> Option<Event> {
    let kind = match (button & 0b1100_0011, button & 32 != 0) {
        (which @ 0..=2, moved) => {
            let which = match which {
                0 => MouseButton::Left,
                1 => MouseButton::Middle,
                _ => MouseButton::Right,
            };
            match (released, moved) {
                (true, _) => MouseEventKind::Up(which),
                (false, true) => MouseEventKind::Drag(which),
                (false, false) => MouseEventKind::Down(which),
            }
        }
        // X10's form does not say which button was let go.
        (3, false) => MouseEventKind::Up(MouseButton::Left),
        (3, true) => MouseEventKind::Moved,
        (64, _) => MouseEventKind::ScrollUp,
        (65, _) => MouseEventKind::ScrollDown,
        (66, _) => MouseEventKind::ScrollLeft,
        (67, _) => MouseEventKind::ScrollRight,
        _ => return None,
    };
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [
        (4, KeyModifiers::SHIFT),
        (8, KeyModifiers::ALT),
        (16, KeyModifiers::CONTROL),
    ] {
        if button & bit != 0 {
            modifiers |= modifier;
        }
    }
    let from_zero = |cell: u32| u16::try_from(cell.saturating_sub(1)).unwrap_or(u16::MAX);
    Some(Event::Mouse(MouseEvent {
        kind,
        column: from_zero(column),
        row: from_zero(row),
        modifiers,
    }))
}

/// The three bytes of X10's form, each 32 more than it means.
#[derive(Debug, Default)]
pub struct X10 {
    bytes: [u8; 3],
    have: usize,
}

impl X10 {
    /// Takes a byte in. Whether it was the last.
    pub fn push(&mut self, byte: u8) -> bool {
        self.bytes[self.have] = byte.saturating_sub(32);
        self.have += 1;
        self.have == self.bytes.len()
    }

    /// What the three bytes report.
    pub fn event(&self) -> Option<Event> {
        let [button, column, row] = self.bytes.map(u32::from);
        report(button, column, row, false)
    }
}
