//! The file of keys: `{ "users.block": ["b", "Ctrl-K"] }`, binding by binding.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::Fault;
use super::entries::{Entries, File, Items, Name, word};
use crate::portal::keymap::{BINDINGS, Binding, Clash, KEPT, Key, Keymap};
use crate::portal::words::Wording;

/// The keymap that a file makes of the table's own.
pub fn keys(text: &str) -> Result<Keymap, Vec<Fault>> {
    let mut file = File::new(text);
    let Some(Entries(entries)) = file.whole() else {
        return Err(file.faults);
    };
    let mut own: HashMap<&'static str, Vec<Key>> = HashMap::new();
    let mut places = HashMap::new();
    for (name, value) in &entries {
        let id = name.text();
        let Some(binding) = BINDINGS.iter().find(|binding| binding.id == id) else {
            let what = "proofup --print-keys lists the ids there are";
            file.name_fault(name, format!("no binding has the id `{id}`: {what}"));
            continue;
        };
        if own.contains_key(binding.id) {
            file.name_fault(name, format!("`{id}` is there twice: keep one of them"));
        }
        let Some(Items(items)) = file.read(value, "a list of keys such as [\"b\", \"Ctrl-T\"]")
        else {
            continue;
        };
        let mut chosen = Vec::new();
        for item in items {
            let written = word(item);
            match Key::called(&written) {
                Some(key) => chosen.push(key),
                None => file.fault(item, unknown(&written)),
            }
        }
        if let Some(what) = unreachable(binding, &chosen) {
            file.name_fault(name, what);
        }
        own.insert(binding.id, chosen);
        places.insert(binding.id, name);
    }
    let keymap = Keymap::with(&own);
    for clash in keymap.clashes() {
        tell(&mut file, &clash, &places);
    }
    file.faults.sort();
    if file.faults.is_empty() {
        Ok(keymap)
    } else {
        Err(file.faults)
    }
}

fn unknown(written: &str) -> String {
    format!(
        "no key is called `{written}`: write a letter or sign, Enter, Space, Tab, Up, PgDn, Del, F8 \
         and the like, with Ctrl-, Alt- or Shift- before it"
    )
}

/// Why a binding would be out of reach with these keys.
fn unreachable(binding: &Binding, keys: &[Key]) -> Option<String> {
    let id = binding.id;
    if keys.is_empty() {
        return Some(format!(
            "`{id}` has no key: name one, or leave the entry out"
        ));
    }
    if !keys.iter().any(|key| key.arrives_everywhere()) {
        let names: Vec<_> = keys.iter().map(|key| key.name()).collect();
        return Some(format!(
            "not every terminal sends {}: give `{id}` another key too",
            names.join(" or ")
        ));
    }
    let typed = |key: &Key| key.is_typed();
    let own = Keymap::default();
    if binding.scope.types() && keys.iter().all(typed) && !own.keys(binding).iter().all(typed) {
        return Some(format!(
            "{} goes into the text where `{id}` works: give it a key that is not typed, such as \
             Ctrl-T",
            keys[0].name()
        ));
    }
    None
}

/// Notes one key for two things, at the entry that brought it in.
fn tell(file: &mut File<'_>, clash: &Clash, places: &HashMap<&'static str, &Name<'_>>) {
    let name = clash.key.name();
    let [first, second] = clash.ids;
    let (id, other) = if places.contains_key(second) {
        (second, first)
    } else {
        (first, second)
    };
    let Some(place) = places.get(id) else { return };
    let what = if KEPT.contains(&clash.key) {
        format!("{name} stays with `{other}`: choose another key for `{id}`")
    } else {
        format!(
            "{name} is also the key of `{other}`, in the same place: choose another one, or \
                 give `{other}` other keys too"
        )
    };
    file.name_fault(place, what);
}

/// The whole keymap as such a file, each entry below what it does.
pub fn print_keys(keymap: &Keymap) -> String {
    let mut text = "\
// The keys of proofup, as they are now. Keep the entries that you change; the others may go.
// Ctrl-C always leaves and Esc always goes one step outward, whatever is written here.
{
"
    .to_owned();
    let mut place = "";
    for binding in BINDINGS {
        // Writing to a string cannot fail.
        if binding.scope.label() != place {
            place = binding.scope.label();
            let _ = writeln!(text, "\n    // {place}");
        }
        let keys: Vec<_> = keymap
            .keys(binding)
            .iter()
            .map(|key| format!("{:?}", key.name()))
            .collect();
        let label = (binding.label)(Wording::default());
        let _ = writeln!(text, "    // {label}: {}", binding.help);
        let _ = writeln!(text, "    {:?}: [{}],", binding.id, keys.join(", "));
    }
    text.push_str("}\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::keymap::Scope;

    fn faults(text: &str) -> Vec<String> {
        let faults = keys(text).err().unwrap_or_default();
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_printed_is_read_back_as_the_same() {
        let own = keys(r#"{ "users.block": ["z", "Ctrl-K"] }"#).unwrap();
        let printed = print_keys(&own);
        assert!(
            printed.contains(r#""users.block": ["z", "Ctrl-K"],"#),
            "{printed}"
        );
        let again = keys(&printed).unwrap_or_else(|faults| panic!("{faults:?}"));
        for binding in BINDINGS {
            assert_eq!(own.keys(binding), again.keys(binding), "{}", binding.id);
        }
    }

    #[test]
    fn all_faults_are_told_at_once_each_with_its_place() {
        let text = r#"{
    // Nobody has this.
    "users.blok": ["b"],
    "users.delete": ["Hyper-x", "d", "no"],
    "list.mark": [],
    "list.sort": ["F5"],
    "users.block": ["p"],
    "portal.undo": "u",
    "portal.help": ["Ctrl-C"],
    "dialog.save": ["s"],
    "list.sort": ["s"],
}
"#;
        let expected = [
            "3:5: no binding has the id `users.blok`",
            "4:22: no key is called `Hyper-x`",
            "4:38: no key is called `no`",
            "5:5: `list.mark` has no key",
            "6:5: not every terminal sends F5",
            "7:5: p is also the key of `users.reset-password`",
            "8:20: `\"u\"` is not a list of keys",
            "9:5: Ctrl-C stays with `always.leave`",
            "10:5: s goes into the text where `dialog.save` works",
            "11:5: `list.sort` is there twice",
        ];
        let faults = faults(text);
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        for (fault, expected) in faults.iter().zip(expected) {
            assert!(fault.starts_with(expected), "{fault}\n  is not\n{expected}");
        }
    }

    #[test]
    fn two_bindings_may_change_places() {
        let own = keys(r#"{ "users.block": ["d"], "users.delete": ["b"] }"#).unwrap();
        let found = own.find(&[Scope::AllUsers], Key::char('d'));
        assert_eq!(found.map(|binding| binding.id), Some("users.block"));
    }

    #[test]
    fn what_is_no_ron_says_where() {
        for (text, expected) in [
            ("[1]", "1:1: Expected opening `{`"),
            ("", "1:1: "),
            ("{\n  \"users.block\": [\"b\" }", "2:"),
            ("{ } }", "1:4: "),
        ] {
            let faults = faults(text);
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert!(faults[0].starts_with(expected), "{faults:?}");
        }
    }
}
