//! A source file taken apart: its code with comments and texts blanked out, and its texts, each
//! with its line. Enough of Rust to tell the three apart.

use std::fs;
use std::path::Path;

/// One file.
pub struct Source {
    /// From the package's folder, with `/`.
    pub path: String,
    /// As it is written.
    pub text: String,
    /// The code line by line, comments and texts blanked out, up to the tests at its end.
    pub code: Vec<String>,
    /// Each text and character literal of that code, as it is written, with its line from 1.
    pub literals: Vec<(usize, String)>,
}

/// Every file of the program: `src` without its tests.
pub fn program() -> Vec<Source> {
    let is_test = |path: &str| path.ends_with("/tests.rs") || path.contains("/tests/");
    let mut sources = read("src");
    sources.retain(|source| !is_test(&source.path));
    assert!(sources.len() > 100, "the source is not found");
    sources
}

/// Every file, tests and benchmarks as well.
pub fn everything() -> Vec<Source> {
    let mut sources = read("src");
    sources.extend(read("tests"));
    sources
}

fn read(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(root, &root.join(folder), &mut paths);
    paths.sort();
    let source = |path: &String| Source::new(path, &fs::read_to_string(root.join(path)).unwrap());
    paths.iter().map(source).collect()
}

fn collect(root: &Path, folder: &Path, paths: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, paths);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let names: Vec<_> = path.strip_prefix(root).unwrap().iter().collect();
            let names: Vec<_> = names.iter().map(|name| name.to_str().unwrap()).collect();
            paths.push(names.join("/"));
        }
    }
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let (mut code, mut literals) = split(text);
        if let Some(tests) = code.find("#[cfg(test)]\nmod tests {") {
            code.truncate(tests);
        }
        let code: Vec<_> = code.lines().map(str::to_owned).collect();
        literals.retain(|(line, _)| *line <= code.len());
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            literals,
        }
    }

    /// How many lines it has, all told.
    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// A fault at `line`.
    pub fn fault(&self, line: usize, rule: &str, what: &str) -> String {
        format!("{}:{line}: [{rule}] {what}", self.path)
    }
}

/// The code without comments and the insides of literals, line breaks kept; and the literals.
fn split(text: &str) -> (String, Vec<(usize, String)>) {
    let (mut code, mut literals) = (String::new(), Vec::new());
    let (mut rest, mut line) = (text, 1);
    while let Some(letter) = rest.chars().next() {
        let plain = !"/\"'bcr".contains(letter);
        let len = if plain {
            0
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(len) = literal(rest, code.chars().next_back()) {
            literals.push((line, rest[..len].to_owned()));
            len
        } else {
            0
        };
        if len == 0 {
            code.push(letter);
            line += usize::from(letter == '\n');
            rest = &rest[letter.len_utf8()..];
            continue;
        }
        let blank = |letter| if letter == '\n' { '\n' } else { ' ' };
        code.extend(rest[..len].chars().map(blank));
        line += rest[..len].matches('\n').count();
        rest = &rest[len..];
    }
    (code, literals)
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    for (at, _) in text.char_indices() {
        if text[at..].starts_with("/*") {
            depth += 1;
        } else if text[..at].ends_with("*/") && at > 3 {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        }
    }
    text.len()
}

/// The length of the literal that begins here, if one does. `before` is the letter before it.
fn literal(text: &str, before: Option<char>) -> Option<usize> {
    let in_word = before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    let prefix = ["br", "b", "c", "r"]
        .into_iter()
        .find(|prefix| {
            let behind = text.strip_prefix(prefix);
            !in_word && behind.is_some_and(|behind| behind.starts_with(['"', '#', '\'']))
        })
        .unwrap_or_default();
    let body = &text[prefix.len()..];
    let hashes = body.len() - body.trim_start_matches('#').len();
    let inner = &body[hashes..];
    if prefix.ends_with('r') && inner.starts_with('"') {
        let end = format!("\"{}", "#".repeat(hashes));
        let close = inner[1..].find(&end)?;
        return Some(prefix.len() + hashes + 1 + close + end.len());
    }
    let quote = body.chars().next().filter(|sign| "\"'".contains(*sign))?;
    let mut escaped = false;
    for (at, letter) in body.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return Some(prefix.len() + at + 1),
            // A lifetime: one letter between quotes, or an escape, is all a character has.
            _ if quote == '\'' && at > 1 && !body[1..].starts_with('\\') => return None,
            _ => {}
        }
    }
    None
}

#[test]
fn comments_and_texts_are_told_from_code() {
    let text = "let a = \"x // y\"; // \"no\"\nlet b = 'b'; fn f<'a>(x: &'a str) {}\n";
    let (code, literals) = split(text);
    let kept = "let a =         ;        \nlet b =    ; fn f<'a>(x: &'a str) {}\n";
    assert_eq!(code, kept);
    let told: Vec<_> = literals.iter().map(|(n, text)| (*n, &**text)).collect();
    assert_eq!(told, [(1, "\"x // y\""), (2, "'b'")]);
}

#[test]
fn raw_and_escaped_texts_end_where_they_end() {
    let text = r##"r#"a "quoted" b"# + "c\"d" + '\'' + b'\x1b' + "e\
        f" + /* a /* nested */ note */ g"##;
    let (code, literals) = split(text);
    let told: Vec<_> = literals.iter().map(|(_, text)| &**text).collect();
    let first = r##"r#"a "quoted" b"#"##;
    assert_eq!(told[..4], [first, r#""c\"d""#, r"'\''", r"b'\x1b'"]);
    assert!(code.ends_with(" g") && !code.contains("note"), "{code}");
}

#[test]
fn tests_at_the_end_are_left_out() {
    let text = "//! A.\nuse a;\n\n#[cfg(test)]\nmod tests {\n    const B: &str = \"b\";\n}\n";
    let source = Source::new("src/a.rs", text);
    assert!(source.literals.is_empty());
    assert_eq!((source.code.len(), source.lines()), (3, 7));
}
