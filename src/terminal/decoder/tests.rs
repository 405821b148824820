use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use proptest::prelude::*;
use rstest::rstest;

use super::*;

mod vectors;

use vectors::vectors;

const NONE: KeyModifiers = KeyModifiers::NONE;
const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
const ALT: KeyModifiers = KeyModifiers::ALT;
const CONTROL: KeyModifiers = KeyModifiers::CONTROL;

/// What `bytes` come to when silence follows.
fn decode(bytes: &[u8]) -> Vec<Event> {
    decode_pieces(&[bytes])
}

fn decode_pieces(pieces: &[&[u8]]) -> Vec<Event> {
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    for piece in pieces {
        decoder.push(piece, &mut events);
    }
    decoder.timeout(&mut events);
    events
}

fn press(code: KeyCode, held: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, held))
}

fn letter(letter: char, held: KeyModifiers) -> Event {
    press(KeyCode::Char(letter), held)
}

fn mouse(kind: MouseEventKind, column: u16, row: u16, modifiers: KeyModifiers) -> Event {
    Event::Mouse(MouseEvent {
        kind,
        column,
        row,
        modifiers,
    })
}

fn pasted(text: &str) -> Event {
    Event::Paste(text.to_owned())
}

#[test]
fn each_sequence_is_what_it_is_whole_and_cut_anywhere() {
    for (bytes, events) in vectors() {
        let shown = bytes.escape_ascii();
        assert_eq!(decode(bytes), events, "{shown}");
        let singly: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(decode_pieces(&singly), events, "{shown}, byte by byte");
        for cut in 1..bytes.len() {
            let (head, tail) = bytes.split_at(cut);
            assert_eq!(
                decode_pieces(&[head, tail]),
                events,
                "{shown}, cut at {cut}"
            );
        }
    }
}

#[test]
fn sequences_in_a_row_do_not_disturb_each_other() {
    // Those that end by silence, or by what follows them, cannot stand before another.
    let whole = vectors().into_iter().filter(|(bytes, _)| {
        let mut decoder = Decoder::default();
        decoder.push(bytes, &mut Vec::new());
        matches!(decoder.state, State::Ground)
    });
    let (bytes, events): (Vec<_>, Vec<_>) = whole.unzip();
    assert_eq!(decode(&bytes.concat()), events.concat());
}

#[rstest]
#[case::nothing(b"", None)]
#[case::escape(b"\x1b", Some(KEY_GAP))]
#[case::bracket(b"\x1b[", Some(KEY_GAP))]
#[case::ss3(b"\x1bO", Some(KEY_GAP))]
#[case::parameters(b"\x1b[2;7", None)]
#[case::console(b"\x1b[[", None)]
#[case::mouse(b"\x1b[<0;1", None)]
#[case::x10(b"\x1b[M ", None)]
#[case::tail(b"\xE2\x82", None)]
#[case::string(b"\x1b]11;", Some(QUIET_GAP))]
#[case::string_end(b"\x1b]11;\x1b", Some(QUIET_GAP))]
#[case::paste(b"\x1b[200~text", Some(QUIET_GAP))]
fn only_what_somebody_can_have_typed_times_out_soon(
    #[case] bytes: &[u8],
    #[case] gap: Option<Duration>,
) {
    let mut decoder = Decoder::default();
    decoder.push(bytes, &mut Vec::new());
    assert_eq!(decoder.pending_timeout(), gap);
    decoder.timeout(&mut Vec::new());
    if gap.is_some() {
        assert_eq!(decoder.pending_timeout(), None);
    } else {
        // Silence changes nothing where there is nothing to wait for.
        let mut waited = Decoder::default();
        waited.push(bytes, &mut Vec::new());
        waited.timeout(&mut Vec::new());
        assert_eq!(format!("{waited:?}"), format!("{decoder:?}"));
    }
}

#[test]
fn silence_within_a_sequence_leaks_nothing() {
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    for byte in b"\x1b[<64;2;7M" {
        decoder.push(&[*byte], &mut events);
        if !matches!(byte, 0x1b | b'[') {
            decoder.timeout(&mut events);
        }
    }
    let wheel = mouse(MouseEventKind::ScrollUp, 1, 6, NONE);
    assert_eq!(events, [wheel]);
}

