//! What terminals send, and what it is.

use super::*;

/// Bytes, and the events they are.
#[expect(clippy::too_many_lines, reason = "a table")]
pub fn vectors() -> Vec<(&'static [u8], Vec<Event>)> {
    use KeyCode::{
        BackTab, Backspace, Delete, Down, End, Enter, Esc, F, Home, Insert, KeypadBegin, Left,
        PageDown, PageUp, Right, Tab, Up,
    };
    use MouseEventKind::{Drag, Moved, ScrollDown, ScrollLeft, ScrollRight, ScrollUp};
    let one = |code, held| vec![press(code, held)];
    vec![
        // Single bytes.
        (b"a", vec![letter('a', NONE)]),
        (b"G", vec![letter('G', SHIFT)]),
        (b" ~", vec![letter(' ', NONE), letter('~', NONE)]),
        (b"\r", one(Enter, NONE)),
        (b"\n", vec![letter('j', CONTROL)]),
        (b"\t", one(Tab, NONE)),
        (b"\x08", one(Backspace, NONE)),
        (b"\x7f", one(Backspace, NONE)),
        (b"\x00", vec![letter(' ', CONTROL)]),
        (
            b"\x01\x03\x1a",
            vec![
                letter('a', CONTROL),
                letter('c', CONTROL),
                letter('z', CONTROL),
            ],
        ),
        (
            b"\x1c\x1f",
            vec![letter('4', CONTROL), letter('7', CONTROL)],
        ),
        // Characters.
        ("é".as_bytes(), vec![letter('é', NONE)]),
        ("É".as_bytes(), vec![letter('É', SHIFT)]),
        (
            "€한🎈".as_bytes(),
            vec![letter('€', NONE), letter('한', NONE), letter('🎈', NONE)],
        ),
        (b"\xC3a", vec![letter('a', NONE)]),
        (b"\xE2\x82a", vec![letter('a', NONE)]),
        (b"\xE2\x1b[A", one(Up, NONE)),
        (b"\xF0\x9F\xC3\xA9", vec![letter('é', NONE)]),
        (b"\xED\xA0\x80a", vec![letter('a', NONE)]),
        (b"\xC0\xAFa", vec![letter('a', NONE)]),
        (b"\x80\xFFa", vec![letter('a', NONE)]),
        (b"\xC2\x9Ba", vec![letter('a', NONE)]),
        // Escape and Alt.
        (b"\x1b", one(Esc, NONE)),
        (b"\x1b\x1b", vec![press(Esc, NONE), press(Esc, NONE)]),
        (b"\x1b\x1b[A", vec![press(Esc, NONE), press(Up, NONE)]),
        (b"\x1ba", vec![letter('a', ALT)]),
        (b"\x1bG", vec![letter('G', ALT | SHIFT)]),
        ("\x1bé".as_bytes(), vec![letter('é', ALT)]),
        (b"\x1b\r", one(Enter, ALT)),
        (b"\x1b\x7f", one(Backspace, ALT)),
        (b"\x1b\x01", vec![letter('a', ALT | CONTROL)]),
        (b"\x1b[", vec![letter('[', ALT)]),
        (b"\x1bO", vec![letter('O', ALT | SHIFT)]),
        (b"\x1b\x18a", vec![letter('a', NONE)]),
        // Arrows and their neighbours, in each of their forms.
        (b"\x1b[A\x1b[B", vec![press(Up, NONE), press(Down, NONE)]),
        (b"\x1b[C\x1b[D", vec![press(Right, NONE), press(Left, NONE)]),
        (b"\x1bOA\x1bOB", vec![press(Up, NONE), press(Down, NONE)]),
        (b"\x1bOC\x1bOD", vec![press(Right, NONE), press(Left, NONE)]),
        (b"\x1b[1;2A", one(Up, SHIFT)),
        (b"\x1b[1;3B", one(Down, ALT)),
        (b"\x1b[1;5C", one(Right, CONTROL)),
        (b"\x1b[1;8D", one(Left, SHIFT | ALT | CONTROL)),
        (b"\x1b[H\x1b[F", vec![press(Home, NONE), press(End, NONE)]),
        (b"\x1bOH\x1bOF", vec![press(Home, NONE), press(End, NONE)]),
        (b"\x1b[1~\x1b[4~", vec![press(Home, NONE), press(End, NONE)]),
        (b"\x1b[7~\x1b[8~", vec![press(Home, NONE), press(End, NONE)]),
        (
            b"\x1b[2~\x1b[3~",
            vec![press(Insert, NONE), press(Delete, NONE)],
        ),
        (
            b"\x1b[5~\x1b[6~",
            vec![press(PageUp, NONE), press(PageDown, NONE)],
        ),
        (b"\x1b[3;5~", one(Delete, CONTROL)),
        (b"\x1b[E", one(KeypadBegin, NONE)),
        (b"\x1b[Z", one(BackTab, SHIFT)),
        (
            b"\x1bOM\x1bOj\x1bOy",
            vec![press(Enter, NONE), letter('*', NONE), letter('9', NONE)],
        ),
        // Function keys: VT220, xterm, the Linux console, Konsole.
        (b"\x1bOP\x1bOQ", vec![press(F(1), NONE), press(F(2), NONE)]),
        (b"\x1bOR\x1bOS", vec![press(F(3), NONE), press(F(4), NONE)]),
        (
            b"\x1b[11~\x1b[15~",
            vec![press(F(1), NONE), press(F(5), NONE)],
        ),
        (
            b"\x1b[17~\x1b[21~",
            vec![press(F(6), NONE), press(F(10), NONE)],
        ),
        (
            b"\x1b[23~\x1b[24~",
            vec![press(F(11), NONE), press(F(12), NONE)],
        ),
        (
            b"\x1b[29~\x1b[34~",
            vec![press(F(16), NONE), press(F(20), NONE)],
        ),
        (
            b"\x1b[[A\x1b[[E",
            vec![press(F(1), NONE), press(F(5), NONE)],
        ),
        (b"\x1b[1;2P", one(F(1), SHIFT)),
        (b"\x1b[1;5R", one(F(3), CONTROL)),
        (b"\x1bO5P", one(F(1), CONTROL)),
        (b"\x1b[15;2~", one(F(5), SHIFT)),
        // The keyboard protocols of xterm and kitty.
        (b"\x1b[27;5;9~", one(Tab, CONTROL)),
        (b"\x1b[27;5;105~", vec![letter('i', CONTROL)]),
        (b"\x1b[97;5u", vec![letter('a', CONTROL)]),
        (b"\x1b[97:65;2u", vec![letter('A', SHIFT)]),
        (b"\x1b[97;2u", vec![letter('A', SHIFT)]),
        (
            b"\x1b[27u\x1b[13u\x1b[127u",
            vec![press(Esc, NONE), press(Enter, NONE), press(Backspace, NONE)],
        ),
        (b"\x1b[9;2u", one(BackTab, SHIFT)),
        (
            b"\x1b[97;1:1u\x1b[97;1:2u\x1b[97;1:3u",
            vec![letter('a', NONE), letter('a', NONE)],
        ),
        (b"\x1b[1;1:3A", vec![]),
        (
            b"\x1b[57399u\x1b[57414u\x1b[57419u",
            vec![letter('0', NONE), press(Enter, NONE), press(Up, NONE)],
        ),
        (b"\x1b[57358u\x1b[57441;2u\x1b[0u", vec![]),
        (b"\x1b[1114112u\x1b[4294967296u", vec![]),
        // Mouse.
        (
            b"\x1b[<0;1;1M",
            vec![mouse(MouseEventKind::Down(MouseButton::Left), 0, 0, NONE)],
        ),
        (
            b"\x1b[<0;12;34m",
            vec![mouse(MouseEventKind::Up(MouseButton::Left), 11, 33, NONE)],
        ),
        (
            b"\x1b[<2;300;200M",
            vec![mouse(
                MouseEventKind::Down(MouseButton::Right),
                299,
                199,
                NONE,
            )],
        ),
        (
            b"\x1b[<20;1;1M",
            vec![mouse(
                MouseEventKind::Down(MouseButton::Left),
                0,
                0,
                SHIFT | CONTROL,
            )],
        ),
        (
            b"\x1b[<32;5;5M",
            vec![mouse(Drag(MouseButton::Left), 4, 4, NONE)],
        ),
        (b"\x1b[<35;5;5M", vec![mouse(Moved, 4, 4, NONE)]),
        (b"\x1b[<64;5;5M", vec![mouse(ScrollUp, 4, 4, NONE)]),
        (b"\x1b[<65;5;5M", vec![mouse(ScrollDown, 4, 4, NONE)]),
        (
            b"\x1b[<66;5;5M\x1b[<67;5;5M",
            vec![
                mouse(ScrollLeft, 4, 4, NONE),
                mouse(ScrollRight, 4, 4, NONE),
            ],
        ),
        (b"\x1b[<73;5;5M", vec![mouse(ScrollDown, 4, 4, ALT)]),
        (
            b"\x1b[<0;0;0M",
            vec![mouse(MouseEventKind::Down(MouseButton::Left), 0, 0, NONE)],
        ),
        (
            b"\x1b[<0;99999;99999M",
            vec![mouse(
                MouseEventKind::Down(MouseButton::Left),
                u16::MAX,
                u16::MAX,
                NONE,
            )],
        ),
        (b"\x1b[<128;1;1M\x1b[<0;1M\x1b[<M\x1b[<0;1;1X", vec![]),
        (
            b"\x1b[M !!",
            vec![mouse(MouseEventKind::Down(MouseButton::Left), 0, 0, NONE)],
        ),
        (
            b"\x1b[M#*+",
            vec![mouse(MouseEventKind::Up(MouseButton::Left), 9, 10, NONE)],
        ),
        (b"\x1b[M`!\xFF", vec![mouse(ScrollUp, 0, 222, NONE)]),
        (b"\x1b[M \x03", vec![letter('c', CONTROL)]),
        // Focus.
        (b"\x1b[I\x1b[O", vec![Event::FocusGained, Event::FocusLost]),
        // Replies nobody asked for: device attributes, version, colours, modes, cursor, sizes.
        (b"\x1b[?62;22ca", vec![letter('a', NONE)]),
        (b"\x1b[>41;380;0ca", vec![letter('a', NONE)]),
        (b"\x1b[?2026;2$ya", vec![letter('a', NONE)]),
        (b"\x1b[?1u\x1b[?0na", vec![letter('a', NONE)]),
        (b"\x1b[12;40Ra", vec![letter('a', NONE)]),
        (b"\x1b[8;24;80ta", vec![letter('a', NONE)]),
        (
            b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\a",
            vec![letter('a', NONE)],
        ),
        (b"\x1b]11;rgb:0000/0000/0000\x07a", vec![letter('a', NONE)]),
        (b"\x1bP>|XTerm(380)\x1b\\a", vec![letter('a', NONE)]),
        (b"\x1b_Gi=31;OK\x1b\\a", vec![letter('a', NONE)]),
        ("\x1b]2;ünï\x1b\\a".as_bytes(), vec![letter('a', NONE)]),
        (b"\x1b[201~a", vec![letter('a', NONE)]),
        (
            b"\x1b[99~\x1b[;;;;;;u\x1b[:::Aa",
            vec![press(Up, NONE), letter('a', NONE)],
        ),
        // Given up: CAN, SUB, a fresh escape, a control character where none can be.
        (b"\x1b[12\x18a", vec![letter('a', NONE)]),
        (b"\x1b[12\x1aa", vec![letter('a', NONE)]),
        (b"\x1b[12\x1b[A", one(Up, NONE)),
        (b"\x1b[12\x03", vec![letter('c', CONTROL)]),
        (b"\x1bO\x1b[A", one(Up, NONE)),
        (b"\x1b]0;x\x18a", vec![letter('a', NONE)]),
        (b"\x1b]0;x\x1b[A", one(Up, NONE)),
        (b"\x1b]\x03", vec![letter('c', CONTROL)]),
        // Paste.
        (
            b"\x1b[200~hello\x1b[201~a",
            vec![pasted("hello"), letter('a', NONE)],
        ),
        (b"\x1b[200~\x1b[201~", vec![pasted("")]),
        (
            b"\x1b[200~a\rb\r\nc\nd\x1b[201~",
            vec![pasted("a\nb\nc\nd")],
        ),
        (
            b"\x1b[200~\x03q\x1b[A\x1b[201\x1b[20\x1b[201~",
            vec![pasted("\x03q\x1b[A\x1b[201\x1b[20")],
        ),
        (b"\x1b[200~\x1b\x1b[201~", vec![pasted("\x1b")]),
        ("\x1b[200~Zoë €\x1b[201~".as_bytes(), vec![pasted("Zoë €")]),
        (b"\x1b[200~a\xFFb\x1b[201~", vec![pasted("a\u{FFFD}b")]),
        (b"\x1b[200~cut off", vec![pasted("cut off")]),
        (b"\x1b[200~cut off\x1b[20", vec![pasted("cut off")]),
    ]
}
