//! Keys by name: `"jj<space><enter><ctrl-c>"` becomes the bytes a terminal sends for them.

/// What cannot be written as itself. `<lt>` is `<`.
const NAMED: &[(&str, &str)] = &[
    ("lt", "<"),
    ("space", " "),
    ("enter", "\r"),
    ("tab", "\t"),
    ("backtab", "\x1b[Z"),
    ("backspace", "\x7f"),
    ("esc", "\x1b"),
    ("up", "\x1b[A"),
    ("down", "\x1b[B"),
    ("right", "\x1b[C"),
    ("left", "\x1b[D"),
    ("shift-up", "\x1b[1;2A"),
    ("shift-down", "\x1b[1;2B"),
    ("home", "\x1b[H"),
    ("end", "\x1b[F"),
    ("insert", "\x1b[2~"),
    ("delete", "\x1b[3~"),
    ("pgup", "\x1b[5~"),
    ("pgdn", "\x1b[6~"),
    ("f1", "\x1bOP"),
    ("f2", "\x1bOQ"),
    ("f5", "\x1b[15~"),
    ("f8", "\x1b[19~"),
];

/// The bytes of `keys`. Panics at a name it does not know.
pub fn bytes(keys: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = keys;
    while let Some((plain, behind)) = rest.split_once('<') {
        let (name, after) = behind.split_once('>').expect("`<` without `>`");
        bytes.extend(plain.as_bytes());
        bytes.extend(named(name));
        rest = after;
    }
    bytes.extend(rest.as_bytes());
    bytes
}

fn named(name: &str) -> Vec<u8> {
    if let Some(letter) = name.strip_prefix("ctrl-") {
        return vec![letter.as_bytes()[0] & 0x1F];
    }
    if let Some(letter) = name.strip_prefix("alt-") {
        return format!("\x1b{letter}").into_bytes();
    }
    let found = NAMED.iter().find(|(known, _)| *known == name);
    let (_, sequence) = found.unwrap_or_else(|| panic!("no key is called <{name}>"));
    sequence.as_bytes().to_vec()
}

#[test]
fn keys_are_written_by_name() {
    assert_eq!(
        bytes("jj<space><ctrl-c><lt>é<up>"),
        "jj \x03<é\x1b[A".as_bytes()
    );
}