#[test]
fn keys_work_again_after_a_string_or_paste_that_never_ended() {
    for unended in [
        &b"\x1b]11;rgb"[..],
        b"\x1bP",
        b"\x1b]x\x1b",
        b"\x1b[200~text",
    ] {
        let mut decoder = Decoder::default();
        decoder.push(unended, &mut Vec::new());
        decoder.timeout(&mut Vec::new());
        let mut events = Vec::new();
        decoder.push(b"q\x03", &mut events);
        let expected = [letter('q', NONE), letter('c', CONTROL)];
        assert_eq!(events, expected, "{}", unended.escape_ascii());
    }
}

#[test]
fn a_long_paste_is_kept_whole_up_to_the_limit() {
    let text = "0123456789abcdef".repeat(PASTE_LIMIT / 16);
    for (extra, cut) in [("", false), ("x", true), (text.as_str(), true)] {
        let mut decoder = Decoder::default();
        let mut events = Vec::new();
        let bytes = format!("\x1b[200~{text}{extra}\x1b[201~q");
        decoder.push(bytes.as_bytes(), &mut events);
        assert!(events == [pasted(&text), letter('q', NONE)]);
        assert_eq!(decoder.take_cut(), cut);
        assert!(!decoder.take_cut(), "told once");
    }
}

#[test]
fn a_paste_is_never_cut_within_a_character() {
    let text = "€".repeat(PASTE_LIMIT);
    let events = decode(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    let [Event::Paste(pasted)] = &events[..] else {
        panic!("no paste");
    };
    assert_eq!(pasted.chars().count(), PASTE_LIMIT / 3);
    assert!(pasted.chars().all(|letter| letter == '€'));
}

#[test]
fn a_sequence_longer_than_any_is_swallowed_whole() {
    for length in [63, 64, 65, 100_000] {
        let bytes = format!("\x1b[{}Aq", "1".repeat(length));
        let events = decode(bytes.as_bytes());
        assert_eq!(events.last(), Some(&letter('q', NONE)));
        assert_eq!(events.len(), if length > 64 { 1 } else { 2 }, "{length}");
    }
}

/// Bytes that look like what terminals send.
fn likely_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..8),
        proptest::sample::select(vec![
            "\x1b",
            "\x1b[",
            "\x1bO",
            "\x1b]",
            "\x1bP",
            "\x1b\\",
            "\x07",
            "\x1b[200~",
            "\x1b[201~",
            "\x1b[<",
            "\x1b[M",
            ";",
            ":",
            "1",
            "65535",
            "99999999999",
            "M",
            "m",
            "u",
            "~",
            "R",
            "\x18",
            "€",
            "q",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_the_same_events_however_they_are_cut(
        bytes in likely_bytes(),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let pieces: Vec<&[u8]> = cuts.windows(2).map(|cut| &bytes[cut[0]..cut[1]]).collect();
        prop_assert_eq!(decode_pieces(&pieces), decode(&bytes));
    }

    #[test]
    fn after_any_bytes_and_silence_ctrl_c_works(bytes in likely_bytes()) {
        let mut decoder = Decoder::default();
        let mut events = Vec::new();
        decoder.push(&bytes, &mut events);
        decoder.timeout(&mut events);
        events.clear();
        decoder.push(b"\x03", &mut events);
        prop_assert_eq!(events, [letter('c', CONTROL)]);
    }

    #[test]
    fn any_bytes_hold_no_more_than_a_paste(bytes in likely_bytes(), times in 1..400usize) {
        let mut decoder = Decoder::default();
        let mut events = Vec::new();
        for _ in 0..times {
            decoder.push(&bytes, &mut events);
            events.clear();
        }
        decoder.timeout(&mut events);
        for event in events {
            if let Event::Paste(text) = event {
                // A byte that is no character becomes three.
                prop_assert!(text.len() <= 3 * PASTE_LIMIT);
            }
        }
    }
}
